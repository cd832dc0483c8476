"""Whoever of the committee above follows a branch is called to its meetings: how he is named, and how a meeting is named to him (R15)."""

from handlers.kit.turn import Purpose, Turn
from handlers.meetings import wording
from models import outbox
from models.database import Session
from models.meeting import Meeting
from models.member import Member, branch_of
from models.organisation import Organisation


def matter(turn: Turn, about: Meeting) -> str:
    """The meeting by its name, and by its branch where the speaker belongs to another."""
    return f"{wording.matter(about, turn.now)}{whose(turn, about)}"


def whose(turn: Turn, about: Meeting) -> str:
    """The meeting's branch in brackets, where it is not the speaker's (or that of all who share the phone); else nothing."""
    homes = [turn.branch] if turn.branch else [branch_of(turn.session, who) for who, _ in turn.members]
    if all(home is not None and home.id == about.organisation_id for home in homes):
        return ""
    return in_brackets(turn.session.get_one(Organisation, about.organisation_id).name)


def beside(session: Session, ids: list[int]) -> str:
    """Those of the committee above who are called as well, to stand behind the number of members; nothing where there is none."""
    if not ids:
        return ""
    people = sorted((session.get_one(Member, who) for who in ids), key=lambda who: who.folded)
    return and_([(who.given, outbox.reach(session, [who.id], Purpose.TIMES) == (1, 0)) for who in people])


# Wording

OFFICE = "Đảng ủy theo dõi chi bộ"


def in_brackets(branch: str) -> str:
    return f" ({branch})"


def and_(people: list[tuple[str, bool]]) -> str:
    """Each by name, and whether he has anything that receives."""
    named = [f"đồng chí {name} ({OFFICE}{'' if reached else ', chưa có máy'})" for name, reached in people]
    return f" và {', '.join(named)}"
