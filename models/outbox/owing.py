"""Owing messages: to many by one INSERT ... SELECT, to one chat as an answer; taking back what has not gone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, exists, insert, literal, null, update
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.address import Address, Binding
from models.database import leave_no_trace
from models.member import Member
from models.outbox.broadcasts import begins
from models.outbox.receiving import allowed, receives, receiving
from models.outbox.tables import ANSWERS, Delivery, Notice, Priority, Purpose, concerning, of_use
from models.table import Moment
from models.terms import AddressState, DeliveryState

People = SelectOfScalar[int] | Sequence[int]
"""Member ids, or the question that yields them: 100,000 rows are then one statement (measured: 0.05 s against 7 s)."""


WAITING = (DeliveryState.QUEUED, DeliveryState.HELD, DeliveryState.UNREACHED)
"""Copies that have not gone and may still go."""


class Again(Exception):
    """A notice of that key stands already; it is not sent twice."""


def tell(
    session: Session,
    people: People,
    content: dict[str, Any],
    *,
    key: str,
    kind: str,
    now: datetime,
    purpose: Purpose = Purpose.CONTENT,
    priority: Priority = Priority.NOTICE,
    not_before: datetime | None = None,
    expires: datetime | None = None,
    organisation_id: int | None = None,
    author_id: int | None = None,
    everywhere: bool = False,
) -> Notice:
    """Owes a notice to many, at each one's first address that works and may receive this purpose.

    Who has none gets a delivery UNREACHED, for the call list. `everywhere`: to all of a person's addresses at once (people 23).
    Raises Again when the key stands already.
    """
    if stands(session, key):
        raise Again
    notice = Notice(
        key=key,
        kind=kind,
        purpose=purpose,
        content=content,
        created_at=now,
        organisation_id=organisation_id,
        author_id=author_id,
    )
    session.add(notice)
    session.flush()
    reach = (
        sa_select(
            col(Binding.member_id).label("member_id"),
            col(Binding.address_id).label("address_id"),
            col(Address.bot_id).label("bot_id"),
            col(Binding.rank).label("rank"),
            col(Binding.id).label("id"),
        )
        .join(Address, col(Address.id) == Binding.address_id)
        .where(receives(purpose), col(Address.state) == AddressState.WORKING)
        .subquery()
    )
    if everywhere:
        where = reach
    else:
        better = reach.alias()
        first = ~(
            sa_select(literal(1))
            .where(better.c.member_id == reach.c.member_id)
            .where(
                (better.c.rank < reach.c.rank)
                | ((better.c.rank == reach.c.rank) & (better.c.id < reach.c.id))
            )
            .exists()
        )
        where = sa_select(reach).where(first).subquery()
    whom = sa_select(col(Member.id).label("id")).where(col(Member.id).in_(people)).subquery()
    start = not_before or now
    rows = sa_select(
        literal(notice.id),
        whom.c.id,
        where.c.address_id,
        where.c.bot_id,
        case((where.c.address_id.is_(None), DeliveryState.UNREACHED.value), else_=DeliveryState.QUEUED.value),
        literal(int(priority)),
        literal("question" in content),
        literal(start, Moment()),
        literal(expires, Moment()) if expires else null(),
        literal(0),
        literal(False),
    ).select_from(whom.outerjoin(where, where.c.member_id == whom.c.id))
    rows = rows.order_by(
        whom.c.id, where.c.rank, where.c.id
    )  # of two copies for one phone it is always the same that goes first
    columns = [
        "notice_id",
        "member_id",
        "address_id",
        "bot_id",
        "state",
        "priority",
        "asks",
        "not_before",
        "expires_at",
        "tries",
        "again",
    ]
    owed = insert(Delivery).from_select(columns, rows).execution_options(preserve_rowcount=True)
    begins(session, notice, session.connection().execute(owed).rowcount, start)
    return notice


def stands(session: Session, key: str) -> bool:
    """Whether a notice of that key was owed already."""
    return session.exec(select(Notice.id).where(Notice.key == key)).first() is not None


def owe(
    session: Session,
    address: Address,
    member_id: int | None,
    content: dict[str, Any],
    *,
    key: str,
    now: datetime,
    kind: str = ANSWERS,
    purpose: Purpose = Purpose.CONTENT,
    priority: Priority = Priority.ANSWER,
    not_before: datetime | None = None,
    expires: datetime | None = None,
    organisation_id: int | None = None,
    author_id: int | None = None,
) -> Delivery:
    """Owes a message to one chat: the answer to what was said there, what is for that phone alone (Purpose.HERE), or what its author
    sends to a group."""
    notice = Notice(
        key=key,
        kind=kind,
        purpose=purpose,
        content=content,
        created_at=now,
        organisation_id=organisation_id,
        author_id=author_id,
    )
    session.add(notice)
    session.flush()
    owed = Delivery(
        notice_id=notice.id,
        member_id=member_id,
        address_id=address.id,
        bot_id=address.bot_id,
        state=DeliveryState.QUEUED,
        priority=int(priority),
        asks="question" in content,
        not_before=not_before or now,
        expires_at=expires,
    )
    session.add(owed)
    session.flush()
    return owed


def cancel(session: Session, notice_id: int) -> int:
    """Takes a notice back: what has not gone of it never goes, also not to who joins later. Gives how many copies that was."""
    session.get_one(Notice, notice_id).withdrawn = True
    done = session.connection().execute(
        update(Delivery)
        .where(col(Delivery.notice_id) == notice_id, col(Delivery.state).in_(WAITING))
        .values(state=DeliveryState.CANCELLED)
    )
    return done.rowcount


def blank(session: Session, address_id: int, subject: str, since: datetime, instead: str) -> None:
    """Puts other words for what a form's questions whose subject begins so have said in a chat since then, without a trace."""
    leave_no_trace(session)
    rows = select(Notice).join(Delivery, col(Delivery.notice_id) == Notice.id)
    for notice in session.exec(rows.where(Delivery.address_id == address_id, Notice.created_at >= since)):
        question = notice.content.get("question", {})
        if question.get("subject", "").startswith(subject):
            notice.content = notice.content | {"text": instead}
    session.flush()


