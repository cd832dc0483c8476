"""Joining: paper codes with a check digit, numbers read out face to face, and the lock on guessing (people 7, 10; decision 31)."""

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Index
from sqlmodel import Session, col, func, select

from models import address as addresses
from models.address import Address, Binding
from models.audit import note
from models.member import Member, PostHeld, branch_of, ended, gone
from models.organisation import Organisation
from models.sealing import Keys
from models.table import Row, link, moment, rules
from models.terms import LEADING, JoinedBy, Post

DIGITS = 12
CODE_LIVES = timedelta(days=14)
NUMBER_LIVES = timedelta(minutes=15)
ANSWERED_ONCE_IN = timedelta(minutes=10)
WAITING_AT_MOST = 20
WRONG_AT_MOST = 5
LOCK = timedelta(hours=1)
SLOW_FROM = 100
"""From so many wrong codes an hour over all, each wrong code is answered late."""


class Invite(Row, table=True):
    """A one-time code for a member, kept as a keyed hash; it binds one address. bot_id: the bot with few places that was named with it,
    where one is kept for it until it is used or runs out."""

    __table_args__ = rules(Index("ix_invite_hashed", "hashed", unique=True))
    member_id: int = link("member.id")
    hashed: str
    issued_at: datetime = moment()
    expires_at: datetime = moment()
    issued_by_id: int | None = link("member.id", default=None)
    used_at: datetime | None = moment(default=None)
    void_at: datetime | None = moment(default=None)
    bot_id: int | None = link("bot_account.id", default=None)


class WaitingNumber(Row, table=True):
    """The number that a stranger reads out to the leader."""

    __tablename__ = "waiting_number"
    __table_args__ = rules()
    number: int
    address_id: int = link("address.id")
    shown_at: datetime = moment()
    expires_at: datetime = moment()
    done_at: datetime | None = moment(default=None)


class WrongCode(Row, table=True):
    """A wrong guess from an address."""

    __tablename__ = "wrong_code"
    __table_args__ = rules(Index("ix_wrong_code_at", "at"))
    address_id: int = link("address.id")
    at: datetime = moment()


def check_digit(digits: str) -> str:
    """The Luhn check digit (ISO/IEC 7812-1, annex B) of a row of digits: it catches every single slip."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def code_in(text: str) -> str | None:
    """The twelve digits of a code typed in any way ('123 456 789 012', '123.456...'); None where the text is no code at all."""
    digits = "".join(_groups(text))
    return digits if len(digits) == DIGITS else None


def slipped(text: str) -> int | None:
    """How many digits a code has that is one too short or too long: written in threes but for one place. None where it is no such code."""
    groups = _groups(text)
    digits = len("".join(groups))
    in_three = sum(1 for group in groups if len(group) == 3)
    return digits if abs(digits - DIGITS) == 1 and in_three >= 3 else None


def _groups(text: str) -> list[str]:
    """The groups of digits of a text in which nothing else stands."""
    bare = text.strip()
    return re.findall(r"[0-9]+", bare) if all(c in "0123456789 .-–_\t\n" for c in bare) else []


def well_formed(code: str) -> bool:
    """Whether the check digit fits; a slip is told as a slip and is not counted as a guess."""
    return check_digit(code[:-1]) == code[-1]


def in_threes(code: str) -> str:
    """'123 456 789 012', as the letter shows it."""
    return " ".join(code[i : i + 3] for i in range(0, 12, 3))


def draw() -> str:
    """Twelve digits for a new code, the last a check digit."""
    body = "".join(secrets.choice("0123456789") for _ in range(11))
    return body + check_digit(body)


def issue(
    session: Session,
    keys: Keys,
    member: Member,
    now: datetime,
    issued_by: int | None = None,
    code: str | None = None,
    bot_id: int | None = None,
) -> str:
    """A new code for the member, good for 14 days; earlier unused ones end. The code itself is nowhere kept.

    `code`: one that was drawn and printed before. bot_id: the bot that keeps a place for it.
    """
    void(session, member, now)
    code = code or draw()
    session.add(
        Invite(
            member_id=member.id,
            hashed=keys.hash("code", code),
            issued_at=now,
            expires_at=now + CODE_LIVES,
            issued_by_id=issued_by,
            bot_id=bot_id,
        )
    )
    session.flush()
    return code


def void(session: Session, member: Member, now: datetime, issued_at: datetime | None = None) -> None:
    """Ends the member's codes that nobody has used; issued_at: the one of that moment alone."""
    for old in unused(session, member, now):
        if issued_at in (None, old.issued_at):
            old.void_at = now
    session.flush()


def unused(session: Session, member: Member, now: datetime) -> list[Invite]:
    """The member's codes that still work."""
    rows = select(Invite).where(
        Invite.member_id == member.id,
        col(Invite.used_at).is_(None),
        col(Invite.void_at).is_(None),
        Invite.expires_at > now,
    )
    return list(session.exec(rows))


class WrongCodeGiven(Exception):
    """No such code, or used up, or run out, or of no use here: whoever gave it does not learn which."""


class Locked(Exception):
    """Five wrong codes lock that address for an hour."""


