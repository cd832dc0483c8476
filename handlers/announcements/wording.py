"""How announcements are named and shown."""

from handlers.kit.wording import shortened
from models.announcement import Announcement, Audience

# Wording

SEEN = ("seen", "Đã nhận")
IN_WORDS = "nhắn “đã nhận” khi đã đọc"
AUDIENCES = {
    Audience.ALL: "Cả chi bộ",
    Audience.COMMITTEE: "Chi ủy",
    Audience.CELL: "Một tổ đảng",
    Audience.OFFICIAL: "Đảng viên chính thức",
    Audience.PROBATIONARY: "Đảng viên dự bị",
    Audience.EXEMPT: "Đảng viên được miễn sinh hoạt",
    Audience.SILENT: "Ai chưa trả lời mời họp",
}


def name(number: int, corrects: bool) -> str:
    """'thông báo số 07'."""
    return f"{'đính chính ' if corrects else ''}thông báo số {number:02}"


def called(about: Announcement) -> str:
    """'thông báo số 07 “Sáng mai tổng vệ sinh”'."""
    return f"{name(about.number, about.is_correction)} “{shortened(about.text)}”"


def shown(number: int, corrects: bool, text: str, sender: str | None) -> str:
    return "\n".join([name(number, corrects).upper(), text, *([sender] if sender else [])])


def audience(kind: Audience, whom: str | None) -> str:
    """'cả chi bộ', 'tổ đảng 2'."""
    return f"tổ đảng {whom}" if kind is Audience.CELL else AUDIENCES[kind][0].lower() + AUDIENCES[kind][1:]