def blank_marked(session: Session, members: Sequence[int], mark: str, since: datetime, instead: str) -> None:
    """Puts other words for all that members heard since then in texts that begin with a mark, without a trace."""
    leave_no_trace(session)
    rows = select(Notice).join(Delivery, col(Delivery.notice_id) == Notice.id)
    for notice in session.exec(rows.where(col(Delivery.member_id).in_(members), Notice.created_at >= since)):
        if notice.content.get("text", "").startswith(mark):
            notice.content = {"text": instead}
    session.flush()


def supersede(session: Session, kind: str, thing: str) -> Notice | None:
    """Cancels what has not gone of all notices of a kind about a thing; gives the newest of them."""
    old = session.exec(select(Notice).where(Notice.kind == kind, concerning(thing))).all()
    for notice in old:
        cancel(session, notice.id)
    return max(old, key=lambda notice: notice.id, default=None)


def gone(session: Session, kind: str, thing: str) -> dict[int, str]:
    """Who got a notice of a kind about a thing: member ids, each with the key of the newest one that went to him."""
    went = session.exec(
        select(Delivery.member_id, Notice.key)
        .join(Notice, col(Notice.id) == Delivery.notice_id)
        .where(
            Notice.kind == kind,
            concerning(thing),
            col(Delivery.state).in_((DeliveryState.SENDING, DeliveryState.SENT)),
        )
        .order_by(col(Notice.id))
    )
    return {member_id: key for member_id, key in went if member_id is not None}