def redeem(session: Session, keys: Keys, address: Address, code: str, now: datetime) -> Binding:
    """Binds the address to the code's member. A right code always works, also at a locked address (decision 31).

    Raises WrongCodeGiven, Locked, or addresses.TooMany; whoever catches the first two lets the guess be counted.
    """
    invite = named_by(session, keys, address, code, now)
    if invite is None:
        locked = wrong_codes(session, address, now) >= WRONG_AT_MOST
        session.add(WrongCode(address_id=address.id, at=now))
        raise Locked if locked else WrongCodeGiven
    return redeem_invite(session, address, invite.id, now)


def redeem_invite(session: Session, address: Address, invite_id: int, now: datetime) -> Binding:
    """Binds the address to the member of an invite whose code was given there before; no guess, so none is counted.

    Raises WrongCodeGiven where it no longer works, or addresses.TooMany.
    """
    invite = session.get_one(Invite, invite_id)
    if not _works(session, invite, address, now):
        raise WrongCodeGiven
    member = session.get_one(Member, invite.member_id)
    bound = addresses.bind(session, address, member, JoinedBy.CODE, now, invite.issued_by_id)
    invite.used_at = now
    return bound


def vouches(session: Session, invite: Invite, bound: Binding, now: datetime) -> bool:
    """A letter from the command line, its code typed in at a phone that serves its member already, says anew and without any leader
    whose that phone is; the code is used up. False where it says nothing new (people 10)."""
    if invite.issued_by_id is not None or bound.issued_by_id is None:
        return False
    bound.issued_by_id, bound.joined_by, invite.used_at = None, JoinedBy.CODE, now
    note(session, now, bound.member_id, "join.letter", f"binding:{bound.id}")
    session.flush()
    return True


def named_by(session: Session, keys: Keys, address: Address, code: str, now: datetime) -> Invite | None:
    """The invite of a code that works at this address; it stays unused."""
    invite = session.exec(select(Invite).where(Invite.hashed == keys.hash("code", code))).first()
    return invite if invite is not None and _works(session, invite, address, now) else None


def _works(session: Session, invite: Invite, address: Address, now: datetime) -> bool:
    """Whether it is unused and in time, its member still of the branch, and the branch served by the address's bot."""
    if invite.used_at or invite.void_at or invite.expires_at <= now:
        return False
    member = session.get_one(Member, invite.member_id)
    branch = branch_of(session, member)
    return (
        branch is not None and not ended(session, member, now) and addresses.serves(session, address, branch)
    )


def watchers(session: Session, now: datetime) -> list[int]:
    """Ids of who hears of guessing: the administrators, where there is none whoever leads a branch."""
    held = session.exec(
        select(PostHeld).where(
            col(PostHeld.post).in_((Post.ADMINISTRATOR, *LEADING)),
            PostHeld.since <= now,
            col(PostHeld.until).is_(None) | (col(PostHeld.until) > now),
            col(PostHeld.member_id).not_in(gone()),
        )
    ).all()
    administrators = {post.member_id for post in held if post.post is Post.ADMINISTRATOR}
    return sorted(administrators or {post.member_id for post in held})


def wrong_codes(session: Session, address: Address | None, now: datetime) -> int:
    """Wrong codes of the last hour, from one address or over all."""
    rows = select(func.count()).select_from(WrongCode).where(WrongCode.at > now - LOCK)
    return session.exec(rows if address is None else rows.where(WrongCode.address_id == address.id)).one()


def number_for(session: Session, address: Address, now: datetime) -> int | None:
    """The stranger's number, good for 15 minutes from now: the one already shown, else a free one from 10 to 99.

    None when twenty strangers wait at this bot already, or all numbers are shown. Numbers are one for all bots, so that a leader on
    one messenger can name who waits on another.
    """
    waiting = session.exec(
        select(WaitingNumber, Address)
        .join(Address, col(Address.id) == WaitingNumber.address_id)
        .where(WaitingNumber.expires_at > now, col(WaitingNumber.done_at).is_(None))
    ).all()
    for row, where in waiting:
        if where.id == address.id:
            row.shown_at, row.expires_at = now, now + NUMBER_LIVES
            session.flush()
            return row.number
    taken = {row.number for row, _ in waiting}
    free = [number for number in range(10, 100) if number not in taken]
    if not free or sum(where.bot_id == address.bot_id for _, where in waiting) >= WAITING_AT_MOST:
        return None
    number = secrets.choice(free)
    session.add(
        WaitingNumber(number=number, address_id=address.id, shown_at=now, expires_at=now + NUMBER_LIVES)
    )
    session.flush()
    return number


def shown_lately(session: Session, address: Address, now: datetime) -> bool:
    """Whether this stranger was answered within ten minutes."""
    rows = select(WaitingNumber.id).where(
        WaitingNumber.address_id == address.id, WaitingNumber.shown_at > now - ANSWERED_ONCE_IN
    )
    return session.exec(rows).first() is not None


def waiting(session: Session, number: int, branch: Organisation, now: datetime) -> WaitingNumber | None:
    """Who waits under that number, if it is still good, at a bot that serves the branch."""
    row = session.exec(
        select(WaitingNumber).where(
            WaitingNumber.number == number,
            WaitingNumber.expires_at > now,
            col(WaitingNumber.done_at).is_(None),
        )
    ).first()
    if row is None or not addresses.serves(session, session.get_one(Address, row.address_id), branch):
        return None
    return row


def still_waiting(session: Session, waiting_id: int, now: datetime) -> WaitingNumber | None:
    """That very stranger, if he still waits; his number may be another one's by now."""
    row = session.get_one(WaitingNumber, waiting_id)
    return row if row.done_at is None and row.expires_at > now else None
