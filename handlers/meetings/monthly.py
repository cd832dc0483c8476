"""Meeting by a rule: kept when /moihop says "hằng tháng"; each month's meeting is proposed to the leader, never sent by itself."""

from datetime import datetime, timedelta

from handlers.kit import outgoing
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import NAME, Message, Reply, choices, settled
from handlers.kit.reading import hour, short, spoken
from handlers.kit.reading.times.spoken import clock
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import leaders_only
from handlers.meetings import above, days, inviting, proposed, when, wording
from handlers.meetings.proposed import PROPOSAL
from models import meeting, member, outbox
from models.database import Session
from models.folding import fold
from models.meeting import Monthly
from models.organisation import Organisation
from models.terms import Body, MeetingKind

LEAD_DAYS, EARLY_DAYS = 7, 21
"""So many days before its day a meeting is proposed: papers are out a day before (R14), and people plan. A holiday or Tết is seen
earlier, while days before it are still free to choose."""


def is_due(starts: datetime, now: datetime) -> bool:
    """Whether a month's meeting is to be proposed."""
    return starts - now <= timedelta(days=EARLY_DAYS if days.unfit(starts.date()) else LEAD_DAYS)


def no_longer(turn: Turn, answers: Answers) -> Reply:
    """Ends the body's rule."""
    body, cell = Body(answers["body"]), answers["cell"]
    ended = meeting.end_monthly(turn.session, turn.here, body, cell, turn.me, turn.now)
    name = wording.body_name(body, cell)
    return rule_ended(name) if ended else no_rule(name)


def _rule(turn: Turn, answers: Answers) -> Monthly:
    return Monthly(
        organisation_id=turn.here.id,
        body=Body(answers["body"]),
        cell=answers["cell"],
        kind=MeetingKind(answers["kind"]),
        rule=answers["rule"],
        first=when.moment(turn, answers["when"]),
        place=answers["place"],
        set_by_id=turn.me.id,
        since=turn.now,
    )


def _confirm(turn: Turn, answers: Answers) -> Message:
    rule = _rule(turn, answers)
    return Message(read_back(rule, rule.first, turn.now), choices(("keep", "Giữ lệ này"), ("stop", "Thôi")))


def _confirm_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"keep": value} if value else _confirm(turn, answers)


def _kept(turn: Turn, answers: Answers) -> Reply:
    if answers["keep"] != "keep":
        return inviting.dropped()
    kept = meeting.keep_monthly(turn.session, _rule(turn, answers), turn.me)
    return rule_kept(wording.body_name(kept.body, kept.cell))


FORM = router.form(
    Form("hangthang", (*inviting.ASKED, Step("keep", _confirm, _confirm_said)), _kept, may=leading)
)


def proposal(
    session: Session, branch: Organisation, rule: Monthly, starts: datetime, now: datetime
) -> Message:
    """The month's meeting as a question to the leader, with what speaks against its day and two other days where something does."""
    text = wording.invitation_to(rule.body, rule.cell, rule.kind, starts, rule.place, now).text
    people = member.called(branch, now, rule.body, rule.cell, starts)
    reached, without = outbox.reach(session, people, Purpose.TIMES)
    trouble = days.trouble(session, branch, starts)
    others = days.others(session, branch, starts, now) if trouble else []
    left_out = member.left_out(session, branch, now, rule.body, rule.cell, starts)
    asked_in = member.asking_in(session, people, now)
    following = list(session.exec(meeting.followers(branch, rule.body, now)))
    beside = above.beside(session, following)
    whom = outgoing.whom(reached, without, left_out.items(), asked_in, beside)
    asked = asking(text.replace(NAME, "..."), trouble, whom)
    return asked.asking(
        PROPOSAL,
        f"{rule.id}.{starts.isoformat()}",
        *((other.isoformat(), spoken(other, now)) for other in others),
        ("send", SEND_ALL_THE_SAME if trouble else SEND),
        ("edit", "Sửa"),
        ("skip", SKIP),
    )


def _read(text: str) -> tuple[str, str] | None:
    said = {"gui": "send", "sua": "edit", "bo": "skip", "bo thang nay": "skip"}.get(fold(text))
    return (said, "") if said else None


def _matter(turn: Turn, subject: str) -> str:
    rule, starts = proposed.about(turn, subject)
    return proposed.of_month(wording.body_name(rule.body, rule.cell), starts)


@router.question(PROPOSAL, _read, _matter)
def answer(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Sends the month's meeting, changes it first, or lets the month pass."""
    rule, starts = proposed.about(turn, subject)
    matter = proposed.of_month(wording.body_name(rule.body, rule.cell), starts)
    if not turn.leads():
        return leaders_only()
    if no_more := proposed.overtaken(turn, subject):
        return no_more
    if starts <= turn.now:
        return over(matter, starts, turn.now)
    if turn.answered_late:
        return answered(matter)
    if value == "skip":
        outbox.close_question(turn.session, PROPOSAL, subject, turn.now)
        return skipped(matter)
    answers: Answers = {
        "body": rule.body,
        "cell": rule.cell,
        "kind": rule.kind,
        "place": rule.place,
        "guests": "",
        "when": starts.isoformat(),
        PROPOSAL: subject,
    }
    if value in ("send", "edit"):
        return inviting.FORM.start(turn, answers | {"go": value})
    return inviting.FORM.start(turn, answers | {"when": value})


# Wording

SEND, SEND_ALL_THE_SAME, SKIP = "Gửi", "Vẫn gửi ngày ấy", "Bỏ tháng này"


def read_back(rule: Monthly, first: datetime, now: datetime) -> str:
    body = wording.body_name(rule.body, rule.cell)
    return (
        f"LỆ HỌP HẰNG THÁNG: {body}, {clock(first)} ({hour(first)}), tại {rule.place}.\n"
        f"Lần tới: {spoken(first, now)}.\n"
        f"Trước mỗi kỳ {LEAD_DAYS} ngày (trúng ngày nghỉ, Tết: {EARLY_DAYS} ngày), Sổ tay hỏi đồng chí; đồng chí đồng ý mới gửi giấy mời."
    )


def rule_kept(body: str) -> Message:
    return Message(f"Đã giữ lệ họp {body} hằng tháng. Muốn thôi, nhắn: /moihop thôi {body} hằng tháng")


def rule_ended(body: str) -> Message:
    return Message(f"Đã thôi lệ họp {body} hằng tháng. Giấy mời đã gửi vẫn như cũ.")


def no_rule(body: str) -> Message:
    return Message(f"Chưa có lệ họp {body} hằng tháng nào.")


def asking(invitation: str, trouble: str | None, whom: str) -> Message:
    against = f"\nLưu ý: {trouble}. Đồng chí có thể chọn ngày khác." if trouble else ""
    return Message(f"ĐẾN KỲ HỌP HẰNG THÁNG. Gửi giấy mời sau đây không?\n{invitation}\n\n{whom}{against}")


def answered(matter: str) -> Message:
    return Message(f"Việc {matter} đã có người trả lời. Nhắn LỊCH HỌP để xem.")


def over(matter: str, starts: datetime, now: datetime) -> Message:
    return Message(f"Giờ của {matter} đã qua ({short(starts, now)}). Muốn mời họp giờ khác, nhắn MỜI HỌP.")


def skipped(matter: str) -> Message:
    return settled(f"Đã bỏ {matter}, không gửi giấy mời. Khi cần, nhắn MỜI HỌP.")
