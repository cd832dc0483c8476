"""Files that are made for one reader when he opens them: all that is kept of him, or a table that he may have (people 35)."""

from datetime import datetime
from urllib.parse import quote

from starlette.responses import Response

from bot import own_copies, sheets
from handlers.joining.data import RECIPE as OWN
from handlers.kit.sheets import RECIPE as SHEET
from models.database import Session
from models.outbox import Delivery, Notice


def made_for(session: Session, delivery_id: int, now: datetime) -> Response | None:
    """The file that a message carries for its reader; None where it carries none, or he may not have it any more."""
    delivery = session.get_one(Delivery, delivery_id)
    what = session.get_one(Notice, delivery.notice_id).content.get("document", "").partition(":")[0]
    if what == OWN:
        own = own_copies.text_of(session, delivery_id, now, away=False)
        return copy(own_copies.NAME, own_copies.as_file(own), own_copies.TYPE) if own else None
    sheet = sheets.made(session, delivery_id, now) if what == SHEET else None
    return copy(*sheet, sheets.TYPE) if sheet else None


def copy(name: str, data: bytes, kind: str) -> Response:
    """A file to be saved."""
    return Response(data, media_type=kind, headers=attached(name))


def attached(name: str) -> dict[str, str]:
    """The header by which a browser saves a file under its name."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