def cancel_for(session: Session, member: Member) -> None:
    """Takes back everything owed to a person: nothing automatic goes to somebody who has died (people 25).

    Also what is in flight, which would else go again if it did not arrive, and what waits for an address, which who comes back has.
    """
    owed = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.HELD, DeliveryState.UNREACHED)
    session.connection().execute(
        update(Delivery)
        .where(col(Delivery.member_id) == member.id, col(Delivery.state).in_(owed))
        .values(state=DeliveryState.CANCELLED)
    )


def deliver_to(session: Session, address: Address, binding: Binding, now: datetime) -> None:
    """What the member was owed without having an address goes to this one, as far as it is of use and agreed to, and not before its
    hour. What has arrived elsewhere, or is on its way there, does not. A copy of its own that this address lost untried, when less was
    agreed to for a while, is taken up again."""
    twin = aliased(Delivery)
    has_it = exists(
        select(col(twin.id)).where(
            twin.notice_id == Delivery.notice_id,
            twin.member_id == Delivery.member_id,
            col(twin.state).in_((DeliveryState.SENDING, DeliveryState.SENT)),
        )
    )
    tried_here = exists(
        select(col(twin.id)).where(
            twin.notice_id == Delivery.notice_id,
            twin.member_id == Delivery.member_id,
            twin.address_id == address.id,
            (col(twin.state) != DeliveryState.FAILED) | (col(twin.tries) > 0),
        )
    )
    rows = select(Delivery).join(Notice, col(Notice.id) == Delivery.notice_id)
    unreached = session.exec(
        rows.where(
            Delivery.member_id == binding.member_id,
            Delivery.state == DeliveryState.UNREACHED,
            of_use(now),
            col(Notice.purpose).in_(allowed(session, binding)),
            (col(Notice.purpose) != Purpose.DECISION) | (Notice.created_at >= binding.joined_at),
            ~tried_here,
            ~has_it,
        )
    ).all()
    for delivery in unreached:
        own = session.exec(
            select(Delivery).where(
                Delivery.notice_id == delivery.notice_id,
                Delivery.member_id == delivery.member_id,
                Delivery.address_id == address.id,
            )
        ).first()
        if own is not None:
            delivery.state, delivery = DeliveryState.CANCELLED, own
        delivery.address_id, delivery.bot_id = address.id, address.bot_id
        delivery.state, delivery.not_before = DeliveryState.QUEUED, max(delivery.not_before, now)
        delivery.trouble = None
    session.flush()


def reach(session: Session, people: People, purpose: Purpose) -> tuple[int, int]:
    """How many of the people a notice would reach, and how many have nothing that receives it."""
    every = session.exec(select(func.count()).select_from(Member).where(col(Member.id).in_(people))).one()
    reached = len(session.exec(receiving(people, purpose)).all())
    return reached, every - reached


def of_use_until(session: Session, key: str, moment: datetime) -> None:
    """The notice of that key is of use until another moment than was said when it was owed: what has not gone of it may go until
    then, and its question takes answers until then."""
    notices = select(Notice.id).where(Notice.key == key)
    session.connection().execute(
        update(Delivery).where(col(Delivery.notice_id).in_(notices)).values(expires_at=moment)
    )


def says_until(session: Session, key: str, words: str) -> None:
    """The notice of that key, where its text says until when it is open, says it in other words to whom it has not gone yet."""
    notice = session.exec(select(Notice).where(Notice.key == key)).first()
    before = notice.content.get("until") if notice is not None else None
    if notice is not None and before:
        text = notice.content["text"].replace(before, words)
        notice.content = notice.content | {"text": text, "until": words}


def expire(session: Session, now: datetime) -> int:
    """Ends what is late beyond use (people 15); gives how many."""
    done = session.connection().execute(
        update(Delivery)
        .where(col(Delivery.state) == DeliveryState.QUEUED, col(Delivery.expires_at) <= now)
        .values(state=DeliveryState.EXPIRED)
    )
    return done.rowcount
