"""A leader's file at the door: taken, or told why not."""

from handlers.documents import again, deciding
from handlers.kit.handed_in import unfit
from handlers.kit.incoming import Incoming
from handlers.kit.message import Message, Reply, as_list
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import not_agreed
from models import document
from models.folding import tidy
from models.form import open_at


@router.file(100)
def take(turn: Turn) -> Reply:
    """Takes a leader's file; None from anybody else."""
    if not turn.speaks_as_leader():
        return None
    if turn.said.file is None:
        return _by_another_way(turn)
    if wrong := unfit(turn):
        return wrong
    assert turn.said.prepared is not None
    known = document.again(turn.session, turn.here, turn.said.prepared.data)
    if known is not None:
        return again.ask(turn, known)
    return _asked_about(turn, turn.said)


def _by_another_way(turn: Turn) -> Message:
    """What to do where the messenger hands no files on."""
    if not turn.may(Purpose.CONTENT):
        return not_agreed()
    if not turn.links:
        return send_elsewhere()
    link = document.upload_link(turn.session, turn.keys, turn.address.id, turn.now)
    return Message(UPLOAD_HERE, document=f"upload:{link.id}")


def _asked_about(turn: Turn, said: Incoming) -> Reply:
    assert said.prepared is not None and said.file is not None
    ready, name = said.prepared, _name(said)
    before = open_at(turn.session, turn.address)
    replaced = before is not None and before.name == deciding.FORM.name
    staged = document.stage(turn.session, turn.address, name, ready.data, ready.text, ready.fault, turn.now)
    answers = {"file": staged.file_id, "name": name, "caption": tidy(said.text)}
    if ready.fault is None:
        answers["clean"] = "yes"
    asked = as_list(deciding.FORM.start(turn, answers))
    return [earlier_dropped(), *asked] if replaced else asked


def _name(said: Incoming) -> str:
    assert said.prepared is not None and said.file is not None
    if said.file.name:
        return said.file.name
    return deciding.PICTURE + (".png" if said.prepared.data.startswith(b"\x89PNG") else ".jpg")


# Wording

UPLOAD_HERE = "Zalo không chuyển được tệp cho Sổ tay. Nếu đồng chí muốn gửi tài liệu, xin gửi ở đây:"


def send_elsewhere() -> Message:
    return Message(
        "Zalo không chuyển được tệp cho Sổ tay. Muốn gửi tài liệu, xin gửi qua Telegram hoặc trang web của Sổ tay. "
        "Muốn nhắn tin, xin nhắn bằng chữ."
    )


def earlier_dropped() -> Message:
    return Message("Tệp gửi trước chưa xong, Sổ tay đã bỏ. Nay hỏi về tệp mới.")
