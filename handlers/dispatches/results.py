"""How a paper stands at each branch, for the office that sent it: passed on, for a meeting, received, not yet with whom to telephone."""

from datetime import datetime
from functools import partial

from handlers.dispatches.wording import asked, moment
from handlers.kit.choosing import choosing
from handlers.kit.leaders import whom_to_call
from handlers.kit.message import Message, Reply
from handlers.kit.router import Matter, Who, router
from handlers.kit.turn import Turn
from handlers.kit.wording import shortened
from models import dispatch
from models.dispatch import Dispatch, Handling, Standing, State


@router.result
def results(turn: Turn) -> list[tuple[datetime, Matter]]:
    """What the speaker's office has sent down."""
    places = [place.id for place in dispatch.offices(turn.session, turn.me, turn.now)]
    return [
        (
            sent.sent_at,
            Matter(
                f"dispatch:{sent.id}",
                shortened(dispatch.paper_of(turn.session, sent).title),
                partial(_shown, sent=sent),
            ),
        )
        for sent in dispatch.of_offices(turn.session, places)
    ]


def _shown(turn: Turn, sent: Dispatch) -> Message:
    title = dispatch.paper_of(turn.session, sent).title
    found = dispatch.standing(turn.session, sent, turn.now)
    replaced = dispatch.superseded(turn.session, sent)
    return Message(table(title, sent, found, replaced, turn.now))


_CHOOSING = choosing(
    "phobien",
    lambda turn: [matter for _, matter in results(turn)],
    lambda turn, offered: WHICH,
    lambda turn: Message(NOTHING_SENT),
    may=lambda turn, answers: bool(dispatch.offices(turn.session, turn.me, turn.now)),
    idle=True,
)


@router.command(
    "phobien", "phổ biến", who=Who.ABOVE, always=True, help="Xem chi bộ nào đã phổ biến văn bản đã gửi"
)
def passed_on(turn: Turn) -> Reply:
    """The papers that the office has sent down, and how they stand."""
    return _CHOOSING(turn)


# Wording

WHICH = "Đồng chí xem văn bản nào?"
NOTHING_SENT = "Đồng chí chưa gửi văn bản nào cho chi bộ trực thuộc."
TITLES = {
    State.SPREAD: "Đã phổ biến",
    State.AT_MEETING: "Để đọc tại cuộc họp",
    State.RECEIVED: "Đã nhận, chưa phổ biến",
    State.SILENT: "Chưa trả lời",
}
RECEIVED = "Đã nhận"


def _label(state: State, handling: Handling) -> str:
    return RECEIVED if state is State.RECEIVED and handling is Handling.TO_KNOW else TITLES[state]


def table(title: str, sent: Dispatch, found: list[Standing], replaced: bool, now: datetime) -> str:
    """The sums for the committee, then each branch under what it has done."""
    parts = {state: [one for one in found if one.state is state] for state in TITLES}
    labels = {state: _label(state, sent.handling) for state, there in parts.items() if there}
    summed = ", ".join(
        f"{label[0].lower()}{label[1:]} {len(parts[state])}" for state, label in labels.items()
    )
    lines = [
        f"{title}, gửi lúc {moment(sent.sent_at, now)}. {asked(sent.handling, sent.ends_at, now)}",
        *(["Đã có bản thay thế."] if replaced else []),
        f"Trong {len(found)} chi bộ: {summed}.",
    ]
    for state, label in labels.items():
        lines.append(f"{label} ({len(parts[state])}):")
        lines += [f"- {one.branch.name}{_beside(one, sent.handling, now)}" for one in parts[state]]
    return "\n".join(lines)


def _beside(one: Standing, handling: Handling, now: datetime) -> str:
    """When it was done, or for which meeting it is; whom to telephone where it is not."""
    if one.at is not None and one.state is State.RECEIVED and handling is Handling.TO_KNOW:
        return f", {moment(one.at, now)}"
    match one.state:
        case State.AT_MEETING:
            if one.meeting is None:
                return ", chưa mời họp"
            return f", họp {one.meeting.starts.astimezone(now.tzinfo):%d/%m}"
        case State.SPREAD if one.at is not None:
            return f", {moment(one.at, now)}"
    return f" ({whom_to_call(one.leaders)})"
