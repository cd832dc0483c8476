"""An exempt member asks to be called all the same, in one word, or by telephone; and takes it back (people 33)."""

from itertools import product

from handlers.kit import calling_in, duties, people
from handlers.kit.form import Answers
from handlers.kit.message import NAME, Message, Reply
from handlers.kit.router import Who, router
from handlers.kit.signing import signed
from handlers.kit.turn import Purpose, Turn
from handlers.meetings import inviting, wording
from handlers.meetings.recording import KIND, of_relative
from models import meeting, member, outbox
from models.folding import fold
from models.meeting import Meeting
from models.member import Member, NotExempt
from models.terms import MeetingState


@router.command(
    "moitoi",
    "mời tôi",
    who=Who.EXEMPT,
    careful=True,
    always=True,
    aside=True,
    purpose=Purpose.TIMES,
    help="Được miễn sinh hoạt, xin vẫn được mời họp",
)
def ask_in(turn: Turn) -> Reply:
    """From now on the speaker is called, also to what is open already; whoever leads hears of it, since the list changes."""
    return _asked(turn, True)


@router.command(
    "thoimoitoi",
    "thôi mời tôi",
    "thôi mời",
    who=Who.EXEMPT,
    careful=True,
    always=True,
    aside=True,
    purpose=Purpose.TIMES,
    help="Được miễn sinh hoạt, thôi không cần mời họp nữa",
)
def ask_out(turn: Turn) -> Reply:
    """The speaker is called no more, also to what is open already."""
    return _asked(turn, False)


def _asked(turn: Turn, asks: bool) -> Reply:
    try:
        changed = member.ask_in(turn.session, turn.me, asks, turn.me, turn.now)
    except NotExempt:
        return Message(NOT_EXEMPT)
    if changed:
        called = _take_over(turn, turn.me, asks)
        leaders = [
            who.id for who in member.leaders(turn.session, turn.here, turn.now) if who.id != turn.me.id
        ]
        turn.tell(
            leaders,
            _beside(turn, wish(turn.me, asks, called, turn, of_relative(turn)), turn.me, asks),
            key=_key(turn, turn.me),
            kind="exemption",
            not_before=turn.hours.opens(turn.now),
        )
    return recorded(turn.me.given, asks)


def said_of(words: str) -> bool | None:
    """Whether what a member said by telephone asks to be called (True) or no more (False); None where it is something else."""
    said = fold(words).strip(" .!,")
    return True if said in ASKS_IN else False if said in ASKS_OUT else None


@people.then("moitoi")
def by_phone(turn: Turn, person: Member, kept: Answers) -> Reply:
    """What a member said by telephone, noted by a leader; he hears of it where he has an address."""
    asks = kept["asks"]
    try:
        changed = member.ask_in(turn.session, person, asks, turn.me, turn.now)
    except NotExempt:
        return not_exempt(person.known_as)
    if not changed:
        return noted(person.known_as, asks, [], turn)
    turn.tell(
        [person.id],
        noted_for_you(turn.me.given, asks),
        key=_key(turn, person),
        kind="exemption",
        purpose=Purpose.TIMES,
        not_before=turn.hours.opens(turn.now),
    )
    called = _take_over(turn, person, asks, by_phone=True)
    return _beside(turn, noted(person.known_as, asks, called, turn), person, asks)


def _beside(turn: Turn, message: Message, person: Member, asks: bool) -> Message:
    return message if asks else duties.beside(turn, message, person, turn.now, None)


def _take_over(turn: Turn, person: Member, asks: bool, by_phone: bool = False) -> list[Meeting]:
    """Calls the member to the open meetings that he was not called to, or takes him off their lists; gives those."""
    if asks:
        called = meeting.call_in(turn.session, turn.here, person, turn.now)
        for about in called:
            if about.state is MeetingState.CALLED:
                _invite(turn, about, person, by_phone)
        return called
    left = meeting.call_out(turn.session, turn.here, person, turn.now)
    for about in left:
        inviting.take_back(turn, _invitation_key(about, person))
        outbox.close_question(turn.session, KIND, about.occasion, turn.now, person.id)
    return left


