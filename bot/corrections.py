"""The copy of a roster with its faults marked, made when it leaves or is opened: its sender's own file, never kept (people 22)."""

import asyncio

from bot.store import Store
from handlers import roster as rosters
from models import document
from models.database import Session
from models.document import Staged
from models.outbox import Delivery

RECIPE = "marked"
"""What a recipe names: `marked:12` the marked copy of the file that waits in the chat to which it is sent."""


async def marked_copy(store: Store, file_id: int, delivery_id: int) -> tuple[str, bytes] | None:
    """Name and bytes; None once the file does not wait any more."""

    def staged(session: Session) -> Staged | None:
        address_id = session.get_one(Delivery, delivery_id).address_id
        waits = document.staged_at(session, address_id) if address_id else None
        return waits if waits and waits.file_id == file_id and waits.read else None

    waits = await store.read(staged)
    if waits is None:
        return None
    data = await store.read(lambda session: document.whole(session, file_id))
    faults = rosters.LOOKED.validate_python(waits.read).faults
    return f"{waits.name}.loi.xlsx", await asyncio.to_thread(rosters.marked, waits.name, data, faults)
