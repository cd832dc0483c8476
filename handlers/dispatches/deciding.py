"""A branch's leader decides in one tap what becomes of a paper from above; whoever else leads hears of it (people 16)."""

from dataclasses import replace
from datetime import datetime

from handlers.dispatches.going import KIND, TO_KNOW
from handlers.dispatches.wording import DECISIONS, SEEN
from handlers.kit import late, papers
from handlers.kit.message import Message, Reply, settled
from handlers.kit.occasions import matter
from handlers.kit.outgoing import out_of_reach, times_alone
from handlers.kit.reading import polite, short
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import leaders_only, shortened
from models import dispatch, member, outbox
from models.dispatch import Decision, Dispatch, HandedDown, NoRight, Replaced, Settled
from models.member import Member
from models.organisation import Organisation

Made = tuple[Message, str]
"""The receipt of whoever decided, and what was chosen, for whoever else leads."""


def _title(turn: Turn, subject: str) -> str:
    row = dispatch.handed(turn.session, int(subject))
    if row is None:
        return A_PAPER
    return about(dispatch.paper_of(turn.session, turn.session.get_one(Dispatch, row.dispatch_id)).title)


@router.question(TO_KNOW, lambda text: (SEEN[0], "") if polite(text) else None, _title)
@router.question(KIND, lambda text: None, _title)
def decided(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Takes a leader's decision."""
    row = dispatch.handed(turn.session, int(subject))
    if row is None:
        return Message(TAKEN_BACK)
    there = replace(turn, branch=turn.session.get_one(Organisation, row.organisation_id))
    sent = turn.session.get_one(Dispatch, row.dispatch_id)
    title = dispatch.paper_of(turn.session, sent).title
    try:
        receipt, chosen = _DECISIONS[Decision(value)](there, sent, row, title)
    except NoRight:
        return leaders_only()
    except Replaced:
        return Message(TAKEN_BACK if sent.stopped else REPLACED)
    except Settled:
        return _already(turn, row)
    kind = TO_KNOW if row.decision is Decision.SEEN else KIND
    outbox.acknowledge_notice(turn.session, row.key, turn.me.id, turn.now)
    if row.decision is Decision.LATER:
        outbox.close_question(turn.session, kind, subject, turn.now, turn.me.id)
        return settled(receipt.text)
    outbox.close_question(turn.session, kind, subject, turn.now)
    _tell_others(there, row, chosen, title)
    return settled(receipt.text)


def _spread(there: Turn, sent: Dispatch, row: HandedDown, title: str) -> Made:
    """To the members, as documents go; at night in the morning, and until then it can be stopped."""
    paper = dispatch.spread(there.session, row, there.me, there.now)
    quiet = there.hours.quiet(there.now)
    goes_at = there.hours.opens(there.now) if quiet else None
    people = member.called(there.here, there.now)
    papers.owe(there, paper, None, people, goes_at)
    reached, without = outbox.reach(there.session, people, Purpose.CONTENT)
    alone = times_alone(there, people)
    missed = out_of_reach(without - alone, alone, PEOPLE)
    at = late.in_the_morning(goes_at, there.now) if goes_at else None
    return spread(title, paper.number, reached, missed, at), SPREAD


def _at_meeting(there: Turn, sent: Dispatch, row: HandedDown, title: str) -> Made:
    about_ = dispatch.read_at_meeting(there.session, row, there.me, there.now)
    return at_meeting(title, matter(about_, there.now) if about_ else None), AT_MEETING


def _later(there: Turn, sent: Dispatch, row: HandedDown, title: str) -> Made:
    dispatch.put_off(there.session, row, there.me, there.now)
    return later(title, sent.ends_at, there.now), ""


def _seen(there: Turn, sent: Dispatch, row: HandedDown, title: str) -> Made:
    dispatch.see(there.session, row, there.me, there.now)
    return seen(there.me.given, title), SEEN_IT


_DECISIONS = {
    Decision.SPREAD: _spread,
    Decision.AT_MEETING: _at_meeting,
    Decision.LATER: _later,
    Decision.SEEN: _seen,
}


def _tell_others(there: Turn, row: HandedDown, chosen: str, title: str) -> None:
    others = [
        leader.id
        for leader in member.leaders(there.session, there.here, there.now)
        if leader.id != there.me.id
    ]
    if others and row.decision is not Decision.SEEN:
        told = has_chosen(there.me.given, chosen, title)
        key = f"{row.key}:chosen:{there.now.isoformat()}"
        there.tell(others, told, key=key, kind="dispatch-chosen")


def _already(turn: Turn, row: HandedDown) -> Message:
    by = turn.session.get_one(Member, row.decided_by_id)
    chosen = {Decision.SPREAD: SPREAD, Decision.AT_MEETING: AT_MEETING}.get(
        row.decision or Decision.SEEN, SEEN_IT
    )
    at = row.decided_at or turn.now
    return already(by.given, chosen, at.astimezone(turn.now.tzinfo))


# Wording

A_PAPER = "văn bản của cấp trên"
SPREAD, AT_MEETING = (label for _, label in DECISIONS[:2])
SEEN_IT = SEEN[1]
PEOPLE = "đồng chí "
TAKEN_BACK = "Văn bản này nơi gửi đã thu lại. Sổ tay không ghi gì thêm."
REPLACED = "Văn bản này đã có bản thay thế. Xin đồng chí xem bản mới; Sổ tay không ghi gì thêm."


def about(title: str) -> str:
    return f"văn bản “{shortened(title)}”"


def spread(title: str, number: int, reached: int, missed: list[str], at: str | None) -> Message:
    rest = f" {', '.join(missed)}, xin báo tận nơi." if missed else ""
    if at:
        return Message(
            f"Đã ghi: gửi đảng viên {about(title)}, tài liệu số {number}. Giờ này đã khuya, tin đi lúc {at} "
            f"cho {reached} đồng chí. Muốn dừng lại, nhắn THÔI.{rest}"
        )
    return Message(f"Đã gửi đảng viên {about(title)}, tài liệu số {number}: {reached} đồng chí.{rest}")


def at_meeting(title: str, meeting: str | None) -> Message:
    where = (
        f"Văn bản đã vào tài liệu của {meeting}."
        if meeting
        else "Chi bộ chưa mời họp; khi đồng chí mời, Sổ tay đưa vào tài liệu của cuộc họp ấy."
    )
    return Message(f"Đã ghi: để đọc tại cuộc họp {about(title)}. {where}")


def later(title: str, until: datetime, now: datetime) -> Message:
    if until <= now:
        return Message(
            f"Đã ghi: để sau {about(title)}. Hạn đã qua ({short(until, now)}); xin chọn lại khi có thể."
        )
    return Message(
        f"Đã ghi: để sau {about(title)}. Sổ tay nhắc mỗi sáng một lần; hạn là {short(until, now)}."
    )


def seen(given: str, title: str) -> Message:
    return Message(f"Đã ghi: đồng chí {given} đã nhận {about(title)}.")


def has_chosen(given: str, chosen: str, title: str) -> Message:
    return Message(f"Đồng chí {given} đã chọn “{chosen}”: {about(title)}.")


def already(given: str, chosen: str, at: datetime) -> Message:
    return Message(
        f"Đồng chí {given} đã chọn “{chosen}” lúc {at:%Hh%M} ngày {at:%d/%m}. Sổ tay không ghi gì thêm."
    )
