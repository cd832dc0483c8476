"""Who is called to what a branch does (decision 24)."""

from collections import Counter
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.member.leading import holding
from models.member.record import MemberCircumstance, Membership, belonging, of_kind
from models.organisation import Organisation
from models.terms import CHI_UY, Body, Circumstance

NOT_CALLED = (Circumstance.EXEMPT, Circumstance.ELSEWHERE, Circumstance.SUSPENDED)


def of_body(
    branch: Organisation, now: datetime, body: Body = Body.BRANCH, cell: str | None = None
) -> SelectOfScalar[int]:
    """Ids of a body's members: the branch, its chi ủy, or one tổ đảng (people 17)."""
    everyone = belonging(branch)
    if body is Body.COMMITTEE:
        return everyone.where(col(Membership.member_id).in_(holding(branch.id, CHI_UY, now)))
    if body is Body.CELL:
        return everyone.where(Membership.cell == cell)
    return everyone


def called(
    branch: Organisation,
    now: datetime,
    body: Body = Body.BRANCH,
    cell: str | None = None,
    at: datetime | None = None,
) -> SelectOfScalar[int]:
    """Ids of who is called to a meeting, survey or message of the body (decision 24).

    All of either standing and those temporarily here; not those temporarily elsewhere or suspended; exempt ones only if they
    asked. at: when the meeting begins, by which who is elsewhere today may be back.
    """
    return of_body(branch, now, body, cell).where(col(Membership.member_id).not_in(_excused(at or now)))


def left_out(
    session: Session,
    branch: Organisation,
    now: datetime,
    body: Body,
    cell: str | None,
    at: datetime | None = None,
) -> dict[Circumstance, int]:
    """How many of the body are not called, by the reason; `at` as in `called`."""
    return dict(Counter(excused(session, branch, now, body, cell, at).values()))


def excused(
    session: Session,
    branch: Organisation,
    now: datetime,
    body: Body,
    cell: str | None,
    at: datetime | None = None,
) -> dict[int, Circumstance]:
    """Who of the body is not called, and why; `at` as in `called`."""
    rows = session.exec(
        select(MemberCircumstance)
        .where(col(MemberCircumstance.member_id).in_(of_body(branch, now, body, cell)))
        .where(of_kind(NOT_CALLED, at or now))
        .order_by(col(MemberCircumstance.id))
    )
    return {row.member_id: row.kind for row in rows}


def kept_away(at: datetime) -> SelectOfScalar[int]:
    """Ids of those who at that moment belong elsewhere for a time or are suspended, whoever called them before."""
    elsewhere = (Circumstance.ELSEWHERE, Circumstance.SUSPENDED)
    return select(MemberCircumstance.member_id).where(of_kind(elsewhere, at))


def _excused(at: datetime) -> SelectOfScalar[int]:
    return select(MemberCircumstance.member_id).where(of_kind(NOT_CALLED, at))
