"""What is put out to many and open until something: told under one key, tied to the meeting until which it is open, taken back by THÔI,
its result told.

A feature says once of what kind its things are; how they are asked for and shown first is kit/outgoing's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from handlers.kit import until
from handlers.kit.message import Message, Reply
from handlers.kit.outgoing import receipt
from handlers.kit.stopping import Stoppable, may_be_stopped
from handlers.kit.tied import Tied, tied
from handlers.kit.turn import Turn
from models import outbox
from models.database import Session
from models.meeting import Meeting
from models.member import Member
from models.outbox import Notice, People
from models.until import Lasting, until_meeting

T = TypeVar("T", bound=Lasting)


@dataclass(frozen=True)
class PutOut(Generic[T]):
    """A kind of thing that is put out.

    notices: the kind of its notices; key: of the one that puts it out, with {} for its id, which stands second. table: its rows; take_back:
    the verb of whoever stops it. question: the kind of the question that it asks, where it asks one. taken: what is taken until its end,
    said of all of its kind; still_open: what is said where some have heard of it already.
    """

    notices: str
    key: str
    table: type[T]
    take_back: Callable[[Session, T, Member, datetime], None]
    taken: str
    still_open: str
    question: str | None = None

    def __post_init__(self) -> None:
        """Joins what follows meetings, and what may be stopped."""
        tied(self._until_meeting)
        may_be_stopped(
            self.notices,
            Stoppable(
                self._taken_back,
                lambda turn, notice: self.still_open,
                put_right=lambda turn, notice: PUT_RIGHT,
            ),
        )

    def tell(
        self, turn: Turn, made: T, what: str, people: People, message: Message, not_before: datetime | None
    ) -> Reply:
        """Owes it to those people as long as it is open; gives the receipt, in which it is called `what`."""
        if isinstance(made.until, Meeting):
            message = replace(message, until=until.said(made.until, turn.now))
        turn.tell(
            people,
            message,
            key=self.key.format(made.id),
            kind=self.notices,
            not_before=not_before,
            expires=made.ends,
        )
        return receipt(turn, what, people, not_before)

    def tell_result(
        self,
        session: Session,
        ended: T,
        people: Iterable[int],
        result: Message,
        closer: Member | None,
        now: datetime,
        not_before: datetime,
    ) -> None:
        """It has ended: its question takes no more answers, what has not gone of it never goes, and those people are owed the result, but
        for the closer, who reads it in the reply."""
        if self.question is not None:
            outbox.close_question(session, self.question, str(ended.id), now)
        outbox.supersede(session, self.notices, f"{self.notices}:{ended.id}:")
        outbox.tell(
            session,
            sorted(set(people) - {closer.id if closer else None}),
            result.content(),
            key=f"{self.notices}:{ended.id}:result",
            kind="result",
            now=now,
            not_before=not_before,
            organisation_id=ended.organisation_id,
            author_id=closer.id if closer else None,
        )

    def _until_meeting(self, turn: Turn, about: Meeting) -> list[Tied]:
        return [
            Tied(self.taken, self.key.format(one.id))
            for one in until_meeting(turn.session, self.table, about)
        ]

    def _taken_back(self, turn: Turn, notice: Notice) -> str:
        made = turn.session.get_one(self.table, int(notice.key.split(":")[1]))
        self.take_back(turn.session, made, turn.me, turn.now)
        if self.question is not None:
            outbox.close_question(turn.session, self.question, str(made.id), turn.now)
        return ""


# Wording

PUT_RIGHT = "Chưa đúng thì nhắn /dong để đóng lại, rồi gửi bản đúng."
