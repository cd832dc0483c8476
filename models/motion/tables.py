"""A question put to the entitled members, one voice each, over all their addresses; and who was entitled, as it stood at its opening."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from models.charter import Ballots, Subject
from models.table import Row, link, moment, rules, term
from models.terms import Circumstance, Standing
from models.until import Lasting

ReasonsLeftOut = dict[Circumstance | Standing, int]
"""How many are not asked, or not counted, by the reason."""


class MotionKind(StrEnum):
    """Lấy ý kiến (tham khảo): asked outside a meeting, shows shares and never passes anything (R11). Biểu quyết tại cuộc họp: decides."""

    CONSULTATION = "consultation"
    MEETING = "meeting"


class Choice(StrEnum):
    """Tán thành, không tán thành, ý kiến khác; the last counts as not yes (decision 25)."""

    APPROVE = "approve"
    AGAINST = "against"
    OTHER = "other"


class Motion(Lasting, table=True):
    """A question put to the members of a branch. From its end on it takes no answer, whether or not anybody closed it.

    changeable: whether a voice may be changed until then. What follows stands for a vote at a meeting alone: its subject, the meeting's
    occasion, the day there whose rules hold, how it votes, the ids of all who were there, how many were not counted by the reason, and,
    once they were typed in, the hands of who has not tapped.
    """

    __table_args__ = rules()
    kind: MotionKind = term(MotionKind, default=MotionKind.CONSULTATION)
    question: str
    changeable: bool = True
    held_at_id: int | None = link("meeting.id", default=None)
    held_at_revision: int | None = None
    held_on: str | None = None
    subject: Subject | None = term(Subject, default=None, nullable=True)
    ballots: Ballots = term(Ballots, default=Ballots.OPEN)
    there: list[int] = Field(sa_type=JSON, default_factory=list)
    uncounted: dict[str, int] = Field(sa_type=JSON, default_factory=dict)
    hands_approve: int | None = None
    hands_against: int | None = None
    hands_other: int | None = None


class Elector(Row, table=True):
    """Somebody entitled to answer, or, at a meeting, counted; as it stood when the motion was opened. `present`: who was not there
    counts and has no voice."""

    __table_args__ = rules(UniqueConstraint("motion_id", "member_id"))
    motion_id: int = link("motion.id", index=False)
    member_id: int = link("member.id")
    present: bool = True


class Ballot(Row, table=True):
    """A member's one voice. `words` say what the other opinion is; `binding_id`: from which phone a voice that decides came."""

    __table_args__ = rules(UniqueConstraint("motion_id", "member_id"))
    motion_id: int = link("motion.id", index=False)
    member_id: int = link("member.id")
    choice: Choice = term(Choice)
    words: str | None = None
    said_at: datetime = moment()
    binding_id: int | None = link("binding.id", default=None)


class Past(Exception):
    """The moment at which it should end has passed."""


class NobodyToAsk(Exception):
    """Nobody is entitled."""


class Closed(Exception):
    """It takes no more answers; nothing was recorded."""


class Probationary(Exception):
    """A probationary member does not vote (R1)."""


class NotAsked(Exception):
    """The member was not entitled when it was opened, or is suspended now."""


class NotThere(Exception):
    """The member is counted, and was not at the meeting: nobody votes from elsewhere (R9)."""


class NotHeld(Exception):
    """The meeting is not being held: nothing is decided outside one (R11)."""


class AskedAlready(Exception):
    """The same is being voted on at that meeting."""


class OtherPhone(Exception):
    """What decides is not answered from this phone: nobody stands for whose it is, or it was another's first, or it joined too late."""


class Unchangeable(Exception):
    """The voice stands, and this motion does not allow to change it."""


class SaidAlready(Exception):
    """The member's voice stands; changing it must be asked for."""
