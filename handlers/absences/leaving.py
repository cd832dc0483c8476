"""Being away for a time, and back: said by the member, or by a leader for somebody who told him; the other side hears of it (people 33)."""

from collections.abc import Callable
from datetime import datetime

from handlers.absences import line
from handlers.absences.transfer import KIND
from handlers.kit import calling_in, duties, names, people, period
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.period import A_DAY
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import away_until
from models import member, outbox
from models.folding import fold
from models.member import ElsewhereAlready, Member, MemberCircumstance
from models.terms import Circumstance, Consent

REASON_AT_MOST = 200
MINE, ANOTHERS, SAID_ANEW = "mine", "another", "anew"
"""Whose an absence is that a leader told of without a name; said anew: he wrote a line once more."""
NOT_KNOWN = "open"
"""The answer of who does not know when he comes back."""


@router.command(
    "divang",
    purpose=Purpose.TIMES,
    help="Báo đi vắng một thời gian (ví dụ: /divang đến 15/3, ở với con gái)",
)
def leave(turn: Turn) -> Reply:
    """`/divang đến 15/3, ở với con gái`; a leader names whose absence it is: `/divang Lan đến 15/3`."""
    return _for_whom(turn, turn.rest, _leaves, _ask_whose)


@router.command(
    "veroi", "về rồi", "đã về rồi", always=True, purpose=Purpose.TIMES, help="Báo đã về, thôi ghi đi vắng"
)
def come_back(turn: Turn) -> Reply:
    """`VỀ RỒI`; a leader names who is back: `/veroi Lan`."""
    return _for_whom(turn, turn.rest, _returns, lambda turn, said: people.nobody(said))


def _for_whom(turn: Turn, said: str, then: people.Then, unnamed: Callable[[Turn, str], Reply]) -> Reply:
    """Goes on with the speaker, or with the one whom a leader names at the beginning; nobody speaks for another member.

    unnamed: what a leader hears whose words name nobody.
    """
    if not said or line.begins_with_days(said):
        return then(turn, turn.me, {"said": said})
    found, name, rest = ([], "", said) if line.begins_with_length(said) else names.named(turn, said)
    if [who.id for who in found] == [turn.me.id]:
        return then(turn, turn.me, {"said": rest})
    if turn.leads():
        return people.one_of(turn, name, then, HOW, {"said": rest}) if found else unnamed(turn, said)
    return Message(ONLY_HIMSELF) if found else then(turn, turn.me, {"said": said})


def _ask_whose(turn: Turn, said: str) -> Reply:
    """A leader's words without a name are his own, or of one whose name was not read: he is asked."""
    return _WHOSE.start(turn, {"said": said})


def _whose(turn: Turn, answers: Answers) -> Message:
    mine = (MINE, speaker(turn.me.given))
    return Message(whose(answers["said"]), choices(mine, (ANOTHERS, "Người khác")))


def _whose_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"whose": value} if value else {"whose": SAID_ANEW, "said": text}


def _whose_it_is(turn: Turn, answers: Answers) -> Reply:
    if answers["whose"] == MINE:
        return _leaves(turn, turn.me, {"said": answers["said"]})
    if answers["whose"] == SAID_ANEW:
        return _for_whom(turn, answers["said"], _leaves, _ask_whose)
    return Message(HOW)


@people.then("divang")
def _leaves(turn: Turn, person: Member, kept: Answers) -> Reply:
    if fold(kept["said"]).strip(" .!") in RETURNED:
        return _returns(turn, person, kept)
    days, reason = line.split(kept["said"])
    since, last = line.read(days, turn.now) if days else (turn.now, None)
    answers: Answers = {"person": person.id, "since": since.isoformat(), "reason": reason[:REASON_AT_MOST]}
    if last is not None:
        answers["until"] = (last + A_DAY).isoformat()
    return _LEAVING.start(turn, answers)


def _until(turn: Turn, answers: Answers) -> Message:
    person = _person(turn, answers)
    asked = until_when(None if person.id == turn.me.id else person.known_as)
    return Message(asked, choices((NOT_KNOWN, "Chưa biết ngày về")))


