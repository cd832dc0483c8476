"""A file that a feature asked about goes the way of any other after all."""

from dataclasses import replace

from handlers.kit.incoming import FileSaid, Kind, Prepared
from handlers.kit.message import Reply
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import document
from models.document import File


def as_document(turn: Turn, caption: str) -> Reply:
    """Hands on the file that waits in this chat, as if it had just been sent."""
    staged = document.staged_at(turn.session, turn.address.id)
    assert staged is not None, "the form that holds it is open"
    file = turn.session.get_one(File, staged.file_id)
    turn.said = replace(
        turn.said,
        kind=Kind.FILE,
        text=caption,
        file=FileSaid("", staged.name, file.size),
        prepared=Prepared(document.whole(turn.session, file.id), file.text, file.fault),
    )
    return router.taken(turn)
