"""One turn of a conversation: who speaks, what was said, and what is owed to others because of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.kit.hours import Hours
from handlers.kit.incoming import Incoming
from handlers.kit.message import Message
from models import member as members
from models import outbox
from models.address import Address, Binding
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.outbox import Notice, Priority, Purpose
from models.sealing import Keys
from models.terms import Consent

__all__ = ["Priority", "Purpose", "Turn"]


@dataclass
class Turn:
    """A turn. `now` is in the product's timezone. `members` are all whom the address serves, `member` the one who speaks.

    rest: what follows the command word; for what nothing understood, the whole text. answered_late: the question answered is
    closed already; anew: it was put once more, to be changed (SỬA). worded: the reply itself, where plain words and no number or tap
    were taken for the answer; "" otherwise. left: the form that a command broke off,
    left_with: what was answered in it. heeded: what was said concerned the form that
    was open, so that nothing need be said of its end. links: links may be sent, since there is a public address. Models are
    called with `session`; nobody here commits.
    """

    session: Session
    now: datetime
    said: Incoming
    address: Address
    keys: Keys
    members: list[tuple[Member, Binding]] = field(default_factory=list)
    member: Member | None = None
    binding: Binding | None = None
    branch: Organisation | None = None
    hours: Hours = Hours()
    rest: str = ""
    answered_late: bool = False
    worded: str = ""
    anew: bool = False
    left: str | None = None
    left_with: dict[str, Any] = field(default_factory=dict)
    heeded: bool = False
    links: bool = False

    @property
    def me(self) -> Member:
        """The speaker, in a conversation that only members have."""
        assert self.member is not None
        return self.member

    @property
    def here(self) -> Organisation:
        """The speaker's branch."""
        assert self.branch is not None
        return self.branch

    @property
    def zone(self) -> ZoneInfo:
        """The timezone in which people speak of hours."""
        assert isinstance(self.now.tzinfo, ZoneInfo)
        return self.now.tzinfo

    def becomes(self, member: Member) -> None:
        """From here on this member speaks."""
        self.member = member
        self.binding = next(binding for who, binding in self.members if who.id == member.id)
        self.branch = members.branch_of(self.session, member)

    @property
    def speakers(self) -> list[Member]:
        """Who may be speaking here: whoever has answered the question of consent."""
        return [member for member, binding in self.members if binding.consent is not Consent.PENDING]

    def may(self, purpose: Purpose) -> bool:
        """Whether what the speaker agreed to at this address covers it: a relative's phone handles times of meetings alone."""
        return purpose is Purpose.TIMES or (self.binding is not None and self.binding.consent is Consent.FULL)

    def leads(self) -> bool:
        """Whether the speaker leads the branch today, at an address that agreed to all."""
        return (
            self.may(Purpose.CONTENT)
            and self.member is not None
            and self.branch is not None
            and members.leads(self.session, self.member, self.branch, self.now)
        )

    def speaks_as_leader(self) -> bool:
        """Whether the speaker leads; on a shared phone the one who leads is the one who sends files."""
        if self.member is not None:
            return self.leads()
        for person, _ in self.members:
            self.becomes(person)
            if self.leads():
                return True
        self.member = self.binding = self.branch = None
        return False

    def tell(
        self,
        people: outbox.People,
        message: Message,
        *,
        key: str,
        kind: str,
        purpose: Purpose = Purpose.CONTENT,
        priority: Priority = Priority.NOTICE,
        not_before: datetime | None = None,
        expires: datetime | None = None,
        everywhere: bool = False,
    ) -> Notice:
        """Owes a message to many, once for this key; see `outbox.tell`."""
        return outbox.tell(
            self.session,
            people,
            message.content(),
            key=key,
            kind=kind,
            now=self.now,
            purpose=purpose,
            priority=priority,
            not_before=not_before,
            expires=expires,
            organisation_id=self.branch.id if self.branch else None,
            author_id=self.member.id if self.member else None,
            everywhere=everywhere,
        )

    def tell_leaders(
        self,
        message: Message,
        *,
        key: str,
        kind: str,
        of: Organisation | None = None,
        expires: datetime | None = None,
    ) -> None:
        """Owes a message to whoever leads the branch today; not to the speaker, who knows what he said."""
        branch, me = of or self.here, self.member
        leaders = members.leaders(self.session, branch, self.now)
        people = [leader.id for leader in leaders if me is None or leader.id != me.id]
        outbox.tell(
            self.session,
            people,
            message.content(),
            key=key,
            kind=kind,
            now=self.now,
            priority=Priority.URGENT,
            expires=expires,
            organisation_id=branch.id,
        )
