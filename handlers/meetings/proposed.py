"""A month's meeting as it was proposed: by which rule and for when, and why it may not be sent any more (people 24)."""

from datetime import datetime

from handlers.kit.message import Message
from handlers.kit.reading import short
from handlers.kit.turn import Turn
from handlers.meetings import when, wording
from models import meeting, outbox
from models.meeting import Meeting, Monthly
from models.terms import MeetingState

PROPOSAL = "proposal"
"""The kind of question by which a month's meeting is proposed; sending the invitation closes it."""


def about(turn: Turn, subject: str) -> tuple[Monthly, datetime]:
    """The rule, and the time by it."""
    number, starts = subject.split(".", 1)
    return turn.session.get_one(Monthly, int(number)), when.moment(turn, starts)


def overtaken(turn: Turn, subject: str) -> Message | None:
    """Why the month needs no invitation by this proposal, which is closed then; None where it does.

    Another leader may have called the month's meeting by hand meanwhile, or ended the rule.
    """
    rule, starts = about(turn, subject)
    name = wording.body_name(rule.body, rule.cell)
    found = meeting.met(turn.session, rule.organisation_id, rule.body, rule.cell, rule.kind, starts)
    if not found and rule.until is None:
        return None
    outbox.close_question(turn.session, PROPOSAL, subject, turn.now)
    return called_already(of_month(name, starts), found[-1], turn.now) if found else rule_has_ended(name)


# Wording


def of_month(body: str, starts: datetime) -> str:
    return f"kỳ họp {body} tháng {starts.month}"


def called_already(matter: str, there: Meeting, now: datetime) -> Message:
    head = f"{matter[0].upper()}{matter[1:]}"
    if there.state is MeetingState.POSTPONED:
        return Message(f"{head} đã mời rồi hoãn, chưa có giờ mới. Có giờ mới, nhắn /doihop.")
    at = short(wording.local(there, now), now)
    return Message(f"{head} đã có giấy mời: {at}, tại {there.place}. Sổ tay không gửi thêm.")


def rule_has_ended(body: str) -> Message:
    return Message(
        f"Lệ họp {body} ấy đã thôi hoặc đã đổi, Sổ tay không gửi giấy mời này. Muốn mời họp, nhắn MỜI HỌP."
    )
