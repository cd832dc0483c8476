"""Absences for a time (people 33): still called and still told, excused at the roll; from three months on the leader is asked for a
temporary transfer (R24), after which the member is neither called nor counted."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.audit import note
from models.member.exemption import exempt
from models.member.record import Member, MemberCircumstance, gone, in_force
from models.terms import Circumstance

LONG = relativedelta(months=3)
"""So long an absence asks for a temporary transfer (R24)."""

A_WEEK = relativedelta(weeks=1)
"""So long an absence is worth a word when it ends."""


class ElsewhereAlready(Exception):
    """The member belongs elsewhere for a time, so that he is neither called nor missed."""


def absences(session: Session, people: SelectOfScalar[int], at: datetime) -> dict[int, MemberCircumstance]:
    """Who of the people is away at that moment, by id."""
    row = MemberCircumstance
    rows = select(row).where(row.kind == Circumstance.AWAY, in_force(at), col(row.member_id).in_(people))
    return {held.member_id: held for held in session.exec(rows)}


def go_away(
    session: Session,
    member: Member,
    since: datetime,
    until: datetime | None,
    reason: str | None,
    author: Member,
    now: datetime,
) -> MemberCircumstance:
    """Records that a member is away from `since` until just before `until` (None: nobody knows). Raises ElsewhereAlready.

    It prolongs or shortens the absence that it crosses, which is still counted from its first day. What is still to come beside it
    is dropped: the last word is the plan.
    """
    if _of(session, member, Circumstance.ELSEWHERE, now, running=True):
        raise ElsewhereAlready
    known = _of(session, member, Circumstance.AWAY, now)
    crossed = [held for held in known if held.since <= since and (held.until is None or since <= held.until)]
    for held in known:
        if held.since > now and held not in crossed:
            held.until = held.since
    away = (
        crossed[0]
        if crossed
        else MemberCircumstance(member_id=member.id, kind=Circumstance.AWAY, since=since)
    )
    away.until, away.reason = until, reason or away.reason
    session.add(away)
    session.flush()
    note(session, now, author.id, "absence.begin", f"member_circumstance:{away.id}")
    return away


def begun_by_now(session: Session, member: Member, now: datetime) -> bool:
    """Lets an absence that was to come begin now, its end as it was said; False where none was to come."""
    coming = _of(session, member, Circumstance.AWAY, now)
    if coming:
        coming[0].since = min(coming[0].since, now)
        session.flush()
    return bool(coming)


def come_home(
    session: Session, member: Member, kind: Circumstance, author: Member, now: datetime
) -> list[MemberCircumstance]:
    """Ends every absence (or, by its kind, every time elsewhere) that runs or is to come; gives what was ended."""
    ending = _of(session, member, kind, now)
    for held in ending:
        held.until = max(now, held.since)
        note(session, now, author.id, "absence.end", f"member_circumstance:{held.id}")
    session.flush()
    return ending


def long_absences(session: Session, now: datetime) -> list[tuple[MemberCircumstance, Member]]:
    """Absences that have lasted or will last three months, about which nobody was asked yet; the exempt need no transfer."""
    row = MemberCircumstance
    running = (
        select(row, Member)
        .join(Member, col(Member.id) == row.member_id)
        .where(row.kind == Circumstance.AWAY, col(row.transfer_asked).is_(None), in_force(now))
        .where(col(row.member_id).not_in(gone()), col(row.member_id).not_in(exempt(now)))
        .order_by(col(row.id))
    )
    return [(held, who) for held, who in session.exec(running) if held.since + LONG <= (held.until or now)]


def ending_absences(
    session: Session, now: datetime, by: datetime
) -> list[tuple[MemberCircumstance, Member, datetime]]:
    """Absences of a week or more that run and end by then, each with its end; the exempt are not missed anyway."""
    row = MemberCircumstance
    running = (
        select(row, Member)
        .join(Member, col(Member.id) == row.member_id)
        .where(row.kind == Circumstance.AWAY, in_force(now), col(row.until) <= by)
        .where(col(row.member_id).not_in(gone()), col(row.member_id).not_in(exempt(now)))
        .order_by(col(row.id))
    )
    found = session.exec(running)
    return [
        (held, who, held.until) for held, who in found if held.until and held.since + A_WEEK <= held.until
    ]


def transferred(
    session: Session, away: MemberCircumstance, until: datetime, author: Member, now: datetime
) -> MemberCircumstance:
    """From now on until `until` the member belongs elsewhere for a time instead of being away: R24 knows no transfer without an end."""
    away.until = now
    elsewhere = MemberCircumstance(
        member_id=away.member_id,
        kind=Circumstance.ELSEWHERE,
        since=now,
        until=until,
        reason=away.reason,
    )
    session.add(elsewhere)
    session.flush()
    note(session, now, author.id, "absence.transfer", f"member_circumstance:{elsewhere.id}")
    return elsewhere


def _of(
    session: Session, member: Member, kind: Circumstance, now: datetime, running: bool = False
) -> list[MemberCircumstance]:
    """What of that kind holds for the member or is to come, in order; only what holds, where asked so."""
    row = MemberCircumstance
    rows = select(row).where(
        row.member_id == member.id,
        row.kind == kind,
        col(row.until).is_(None) | ((col(row.until) > now) & (col(row.until) > col(row.since))),
    )
    if running:
        rows = rows.where(in_force(now))
    return list(session.exec(rows.order_by(col(row.since), col(row.id))))
