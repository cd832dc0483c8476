"""Moving and postponing: what is said is understood, shown as people will hear it, and sent while it is still what was shown (people 23)."""

from collections.abc import Callable

from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.reading import read_times
from handlers.kit.router import Who, router
from handlers.kit.turn import Turn
from handlers.meetings import change_said, changing, lists, meant, moving_line, when, wording
from models import meeting
from models.meeting import Meeting
from models.terms import MeetingState


@router.command(
    "doihop",
    "đổi họp",
    "dời họp",
    who=Who.LEADER,
    careful=True,
    always=True,
    help="Đổi giờ hoặc nơi họp (ví dụ: /doihop 20h thứ ba)",
)
def move(turn: Turn) -> Reply:
    """Gives a meeting another time or place."""
    return _which(turn, "doihop", lambda about: True)


@router.command(
    "hoanhop", "hoãn họp", aliases=("huyhop",), who=Who.LEADER, careful=True, always=True, help="Hoãn họp"
)
def postpone(turn: Turn) -> Reply:
    """Puts a meeting off, to another time or to none yet."""
    return _which(turn, "hoanhop", lambda about: about.state is MeetingState.CALLED)


def _which(turn: Turn, name: str, likely: Callable[[Meeting], bool]) -> Reply:
    """Goes on with the meeting that the words name, else with one that it is likely about."""
    at_hand = meeting.at_hand(turn.session, turn.here, turn.now)
    said, answers = meant.read(turn.rest, turn.now, hours=False), {"said": turn.rest}
    if named := meant.on_its_day(said, at_hand, turn.now):
        answers = {"said": said.without_day, **_either(turn, said, at_hand)}
    else:
        of = moving_line.read(turn.rest, turn.now).meeting
        named = [about for about in at_hand if meant.is_of(about, of)]
    among = [about for about in named if likely(about)] or named
    return lists.which(
        turn, name, answers, lambda turn: none_such() if at_hand else wording.no_meeting(), among
    )


def _either(turn: Turn, said: meant.Said, at_hand: list[Meeting]) -> Answers:
    """The day of "25/12 19h" is taken as the meeting's; with others at hand it may be the new one of these, and the preview says so."""
    times = read_times(said.without_day, turn.now)
    in_doubt = len(at_hand) > 1 and times.has_hour and not times.has_day
    return {"either": said.day.isoformat()} if said.day and in_doubt else {}


@lists.then("doihop")
def _move(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    return _opened(turn, about, answers, postpones=False)


@lists.then("hoanhop")
def _postpone(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    return _opened(turn, about, answers, postpones=True)


def _opened(turn: Turn, about: Meeting, answers: Answers, postpones: bool) -> Reply:
    said = answers["said"]
    kept: Answers = {"meeting": about.id, "postpones": postpones, "either": answers.get("either")}
    understood = change_said.understood(turn, about, said, postpones)
    if isinstance(understood, Message):
        return [understood, *as_list(_ASKING.start(turn, kept))]
    if postpones and about.state is MeetingState.POSTPONED and "until" not in understood:
        return changing.put_off_already(wording.matter(about, turn.now))
    return _ASKING.start(turn, kept | understood)


def _about(turn: Turn, answers: Answers) -> Meeting:
    return turn.session.get_one(Meeting, answers["meeting"])


def _unread(turn: Turn, answers: Answers) -> Message:
    return Message(
        what_is(answers["unread"]),
        choices(("place", "Nơi họp mới"), ("reason", "Lý do"), ("nothing", "Bỏ qua")),
    )


def _unread_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None:
        return _unread(turn, answers)
    known = {} if value == "nothing" else {value: answers["unread"]}
    alone = change_said.place_alone(_about(turn, answers), answers | known, answers["postpones"])
    return {"read": value, **known, **alone}


def _until(turn: Turn, answers: Answers) -> Message:
    return Message(UNTIL, choices(("known", "Có giờ mới"), ("unknown", "Chưa định, báo sau")))


def _until_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == "unknown":
        return {"until": "unknown", "when": ""}
    if value:
        return {"until": value}
    told = change_said.understood(turn, _about(turn, answers), text, postpones=True)
    return told if isinstance(told, Message) or "until" in told else _until(turn, answers)


def _when(turn: Turn, answers: Answers) -> Message:
    if answers.get("day") or answers.get("place") or answers["postpones"]:
        return when.ask(turn, answers)
    return Message(WHAT)


def _when_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if answers.get("day"):
        return when.said(turn, answers, text, value)
    told = change_said.understood(turn, _about(turn, answers), text, answers["postpones"])
    return told or Message(when.NO_TIME)


def _heard_out(turn: Turn, answers: Answers) -> Reply:
    """Shows the change; a time that has passed is asked for again."""
    starts = when.moment(turn, answers["when"]) if answers["when"] else None
    if starts is not None and starts <= turn.now:
        kept = {name: value for name, value in answers.items() if name not in ("when", "day", "readings")}
        return [change_said.past(starts, turn.now), *as_list(_ASKING.start(turn, kept))]
    return changing.shown(turn, answers)


_ASKING = router.form(
    Form(
        "doihop",
        (
            Step("read", _unread, _unread_said, lambda turn, answers: bool(answers.get("unread"))),
            Step("until", _until, _until_said, lambda turn, answers: answers["postpones"]),
            when.STEPS[0],
            Step("when", _when, _when_said),
        ),
        _heard_out,
        may=leading,
    )
)

# Wording

WHAT = "Đổi sang giờ nào, hoặc nơi nào? Ví dụ: 20h thứ ba; lùi 30 phút; tại trường tiểu học."
UNTIL = "Hoãn đến bao giờ? Có thể nhắn luôn giờ mới, ví dụ: 19h30 thứ ba."


def what_is(words: str) -> str:
    return f"“{words}” là gì?"


def none_such() -> Message:
    return Message("Không có cuộc họp nào như đồng chí nói. Nhắn LỊCH HỌP để xem các cuộc họp.")
