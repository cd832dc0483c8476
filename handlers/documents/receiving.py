"""A leader's file at the door: taken, or told why not."""

from handlers.documents import again, deciding
from handlers.kit import gate
from handlers.kit.incoming import Incoming
from handlers.kit.message import Message, Reply, as_list
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.kit.wording import not_agreed
from models import document
from models.folding import tidy
from models.form import open_at
from models.terms import Consent

MEGABYTE = 1_000_000
UNUSABLE = ("empty", "too-big")
"""Faults (of bot.inspection) with which a file is of no use to anybody."""


@router.file(100)
def take(turn: Turn) -> Reply:
    """Takes a leader's file; None from anybody else."""
    if not turn.speaks_as_leader():
        return None
    if turn.binding is None or turn.binding.consent is not Consent.FULL:
        return not_agreed()
    file, ready = turn.said.file, turn.said.prepared
    if file is None:
        return _by_another_way(turn)
    if file.size > document.LARGEST:
        return too_large(file.size)
    if ready is None or ready.fault == "unfetched":
        return not_fetched()
    if ready.hit:
        return gate.refuse(turn, ready.hit)
    if len(ready.data) > document.LARGEST:
        return too_large(len(ready.data))
    if not ready.data or ready.fault in UNUSABLE:
        return unusable(ready.fault or "empty")
    known = document.again(turn.session, turn.here, ready.data)
    if known is not None:
        return again.ask(turn, known)
    return _asked_about(turn, turn.said)


def _by_another_way(turn: Turn) -> Message:
    """What to do where the messenger hands no files on."""
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


def too_large(size: int) -> Message:
    return Message(
        f"Tệp {-(-size // MEGABYTE)} MB, Sổ tay nhận đến 20 MB. Xin gửi bản nhỏ hơn hoặc chia đôi."
    )


def not_fetched() -> Message:
    return Message("Sổ tay chưa lấy được tệp vừa gửi. Xin đồng chí gửi lại sau ít phút.")


def unusable(fault: str) -> Message:
    if fault == "empty":
        return Message("Tệp này trống. Xin gửi tệp khác.")
    return Message("Tệp này mở ra quá lớn, Sổ tay không nhận. Xin gửi bản khác, ví dụ bản PDF.")


def send_elsewhere() -> Message:
    return Message(
        "Zalo không chuyển được tệp cho Sổ tay. Muốn gửi tài liệu, xin gửi qua Telegram hoặc trang web của Sổ tay. "
        "Muốn nhắn tin, xin nhắn bằng chữ."
    )


def earlier_dropped() -> Message:
    return Message("Tệp gửi trước chưa xong, Sổ tay đã bỏ. Nay hỏi về tệp mới.")
