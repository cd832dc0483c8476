"""How a paper from above is named and shown, in every sentence about it."""

from datetime import datetime

from handlers.kit.classes import HOW_SHOWN
from handlers.kit.reading import short
from models.dispatch import Handling
from models.terms import DocumentClass

# Wording

HANDLINGS = {
    Handling.SPREAD: "Phổ biến ngay",
    Handling.AT_MEETING: "Đọc tại cuộc họp",
    Handling.TO_KNOW: "Để biết",
}
DECISIONS = (("spread", "Gửi đảng viên"), ("at_meeting", "Để đọc tại cuộc họp"), ("later", "Để sau"))
SEEN = ("seen", "Đã nhận")


def choices_of(handling: Handling) -> tuple[tuple[str, str], ...]:
    """What a leader may choose."""
    return (SEEN,) if handling is Handling.TO_KNOW else DECISIONS


def moment(at: datetime, now: datetime) -> str:
    """'17h05 ngày 01/12', with the year when it is another than this."""
    local = at.astimezone(now.tzinfo)
    year = "" if local.year == now.year else f"/{local.year}"
    return f"{local:%Hh%M} ngày {local:%d/%m}{year}"


def asked(handling: Handling, until: datetime, now: datetime) -> str:
    """'Đề nghị: phổ biến ngay, hạn 17h chiều thứ Sáu 04/12.'"""
    if handling is Handling.TO_KNOW:
        return "Văn bản để đồng chí biết."
    return f"Đề nghị: {HANDLINGS[handling].lower()}, hạn {short(until, now)}."


def shown(
    office: str,
    title: str,
    kind: DocumentClass,
    handling: Handling,
    until: datetime,
    sender: str,
    replaced: str | None,
    now: datetime,
) -> str:
    """A paper as the leaders of a branch get it. `replaced`: when the one went out whose place it takes."""
    head = "BẢN THAY THẾ, VĂN BẢN" if replaced else "VĂN BẢN"
    instead = [f"Thay cho văn bản gửi lúc {replaced}; xin không dùng bản cũ."] if replaced else []
    return "\n".join(
        [
            f"{head} CỦA {office.upper()}: {title}",
            *instead,
            f"{asked(handling, until, now)} {HOW_SHOWN[kind]}",
            f"Người gửi: đồng chí {sender}.",
        ]
    )
