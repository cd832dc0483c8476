"""Papers from above: a leader who has not passed one on is reminded once a day before its end; then the office hears who has not; and
what is to be read at a meeting joins it when one is called (people 16). None of it in quiet hours."""

from contextlib import suppress
from datetime import datetime, time, timedelta

from handlers.dispatches import reminding
from handlers.dispatches.going import KIND, OF_USE_FOR, message
from handlers.kit.hours import Hours
from handlers.kit.occasions import matter
from models import dispatch, member, outbox
from models.database import Session
from models.document import Document
from models.member import leaders
from models.organisation import Organisation

MORNING = time(8)
"""Reminders wait for the working day."""


def remind(session: Session, now: datetime, hours: Hours) -> None:
    """Owes today's reminders: not on the day on which it was sent, nor on that on which somebody said later."""
    if hours.for_the_clock(now) > now or now.time() < MORNING:
        return
    for sent, row in dispatch.to_remind(session, now):
        last = max(sent.sent_at, row.decided_at or sent.sent_at).astimezone(now.tzinfo)
        heard = dispatch.told(session, row, now.replace(hour=0, minute=0, second=0, microsecond=0))
        leading = leaders(session, _place(session, row.organisation_id), now)
        people = [who.id for who in leading if who.id in heard]
        if not people or last.date() == now.date():
            continue
        with suppress(outbox.Again):
            outbox.tell(
                session,
                people,
                reminding.reminder(session, sent, row, now).content(),
                key=f"{row.key}:{now:%Y-%m-%d}",
                kind="dispatch-reminder",
                now=now,
                expires=sent.ends_at,
                organisation_id=row.organisation_id,
            )


def tell_new_leaders(session: Session, now: datetime, hours: Hours) -> None:
    """Who has come to lead a branch since a paper went out, also where nobody led it then, gets it as the others did."""
    for sent, row in dispatch.to_decide(session, now, OF_USE_FOR):
        heard = dispatch.told(session, row, now + timedelta(seconds=1))
        for leader in leaders(session, _place(session, row.organisation_id), now):
            if leader.id in heard:
                continue
            outbox.tell(
                session,
                [leader.id],
                message(session, sent, row, now).content(),
                key=f"{row.key}:to:{leader.id}",
                kind=KIND,
                now=now,
                not_before=hours.for_the_clock(now),
                expires=sent.ends_at + OF_USE_FOR,
                organisation_id=row.organisation_id,
            )


def tell_late(session: Session, now: datetime, hours: Hours) -> None:
    """When a paper's time is over, whoever sent it and whoever leads the office hear once which branches have not done it."""
    if hours.for_the_clock(now) > now:
        return
    for sent in dispatch.late(session, now):
        sent.told_at = now
        found = dispatch.standing(session, sent, now)
        missing = dispatch.unanswered(sent, found)
        if not missing:
            continue
        office = _place(session, sent.organisation_id)
        people = {who.id for who in leaders(session, office, now)}
        author = session.get_one(member.Member, sent.author_id)
        if dispatch.may_send(session, author, office.id, now):
            people.add(author.id)
        told = reminding.ended(dispatch.paper_of(session, sent).title, missing, len(found))
        outbox.tell(
            session,
            sorted(people),
            told.content(),
            key=f"{dispatch.key_of(sent.id)}ended",
            kind="dispatch-ended",
            now=now,
            expires=now + outbox.CALLS_FOR,
        )


def join_meetings(session: Session, now: datetime, hours: Hours) -> None:
    """What is to be read at a meeting stands among the papers of the next one as soon as that is called; whoever leads hears of it."""
    for row in dispatch.joining(session, now):
        about = dispatch.join_meeting(session, row, now)
        if about is None:
            continue
        own = session.get_one(Document, row.document_id)
        branch = _place(session, row.organisation_id)
        with suppress(outbox.Again):
            outbox.tell(
                session,
                [who.id for who in leaders(session, branch, now)],
                reminding.joined(own.title, own.number, matter(about, now)).content(),
                key=f"{row.key}:meeting:{about.id}",
                kind="dispatch-joined",
                now=now,
                not_before=hours.for_the_clock(now),
                expires=about.starts,
                organisation_id=branch.id,
            )


def _place(session: Session, organisation_id: int) -> Organisation:
    return session.get_one(Organisation, organisation_id)
