"""A file at the door: why it will not do, how it waits for its sender's decision, and the first questions about it (people 14)."""

from pathlib import PurePath

from handlers.kit import gate
from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import not_agreed
from models import document
from models.document import File
from models.folding import tidy

MEGABYTE = 1_000_000
UNUSABLE = ("empty", "too-big")
"""Faults (of bot.inspection) with which a file is of no use to anybody."""
TITLE_AT_MOST = 150


def unfit(turn: Turn) -> Message | None:
    """Why the file that was said can't be taken; None where it is at hand, whole, and without a mark of secrecy."""
    if not turn.may(Purpose.CONTENT):
        return not_agreed()
    file, ready = turn.said.file, turn.said.prepared
    if file is not None and file.size > document.LARGEST:
        return too_large(file.size)
    if ready is None or ready.fault == "unfetched":
        return not_fetched()
    if ready.hit:
        return gate.refuse(turn, ready.hit)
    if len(ready.data) > document.LARGEST:
        return too_large(len(ready.data))
    if not ready.data or ready.fault in UNUSABLE:
        return unusable(ready.fault or "empty")
    return None


def by_another_way(turn: Turn) -> Message:
    """What to do where the messenger hands no files on."""
    if not turn.may(Purpose.CONTENT):
        return not_agreed()
    if not turn.links:
        return send_elsewhere()
    link = document.upload_link(turn.session, turn.keys, turn.address.id, turn.now)
    return Message(UPLOAD_HERE, document=f"upload:{link.id}")


def staged(turn: Turn) -> Answers:
    """The file waits in its chat; gives what a form begins with: `file`, `name`, `caption`, and `clean` where all of it was read."""
    said, ready = turn.said, turn.said.prepared
    assert ready is not None and said.file is not None
    name = said.file.name or PICTURE + (".png" if ready.data.startswith(b"\x89PNG") else ".jpg")
    waits = document.stage(turn.session, turn.address, name, ready.data, ready.text, ready.fault, turn.now)
    answers = {"file": waits.file_id, "name": name, "caption": tidy(said.text)}
    return answers if ready.fault else answers | {"clean": "yes"}


def _clean(turn: Turn, answers: Answers) -> Message:
    fault = turn.session.get_one(File, answers["file"]).fault or ""
    return Message(cannot_read(fault), choices(("yes", NO_MARK), ("drop", MARKED)))


def _clean_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"clean": value} if value else _clean(turn, answers)


CLEAN = Step("clean", _clean, _clean_said)
"""Asked of what could not be read: ends with "yes", or with "drop"."""


def kept(turn: Turn, answers: Answers) -> bool:
    """Whether there is a file to go on with."""
    return bool(answers.get("clean") == "yes")


def proposed_title(answers: Answers) -> str:
    """The file's name as a title; a picture's caption, since its name says nothing."""
    stem = PurePath(answers["name"]).stem
    words = " ".join(tidy(stem.replace("_", " ").replace(".", " ")).split())
    caption = (answers["caption"] or "").partition("\n")[0].strip()
    title = caption if caption and words == PICTURE else words or caption
    return (title[:1].upper() + title[1:])[:TITLE_AT_MOST]


def title_said(text: str) -> str | None:
    """What somebody typed, as a title; None where it is none."""
    title = " ".join(tidy(text).split())
    return title[:TITLE_AT_MOST] if any(c.isalnum() for c in title) else None


# Wording

PICTURE = "ảnh"
NO_MARK = "Không có dấu mật, gửi"
MARKED = "Có dấu hoặc không chắc, bỏ"
UPLOAD_HERE = "Zalo không chuyển được tệp cho Sổ tay. Nếu đồng chí muốn gửi tài liệu, xin gửi ở đây:"
WHY_UNREAD = {
    "locked": "Tệp này có khóa, Sổ tay không mở được.",
    "attachment": "Trong tệp này có tệp khác, Sổ tay không đọc được hết.",
    "garbled": "Chữ trong tệp này dùng phông lạ, Sổ tay không đọc được.",
    "broken": "Tệp này hỏng hoặc không đúng loại, Sổ tay không đọc được.",
    "unknown": "Sổ tay không đọc được chữ trong loại tệp này (ảnh chụp, tệp .doc, .xls, ...).",
    "scan": "Tệp này là bản chụp, Sổ tay không đọc được chữ.",
}


def cannot_read(fault: str) -> str:
    why = WHY_UNREAD.get(fault, "Sổ tay không đọc được tệp này.")
    return f"{why} Xin đồng chí xem kỹ: tài liệu có dấu Mật, Tối mật hay Tuyệt mật không?"


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


def dropped() -> Message:
    return Message("Đã bỏ tệp, Sổ tay không giữ lại gì và chưa gửi cho ai.")
