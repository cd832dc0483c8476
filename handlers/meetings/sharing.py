"""Who sees a meeting's list and notes what was said by telephone: whoever leads; near its start all of chi ủy (people 23)."""

from handlers.kit.form import Answers
from handlers.kit.message import Message
from handlers.kit.reading import short
from handlers.kit.turn import Purpose, Turn
from handlers.meetings import wording
from models import meeting
from models.meeting import Meeting
from models.terms import MeetingState


def may(turn: Turn, about: Meeting) -> bool:
    """Whether the speaker sees the list of that meeting now, at an address that agreed to all."""
    if turn.leads():
        return True
    return turn.may(Purpose.CONTENT) and meeting.may_share(turn.session, about, turn.me, turn.now)


def among(turn: Turn) -> list[Meeting]:
    """The meetings whose list the speaker sees now."""
    at_hand = meeting.at_hand(turn.session, turn.here, turn.now)
    return [about for about in at_hand if may(turn, about)]


def shares(turn: Turn, answers: Answers) -> bool:
    """For forms of whoever leads, or shares the calls for some meeting now."""
    return turn.leads() or bool(among(turn))


def refused(turn: Turn) -> Message | None:
    """Why the speaker sees no list now, and from when on he does; None where he does."""
    if shares(turn, {}):
        return None
    mine = meeting.open_to(turn.session, turn.me, turn.now)
    to_come = [m for m in mine if m.state is MeetingState.CALLED and m.organisation_id == turn.here.id]
    return not_yet(turn, to_come[0]) if to_come else not_now()


# Wording

WHY = "Việc này do bí thư hoặc phó bí thư làm. Chi ủy gọi giúp từ ba giờ trước cuộc họp"


def not_yet(turn: Turn, about: Meeting) -> Message:
    since = short(meeting.shared_from(about).astimezone(turn.zone), turn.now)
    return Message(f"{WHY}: {wording.matter(about, turn.now)}, từ {since}.")


def not_now() -> Message:
    return Message(f"{WHY}; hiện chưa có cuộc họp nào mời đồng chí.")