def _until_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value:
        return {"until": value}
    days, reason = line.split(text)
    last = period.last_day(days or text, _moment(turn, answers["since"]), turn.now)
    if last is None:
        return _until(turn, answers)
    return {"until": (last + A_DAY).isoformat(), "reason": answers["reason"] or reason[:REASON_AT_MOST]}


def _done(turn: Turn, answers: Answers) -> Reply:
    person = _person(turn, answers)
    until = None if answers["until"] == NOT_KNOWN else _moment(turn, answers["until"])
    since, reason = _moment(turn, answers["since"]), answers["reason"] or None
    try:
        away = member.go_away(turn.session, person, since, until, reason, turn.me, turn.now)
    except ElsewhereAlready:
        return elsewhere_already(person.known_as)
    told = away_until(away, turn.now)
    exempt = member.exemption(turn.session, person, turn.now)
    invited = exempt is None or exempt.asked_in
    if person.id == turn.me.id:
        news = leaves(person.known_as, told, _by_relative(turn))
        _tell_leaders(turn, duties.beside(turn, news, person, since, until))
        return recorded(person.given, told, invited)
    _tell(turn, person, noted_for_you(turn.me.given, told, invited))
    return duties.beside(turn, noted(person.known_as, told, invited), person, since, until)


@people.then("veroi")
def _returns(turn: Turn, person: Member, kept: Answers) -> Reply:
    """Ends an absence. A time elsewhere is no absence: only who leads says that it has ended."""
    myself = person.id == turn.me.id
    ended = member.come_home(turn.session, person, Circumstance.AWAY, turn.me, turn.now)
    if turn.leads():
        ended += member.come_home(turn.session, person, Circumstance.ELSEWHERE, turn.me, turn.now)
    if not ended:
        return _not_away(turn) if myself else not_away(person.known_as)
    _ask_no_more(turn, ended)
    if myself:
        _tell_leaders(turn, is_back(person.known_as, _by_relative(turn)))
    else:
        _tell(turn, person, back_for_you(turn.me.given))
    return back(person.given if myself else person.known_as, calling_in.call_in(turn, person))


def _not_away(turn: Turn) -> Message:
    """The speaker says that he is back from what whoever leads alone can end: they hear of it."""
    held = member.circumstances(turn.session, turn.me, turn.now)
    if Circumstance.ELSEWHERE not in {one.kind for one in held}:
        return Message(NOT_AWAY)
    _tell_leaders(turn, is_back_from_elsewhere(turn.me.known_as, _by_relative(turn)))
    return Message(PASSED_ON)


def _ask_no_more(turn: Turn, ended: list[MemberCircumstance]) -> None:
    for held in ended:
        outbox.close_question(turn.session, KIND, str(held.id), turn.now)


def _tell_leaders(turn: Turn, message: Message) -> None:
    leaders = [who.id for who in member.leaders(turn.session, turn.here, turn.now) if who.id != turn.me.id]
    turn.tell(
        leaders, message, key=_key(turn, turn.me), kind="absence", not_before=turn.hours.opens(turn.now)
    )


def _tell(turn: Turn, person: Member, message: Message) -> None:
    turn.tell(
        [person.id],
        message,
        key=_key(turn, person),
        kind="absence",
        purpose=Purpose.TIMES,
        not_before=turn.hours.opens(turn.now),
    )


def _key(turn: Turn, person: Member) -> str:
    return f"absence:{person.id}:{turn.now.isoformat()}"


def _by_relative(turn: Turn) -> bool:
    return turn.binding is not None and turn.binding.consent is Consent.RELATIVE


def _person(turn: Turn, answers: Answers) -> Member:
    return turn.session.get_one(Member, answers["person"])


