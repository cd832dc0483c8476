"""Sessions of the web chat: a browser that speaks for an address, until thirty days after its last visit or until its owner leaves.
A stranger's ends after a day."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint, exists
from sqlmodel import Session, col, select

from models import address as addresses
from models import document, outbox
from models import form as forms
from models import member as members
from models.address import Address, Binding
from models.bot_account import BotAccount
from models.member import Member
from models.outbox import Delivery
from models.sealing import Keys
from models.table import Row, link, moment, rules
from models.terms import AddressState, Consent, DeliveryState, JoinedBy

LIVES = timedelta(days=30)
RENEWED_AFTER = timedelta(days=1)
"""A visit moves the end at most once a day, so that reading a page seldom writes."""
STRANGER_LIVES = timedelta(days=1)
"""A browser that serves nobody is forgotten so soon after its last visit: whoever waits for the leader's word has it the same evening."""
LEFT = "left"
"""The trouble of what was owed to a browser whose owner left."""


class WebSession(Row, table=True):
    """A browser's session. The token is the browser's alone; here stands its keyed hash (people 34)."""

    __tablename__ = "web_session"
    __table_args__ = rules(UniqueConstraint("hashed"))
    hashed: str
    address_id: int = link("address.id")
    created_at: datetime = moment()
    expires_at: datetime = moment()
    ended_at: datetime | None = moment(default=None)


def newcomer(session: Session, bot: BotAccount, now: datetime) -> Address:
    """The address of a browser never seen before: its identity is chance, and says nothing of anybody."""
    return addresses.at(session, bot, secrets.token_hex(16), None, now)


def enter(session: Session, keys: Keys, address: Address, token: str, now: datetime) -> WebSession:
    """Who holds the token speaks for the address from now on."""
    made = WebSession(
        hashed=_hash(keys, token), address_id=address.id, created_at=now, expires_at=now + LIVES
    )
    session.add(made)
    session.flush()
    return made


def of(session: Session, keys: Keys, token: str, now: datetime) -> WebSession | None:
    """The living session of a token."""
    return session.exec(
        select(WebSession).where(
            WebSession.hashed == _hash(keys, token),
            col(WebSession.ended_at).is_(None),
            WebSession.expires_at > now,
        )
    ).first()


def seen(row: WebSession) -> datetime:
    """Its last visit, to the day."""
    return row.expires_at - LIVES


def beside(session: Session, address: Address, now: datetime) -> list[WebSession]:
    """The living sessions that whoever speaks at this address may end, the newest first: those of the same member at any address.

    A phone that serves two, a relative's, and one where nobody has agreed yet see only their own.
    """
    serving = addresses.bindings(session, address)
    where = [address.id]
    if len(serving) == 1 and serving[0].consent in (Consent.FULL, Consent.TIMES_ONLY):
        member = session.get_one(Member, serving[0].member_id)
        where += [other.id for _, other in addresses.of_member(session, member)]
    living = select(WebSession).where(
        col(WebSession.address_id).in_(where),
        col(WebSession.ended_at).is_(None),
        WebSession.expires_at > now,
    )
    return list(session.exec(living.order_by(col(WebSession.id).desc())))


def wears(row: WebSession, now: datetime) -> bool:
    """Whether a visit now should move the session's end."""
    return row.expires_at < now + LIVES - RENEWED_AFTER


def renew(row: WebSession, now: datetime) -> None:
    """Thirty days from now: who comes every week never needs a second code."""
    row.expires_at = now + LIVES


def leave(session: Session, row: WebSession, now: datetime) -> None:
    """Ends the session. An address that no browser speaks for any more is closed, and what is owed there goes the way of a failed
    send: on to the member's next address, or to the call list."""
    row.ended_at = now
    session.flush()
    others = select(WebSession.id).where(
        WebSession.address_id == row.address_id,
        col(WebSession.ended_at).is_(None),
        WebSession.expires_at > now,
    )
    if session.exec(others).first() is not None:
        return
    address = session.get_one(Address, row.address_id)
    for binding in addresses.bindings(session, address):
        addresses.unbind(session, binding, now)
    address.state = AddressState.CLOSED
    session.flush()
    forms.close(session, address)
    document.sweep(session, address)
    owed = select(Delivery).where(Delivery.address_id == address.id, Delivery.state == DeliveryState.QUEUED)
    for delivery in session.exec(owed).all():
        outbox.failed(session, delivery, LEFT)


def lapse(session: Session, now: datetime) -> int:
    """Ends every session whose thirty days are over (a stranger's: its day), as if its owner had left; gives how many."""
    served = exists(
        select(col(Binding.id)).where(
            Binding.address_id == WebSession.address_id, col(Binding.ended_at).is_(None)
        )
    )
    over = (col(WebSession.expires_at) <= now) | (
        ~served & (col(WebSession.expires_at) <= now + LIVES - STRANGER_LIVES)
    )
    rows = session.exec(select(WebSession).where(over, col(WebSession.ended_at).is_(None))).all()
    for row in rows:
        leave(session, row, now)
    return len(rows)


def become(session: Session, bot: BotAccount, member: Member, now: datetime) -> Address:
    """The address at which anybody may be this member: only in a sample or a trial (people 29). It is always the same one, so that
    two windows of one person show one conversation, and the first of the member's addresses: whom one plays gets the messages.

    A couple with one telephone number plays at one address, as they would live (people 8).
    """
    together = household(session, member)
    address = addresses.at(session, bot, f"trial-{together[0].id}", None, now)
    for person in together:
        binding = addresses.bind(session, address, person, JoinedBy.TRIAL, now)
        binding.confirmed_at = now
        if binding.consent is Consent.PENDING:
            addresses.consent(binding, Consent.FULL, JoinedBy.TRIAL.value, now)
            outbox.deliver_to(session, address, binding, now)
        addresses.prefer(session, person, binding.id)
    return address


def household(session: Session, member: Member) -> list[Member]:
    """Who plays at one address: the member, and the one who has the same number as his own; more than two are no couple."""
    if member.phone is None or member.phone_of_relative:
        return [member]
    sharing = [one for one in members.with_phone(session, member.phone) if not one.phone_of_relative]
    return sorted(sharing, key=lambda one: one.id) if len(sharing) == 2 else [member]


def _hash(keys: Keys, token: str) -> str:
    return keys.hash("web", token)
