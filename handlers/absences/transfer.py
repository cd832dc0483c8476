"""From three months away on whoever leads is asked, once, whether the member was transferred for the time (R24)."""

from datetime import datetime

from handlers.kit import duties, period
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import NAME, Message, Reply, settled
from handlers.kit.period import A_DAY
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import away_until, leaders_only
from models import member, outbox
from models.database import Session
from models.folding import fold
from models.member import Member, MemberCircumstance
from models.terms import Circumstance

KIND = "transfer"


def question(session: Session, away: MemberCircumstance, now: datetime) -> Message:
    """The absence, and what has become of it."""
    who = session.get_one(Member, away.member_id)
    told = away_until(away, now)
    asked = asks(who.known_as, away.since.astimezone(now.tzinfo), told)
    return Message(asked).asking(KIND, str(away.id), *CHOICES)


def _read(text: str) -> tuple[str, str] | None:
    said = fold(text).strip(" .!")
    return next(((value, "") for value, phrases in SAID.items() if said in phrases), None)


def _matter(turn: Turn, subject: str) -> str:
    return matter(_person(turn, _away(turn, subject)).given)


@router.question(KIND, _read, _matter)
def answer(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Elsewhere for a time from now on, still away, or back. What was answered already is asked anew, as it now stands."""
    away = _away(turn, subject)
    person = _person(turn, away)
    if not turn.leads():
        return leaders_only()
    if away.until is not None and away.until <= turn.now:
        outbox.close_question(turn.session, KIND, subject, turn.now)
        return no_longer(person.known_as)
    if turn.answered_late:
        return [Message(ANSWERED), question(turn.session, away, turn.now)]
    if value == "moved":  # half an answer: it is open to all until the end is known
        until = away.until.isoformat() if away.until else None
        return _TRANSFER.start(turn, {"absence": away.id, "until": until})
    outbox.close_question(turn.session, KIND, subject, turn.now)
    if value == "away":
        return still_away(person.known_as)
    member.come_home(turn.session, person, Circumstance.AWAY, turn.me, turn.now)
    return back(person.known_as)


def _until(turn: Turn, answers: Answers) -> Message:
    return Message(UNTIL)


def _until_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    last = period.last_day(text, turn.now, turn.now)
    return {"until": (last + A_DAY).isoformat()} if last else Message(UNTIL)


def _done(turn: Turn, answers: Answers) -> Reply:
    away = turn.session.get_one(MemberCircumstance, answers["absence"])
    person = _person(turn, away)
    if away.until is not None and away.until <= turn.now:
        return no_longer(person.known_as)
    until = datetime.fromisoformat(answers["until"]).astimezone(turn.zone)
    outbox.close_question(turn.session, KIND, str(away.id), turn.now)
    made = member.transferred(turn.session, away, until, turn.me, turn.now)
    last = until - A_DAY
    turn.tell(
        [person.id],
        for_you(turn.me.given, last),
        key=f"transferred:{made.id}",
        kind="absence",
        purpose=Purpose.TIMES,
        not_before=turn.hours.opens(turn.now),
    )
    return duties.beside(turn, transferred(person.known_as, last), person, turn.now, until)


def _away(turn: Turn, subject: str) -> MemberCircumstance:
    return turn.session.get_one(MemberCircumstance, int(subject))


def _person(turn: Turn, away: MemberCircumstance) -> Member:
    return turn.session.get_one(Member, away.member_id)


_TRANSFER = router.form(Form("chuyentamthoi", (Step("until", _until, _until_said),), _done, may=leading))

# Wording

CHOICES = (("moved", "Đã làm thủ tục chuyển tạm thời"), ("away", "Vẫn đi vắng"), ("back", "Đã về"))
SAID = {
    "moved": ("da lam thu tuc", "da chuyen tam thoi", "da lam thu tuc chuyen"),
    "away": ("van vang", "chua lam thu tuc", "chua ve", "chua lam"),
    "back": ("da ve chi bo", "dong chi ay da ve"),
}
UNTIL = "Sinh hoạt tạm thời đến hết ngày nào (theo giấy giới thiệu)? Ví dụ: 30/6."
ANSWERED = "Câu này đã có người trả lời. Nay khác thì xin chọn lại:"


def asks(name: str, since: datetime, told: str) -> str:
    return (
        f"Đồng chí {name} {told}, ghi từ {since:%d/%m/%Y}, là từ ba tháng trở lên. Theo quy định thì làm thủ tục sinh hoạt tạm thời nơi đến. "
        "Đã làm thủ tục thì Sổ tay thôi mời họp và không tính đồng chí ấy cho đến ngày về."
    )


def matter(given: str) -> str:
    return f"việc đồng chí {given} đi vắng"


def no_longer(name: str) -> Message:
    return Message(f"Sổ tay không còn ghi đồng chí {name} đi vắng, nên không có gì phải đổi.")


def still_away(name: str) -> Message:
    return settled(
        f"Đã ghi: đồng chí {name} vẫn đi vắng, vẫn mời họp. Khi đã làm thủ tục, ghi “sinh hoạt tạm thời nơi khác” ở danh sách đảng viên."
    )


def back(name: str) -> Message:
    return settled(f"Đã ghi: đồng chí {name} ĐÃ VỀ.")


def transferred(name: str, last: datetime) -> Message:
    return Message(
        f"Đã ghi: đồng chí {name} sinh hoạt tạm thời nơi khác đến hết {last:%d/%m/%Y}. Từ nay không mời họp, không tính; "
        "hết hạn thì mời lại. Về sớm thì nhắn /veroi và tên."
    )


def for_you(by: str, last: datetime) -> Message:
    return Message(
        f"Đồng chí {by} ghi: đồng chí {NAME} sinh hoạt tạm thời nơi khác đến hết {last:%d/%m/%Y}, nên trong thời gian ấy "
        "chi bộ không gửi giấy mời. Nếu chưa đúng, xin nhắn GỌI."
    )