def _moment(turn: Turn, iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(turn.zone)


def _may(turn: Turn, answers: Answers) -> bool:
    return answers["person"] == turn.me.id or turn.leads()


_LEAVING = router.form(
    Form("divang", (Step("until", _until, _until_said),), _done, may=_may, purpose=Purpose.TIMES)
)

_WHOSE = router.form(Form("aidivang", (Step("whose", _whose, _whose_said),), _whose_it_is, may=leading))

# Wording

RETURNED = ("ve roi", "da ve", "da ve roi", "ve")
HOW = "Xin nhắn tên và ngày về, ví dụ: /divang Lan đến 15/3, ở với con gái"
ONLY_HIMSELF = "Đồng chí chỉ báo được cho mình, ví dụ: /divang đến 15/3. Báo cho người khác, xin nhắn GỌI."
PASSED_ON = (
    "Sổ tay đang ghi đồng chí sinh hoạt tạm thời nơi khác. Đã báo bí thư, phó bí thư; bí thư ghi lại thì "
    "Sổ tay lại mời họp đồng chí."
)
NOT_AWAY = "Sổ tay không ghi đồng chí đi vắng, nên không có gì phải đổi. Cần báo bí thư, xin nhắn GỌI."


def until_when(name: str | None) -> str:
    return f"Đồng chí {name or ''}".rstrip() + " đi vắng đến hết ngày nào? Ví dụ: 15/3."


def whose(said: str) -> str:
    return f"“{said}”: Sổ tay chưa rõ ai đi vắng. Người khác thì xin nhắn tên trước, ví dụ: Lan đến 15/3."


def speaker(given: str) -> str:
    return f"Đồng chí {given}"


def recorded(given: str, told: str, invited: bool) -> Message:
    """invited: False where the member is exempt and did not ask to be called."""
    then = (
        "Sổ tay vẫn mời họp và báo tin; khi điểm danh, bí thư thấy đồng chí vắng có lý do."
        if invited
        else "Đồng chí được miễn sinh hoạt nên không tính vắng họp."
    )
    return Message(f"Đã ghi: đồng chí {given} {told}. {then} Về rồi, xin nhắn VỀ RỒI.")


def noted(name: str, told: str, invited: bool) -> Message:
    then = (
        "Sổ tay vẫn mời họp; khi điểm danh đề nghị ghi vắng có lý do."
        if invited
        else "Đồng chí ấy được miễn sinh hoạt nên không mời họp, không tính vắng."
    )
    return Message(f"Đã ghi: đồng chí {name} {told}. {then} Về sớm thì nhắn /veroi và tên.")


def leaves(name: str, told: str, by_relative: bool) -> Message:
    return Message(f"Đ/c {name} báo {told}{' (người nhà báo)' if by_relative else ''}.")


def noted_for_you(by: str, told: str, invited: bool) -> Message:
    then = (
        "Sổ tay vẫn mời họp và báo tin."
        if invited
        else "Đồng chí được miễn sinh hoạt nên không tính vắng họp."
    )
    return Message(
        f"Đồng chí {by} ghi: đồng chí {NAME} {told}. {then} Nếu chưa đúng hoặc đã về, xin nhắn VỀ RỒI."
    )


def elsewhere_already(name: str) -> Message:
    return Message(
        f"Đồng chí {name} đang sinh hoạt tạm thời nơi khác, không mời họp và không tính vắng, nên không phải ghi đi vắng."
    )


def is_back(name: str, by_relative: bool) -> Message:
    return Message(f"Đ/c {name} báo đã về{' (người nhà báo)' if by_relative else ''}.")


def not_away(name: str) -> Message:
    return Message(f"Sổ tay không ghi đồng chí {name} đi vắng, nên không có gì phải đổi.")


def is_back_from_elsewhere(name: str, by_relative: bool) -> Message:
    by = " (người nhà báo)" if by_relative else ""
    return Message(
        f"Đ/c {name} báo đã về{by}, đang ghi sinh hoạt tạm thời nơi khác. Đúng thì nhắn: /veroi {name}"
    )


def back(name: str, called: list[str]) -> Message:
    invited = f" Đã mời {', '.join(called)}." if called else ""
    return Message(f"Đã ghi: đồng chí {name} ĐÃ VỀ.{invited}")


def back_for_you(by: str) -> Message:
    return Message(f"Đồng chí {by} ghi: đồng chí {NAME} đã về. Nếu chưa đúng, xin nhắn GỌI.")
