"""The roll as it stands, shown with the question whether it is right."""

from datetime import tzinfo

from handlers.kit.message import Message
from handlers.meetings.roll import page
from handlers.meetings.roll.proposed import proposed
from models.database import Session
from models.meeting import Meeting
from models.terms import MeetingState, Presence

KIND = "roll"
NAMED_AT_MOST = 15
"""Of more who were there the number alone is shown: whom the leader looks for are the absent."""


def question(session: Session, about: Meeting, zone: tzinfo | None, head: str) -> Message:
    """The roll as it stands, and whether it is right. `head` says of which meeting."""
    shown = summary(page.by_mark(session, proposed(session, about, zone)))
    offered = CHOICES if about.state is MeetingState.OVER else (*CHOICES, NOT_HELD)
    return Message(f"{head}\n{shown}\n{IS_IT_RIGHT}").asking(KIND, about.occasion, *offered)


# Wording

IS_IT_RIGHT = "Có đúng không?"
CHOICES = (("right", "Đúng"), ("edit", "Chưa đúng"))
"""Not "Sửa": typed under a question, that word changes one's last answer. Under a preview it is the preview's own."""
NOT_HELD = ("none", "Không họp")


def summary(parts: dict[Presence, list[str]]) -> str:
    titles = {
        Presence.PRESENT: "Có mặt",
        Presence.EXCUSED: "Vắng có lý do",
        Presence.UNEXCUSED: "Vắng không lý do",
    }
    lines = []
    for mark, title in titles.items():
        names = parts[mark]
        named = bool(names) and (mark is not Presence.PRESENT or len(names) <= NAMED_AT_MOST)
        lines.append(f"{title}: {len(names)}" + (f". {', '.join(names)}" if named else ""))
    return "\n".join(lines)