@calling_in.calls
def called_again(turn: Turn, person: Member) -> list[str]:
    """Who is back is called to the open meetings."""
    return [wording.matter(about, turn.now) for about in _take_over(turn, person, True, by_phone=True)]


def _invite(turn: Turn, about: Meeting, person: Member, by_phone: bool) -> None:
    """Owes one member the invitation that the others have, not before they have it; in the morning where he did not ask just now."""
    caller = turn.session.get(Member, about.called_by_id) if about.called_by_id else None
    shown = wording.invitation(about, turn.now, by=signed(turn, caller) if caller else None)
    turn.tell(
        [person.id],
        shown.asking(KIND, about.occasion, *wording.CHOICES),
        key=f"{_invitation_key(about, person)}{turn.now.isoformat()}",
        kind=inviting.ASKED_IN,
        purpose=Purpose.TIMES,
        not_before=max(about.told_at, turn.hours.opens(turn.now) if by_phone else turn.now),
        expires=about.starts,
    )


def _invitation_key(about: Meeting, person: Member) -> str:
    return f"meeting:{about.occasion}:in:{person.id}:"


def _key(turn: Turn, person: Member) -> str:
    return f"exemption:{person.id}:{turn.now.isoformat()}"


# Wording

_MEETING = ("", " hop", " du hop", " di hop", " sinh hoat")
ASKS_IN = {
    f"{asks}moi{what}"
    for asks, what in product(("", "xin ", "xin duoc ", "muon duoc ", "nho ", "van "), _MEETING)
}
ASKS_OUT = {
    f"{asks}{no}moi{what}{more}"
    for asks, no, what, more in product(("", "xin "), ("thoi ", "dung ", "khong "), _MEETING, ("", " nua"))
}
NOT_EXEMPT = (
    "Sổ tay không ghi đồng chí miễn sinh hoạt, nên không có gì phải ghi. Xem các cuộc họp: nhắn LỊCH HỌP."
)


def wishes(asks: bool) -> str:
    return "xin được mời họp" if asks else "xin thôi mời họp"


def recorded(given: str, asks: bool) -> Message:
    if asks:
        return Message(
            f"Đã ghi: đồng chí {given} XIN ĐƯỢC MỜI HỌP. Từ nay chi bộ họp thì Sổ tay mời đồng chí. Muốn thôi, nhắn THÔI MỜI TÔI."
        )
    return Message(f"Đã ghi: đồng chí {given} XIN THÔI MỜI HỌP. Khi nào muốn được mời, nhắn MỜI TÔI.")


def _of_meetings(asks: bool, called: list[Meeting], turn: Turn) -> str:
    matters = ", ".join(wording.matter(about, turn.now) for about in called)
    return f" {'Đã mời' if asks else 'Đã thôi mời'} {matters}." if matters else ""


def wish(person: Member, asks: bool, called: list[Meeting], turn: Turn, of_relative: bool) -> Message:
    by = " (người nhà báo)" if of_relative else ""
    return Message(
        f"Đ/c {person.known_as}, miễn sinh hoạt, {wishes(asks)}{by}.{_of_meetings(asks, called, turn)}"
    )


def noted(name: str, asks: bool, called: list[Meeting], turn: Turn) -> Message:
    done = f"Đã ghi theo điện thoại: đồng chí {name}, miễn sinh hoạt, {wishes(asks)}."
    return Message(f"{done}{_of_meetings(asks, called, turn)}")


def noted_for_you(by: str, asks: bool) -> Message:
    back = "THÔI MỜI TÔI" if asks else "MỜI TÔI"
    return Message(
        f"Đồng chí {by} ghi theo điện thoại: đồng chí {NAME} {wishes(asks)}. Nếu chưa đúng, nhắn {back}."
    )


def not_exempt(name: str) -> Message:
    return Message(f"Sổ tay không ghi đồng chí {name} miễn sinh hoạt, nên không có gì phải ghi.")
