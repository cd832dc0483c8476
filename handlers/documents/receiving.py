"""A leader's file at the door: taken, or told why not."""

from handlers.documents import again, deciding
from handlers.kit import handed_in
from handlers.kit.message import Reply, as_list
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import document
from models.form import open_at


@router.file(100)
def take(turn: Turn) -> Reply:
    """Takes a leader's file; None from anybody else."""
    if not turn.speaks_as_leader():
        return None
    if turn.said.file is None:
        return handed_in.by_another_way(turn)
    if wrong := handed_in.unfit(turn):
        return wrong
    assert turn.said.prepared is not None
    known = document.again(turn.session, turn.here, turn.said.prepared.data)
    if known is not None:
        return again.ask(turn, known)
    before = open_at(turn.session, turn.address)
    replaced = before is not None and before.name == deciding.FORM.name
    asked = as_list(deciding.FORM.start(turn, handed_in.staged(turn)))
    return [handed_in.earlier_dropped(), *asked] if replaced else asked
