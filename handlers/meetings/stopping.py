"""An invitation that is stopped before anybody has it calls the meeting off without a word; a later change is not stopped but changed anew."""

from handlers.kit import tied
from handlers.kit.message import Message
from handlers.kit.stopping import Stoppable, may_be_stopped
from handlers.kit.turn import Turn
from handlers.meetings import chairing, inviting, wording
from handlers.meetings.recording import KIND
from models import meeting, outbox
from models.meeting import Meeting
from models.outbox import Notice
from models.terms import MeetingState


def _about(turn: Turn, notice: Notice) -> Meeting:
    """The meeting of a notice's key, `meeting:12.1` or `meeting:12.1:...`."""
    return turn.session.get_one(Meeting, int(notice.key.split(":")[1].partition(".")[0]))


def _called_off(turn: Turn, notice: Notice) -> str:
    about = _about(turn, notice)
    meeting.called_off(turn.session, about, turn.me, turn.now)
    inviting.take_back(turn, f"meeting:{about.id}.")
    outbox.supersede(turn.session, chairing.KIND, f"{chairing.KIND}:{about.id}:")
    outbox.supersede(turn.session, "sharing", f"sharing:{about.occasion}:")
    outbox.close_question(turn.session, KIND, about.occasion, turn.now)
    done = called_off(wording.matter(about, turn.now))
    return " ".join([done, *tied.told(turn, about, wording.local(about, turn.now))])


def _instead(turn: Turn, notice: Notice) -> Message | None:
    """A change of time or place has taken the earlier notices back: stopped, it would leave people with neither."""
    about = _about(turn, notice)
    if notice.key == f"meeting:{about.id}.1" and about.revision == 1 and about.state is MeetingState.CALLED:
        return None
    return change_again(wording.matter(about, turn.now))


may_be_stopped(
    "meeting",
    Stoppable(_called_off, lambda turn, notice: STILL_ON, _instead, lambda turn, notice: MAY_CHANGE),
)

# Wording

STILL_ON = "Cuộc họp vẫn còn trong lịch. Muốn báo hoãn cho mọi người, nhắn HOÃN HỌP."

MAY_CHANGE = "Cuộc họp vẫn còn trong lịch. Muốn đổi giờ hoặc nơi, nhắn ĐỔI HỌP; muốn hoãn, nhắn HOÃN HỌP."


def called_off(about: str) -> str:
    return f"Coi như chưa mời {about}."


def change_again(about: str) -> Message:
    return Message(
        f"Lịch {about} đã ghi trong Sổ tay. Muốn đổi lại, nhắn ĐỔI HỌP hoặc HOÃN HỌP: ai chưa nhận tin này thì chỉ nhận tin mới."
    )
