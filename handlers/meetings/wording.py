"""How meetings are named, in every sentence about them."""

from datetime import datetime, tzinfo

from handlers.kit.message import NAME, Message
from handlers.kit.occasions import body_name as body_name
from handlers.kit.occasions import local as local
from handlers.kit.occasions import matter as matter
from handlers.kit.period import A_DAY
from handlers.kit.reading import hour, short, spoken, weekday
from handlers.kit.reading.times.spoken import clock
from models.meeting import Attendance, Meeting
from models.member import MemberCircumstance
from models.terms import Body, MeetingKind, Told

# Wording

YES, NO = "Tham dự", "Xin vắng mặt"
CHOICES = (("yes", YES), ("no", NO))
IN_WORDS = "nhắn “tôi dự” hoặc “xin vắng”"
KINDS = {MeetingKind.REGULAR: "thường kỳ", MeetingKind.THEMATIC: "chuyên đề"}


def occasion(body: Body, cell: str | None, kind: MeetingKind, starts: datetime) -> str:
    who = body_name(body, cell)
    if body in (Body.COMMITTEE, Body.CELL):
        return f"họp {who}"
    return f"sinh hoạt {who} {KINDS[kind]} tháng {starts.month}"


def lunar_day(day: int, month: int) -> str:
    named = {1: "tháng Giêng", 12: "tháng Chạp"}.get(month, f"tháng {month}")
    return f"{'mùng ' if day <= 10 else ''}{day} {named} âm lịch"


def invitation(meeting: Meeting, now: datetime, by: str | None = None) -> Message:
    return invitation_to(
        meeting.body,
        meeting.cell,
        meeting.kind,
        local(meeting, now),
        meeting.place,
        now,
        meeting.topic,
        meeting.guests,
        by,
    )


def invitation_to(
    body: Body,
    cell: str | None,
    kind: MeetingKind,
    starts: datetime,
    place: str,
    now: datetime,
    topic: str | None = None,
    guests: str | None = None,
    by: str | None = None,
) -> Message:
    """The first line is what a locked screen shows. `by`: who calls, where it is not the secretary."""
    head = f"MỜI HỌP {body_name(body, cell).upper()}: {short(starts, now)}"
    lines = [
        head,
        f"Kính mời đồng chí {NAME} dự {occasion(body, cell, kind, starts)} tại {place}, "
        f"{clock(starts)} ({hour(starts)}) {weekday(starts)} {starts:%d/%m/%Y}.",
        f"Nội dung: {topic}." if topic else "",
        f"Khách mời: {guests}." if guests else "",
        f"Người mời: {by}." if by else "",
    ]
    return Message("\n".join(line for line in lines if line))


def reminder(meeting: Meeting, now: datetime, asks: bool, papers: str = "") -> Message:
    starts = local(meeting, now)
    head = f"NHẮC HỌP {body_name(meeting.body, meeting.cell).upper()}: {short(starts, now)}"
    where = f"Tại {meeting.place}, {clock(starts)} ({hour(starts)}) {weekday(starts)}."
    if papers:
        return Message("\n".join([head, where, papers, *(["Đồng chí dự được không?"] if asks else [])]))
    return Message(f"{head}\n{where}{' Đồng chí dự được không?' if asks else ''}")


def said(coming: bool) -> str:
    return "THAM DỰ" if coming else "XIN VẮNG MẶT"


def recorded(given: str, coming: bool, about: str, told: Told = Told.SELF) -> str:
    by = " (người nhà trả lời)" if told is Told.RELATIVE else ""
    return f"Đã ghi: đồng chí {given} {said(coming)} {about}{by}. Nếu nhầm, nhắn SỬA."


def stands(given: str, attendance: Attendance, about: str) -> Message:
    return Message(f"Đã ghi rồi: đồng chí {given} {said(attendance.coming)} {about}. Muốn đổi, nhắn SỬA.")


def said_himself(name: str, coming: bool, about: str) -> str:
    return f"Đồng chí {name} đã tự trả lời {said(coming)} {about}; Sổ tay giữ lời ấy."


def away_for(held: MemberCircumstance, zone: tzinfo | None, why: bool = False) -> str:
    """'đi vắng đến 15/03', with the reason where asked; `until` is the first moment after it."""
    last = f" đến {held.until.astimezone(zone) - A_DAY:%d/%m}" if held.until else ""
    return f"đi vắng{last}" + (f", {held.reason}" if why and held.reason else "")


def past(starts: datetime, now: datetime) -> str:
    return f"Giờ này đã qua ({spoken(starts, now)}). Đồng chí mời họp ngày nào?"


def no_meeting() -> Message:
    return Message("Hiện chưa có cuộc họp nào sắp tới.")
