"""The roll as it stands, shown with the question whether it is right: of what was shown, and of nothing else."""

from datetime import tzinfo
from zlib import crc32

from handlers.kit.message import Message
from handlers.meetings.roll import page
from handlers.meetings.roll.proposed import proposed
from models.database import Session
from models.meeting import Marks, Meeting
from models.terms import MeetingState, Presence

KIND = "roll"
NAMED_AT_MOST = 15
"""Of more who were there the number alone is shown: whom the leader looks for are the absent."""


def question(session: Session, about: Meeting, zone: tzinfo | None, head: str) -> Message:
    """The roll as it stands, and whether it is right. `head` says of which meeting."""
    roll = proposed(session, about, zone)
    offered = [(f"right:{digest(roll)}", RIGHT), EDIT]
    offered += [] if about.state is MeetingState.OVER else [NOT_HELD]
    shown = summary(page.by_mark(session, roll))
    return Message(f"{head}\n{shown}\n{IS_IT_RIGHT}").asking(KIND, about.occasion, *offered)


def digest(roll: Marks) -> str:
    """By what a roll is known again: who says that it is right has seen this one."""
    return f"{crc32(repr(sorted((who, *marked) for who, marked in roll.items())).encode()):x}"


def still_stands(session: Session, about: Meeting, zone: tzinfo | None, value: str) -> bool:
    """Whether a choice under the question still means what was shown with it: the roll is the same, or may still be set right."""
    if value == NOT_HELD[0]:
        return about.state is not MeetingState.OVER
    means, _, seen = value.partition(":")
    return means != "right" or seen == digest(proposed(session, about, zone))


# Wording

IS_IT_RIGHT = "Có đúng không?"
RIGHT = "Đúng"
EDIT = ("edit", "Chưa đúng")
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
