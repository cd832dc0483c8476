"""A draft is put out for comment; which drafts there are, and for whom they are open (R1)."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models import member as members
from models.audit import note
from models.draft.comparing import alike
from models.draft.points import points_of
from models.draft.tables import Closed, Comment, Draft, DraftPoint, Past, successor
from models.member import Member, Membership
from models.organisation import Organisation
from models.terms import Circumstance, DocumentClass, Tie
from models.until import Until, ends, is_open, lasting, stands, withdraw

JUST_ENDED = timedelta(days=7)
"""So long after its end a draft may still be followed by its next version unasked."""


def put_out(
    session: Session,
    branch: Organisation,
    author: Member,
    text: str,
    until: Until,
    now: datetime,
    kind: DocumentClass = DocumentClass.INTERNAL,
    replaces: Draft | None = None,
) -> Draft:
    """Opens a draft for comment, by point where it has points; the version that it replaces is closed, and keeps its comments.

    Raises Past; Closed where that has been replaced already; ValueError for an empty text.
    """
    if not text:
        raise ValueError("an empty draft")
    if ends(until) <= now:
        raise Past
    made = Draft(organisation_id=branch.id, author_id=author.id, text=text, kind=kind, opened_at=now)
    made.lasts(until)
    if replaces is not None:
        if successor(session, replaces):
            raise Closed
        made.version, made.replaces_id = replaces.version + 1, replaces.id
        replaces.closed_at = replaces.closed_at or min(now, replaces.ends)
    session.add(made)
    session.flush()
    for place, point in enumerate(points_of(text), 1):
        session.add(DraftPoint(draft_id=made.id, place=place, label=point.label, text=point.text))
    session.flush()
    note(session, now, author.id, "draft.put_out", f"draft:{made.id}")
    return made


def take_back(session: Session, draft: Draft, author: Member, now: datetime) -> None:
    """See `until.withdraw`; a comment is an answer. The version before, which nobody saw replaced, is open again as long as it was to be."""
    said = session.exec(select(Comment.id).where(Comment.draft_id == draft.id)).first()
    withdraw(session, draft, said is not None, author, now)
    before = session.get(Draft, draft.replaces_id) if draft.taken_back and draft.replaces_id else None
    if before is not None and before.closed_at == draft.opened_at:
        before.closed_at = None
        session.flush()


def open_for(session: Session, member: Member, now: datetime) -> list[Draft]:
    """The drafts on which the member may comment at `now`, soonest closing first: of either standing, exempt or not, there or
    here for a time; not while suspended, and not after leaving."""
    holds = {circumstance.kind for circumstance in members.circumstances(session, member, now)}
    if Circumstance.SUSPENDED in holds or members.ended(session, member, now):
        return []
    ties = select(Membership.organisation_id).where(
        Membership.member_id == member.id,
        col(Membership.until).is_(None),
        col(Membership.tie).in_([Tie.OFFICIAL, Tie.TEMPORARY]),
    )
    rows = select(Draft).where(col(Draft.organisation_id).in_(ties), lasting(Draft, now))
    return sorted(session.exec(rows), key=lambda draft: (draft.ends, draft.id))


def earlier_version(session: Session, branch: Organisation, text: str, now: datetime) -> Draft | None:
    """The draft of which a text may be the next version: open, or just ended, not replaced yet, and alike."""
    rows = of_branch(session, branch)
    lately = [one for one in rows if one.ended_at > now - JUST_ENDED and not successor(session, one)]
    return next((one for one in lately if alike(one.text, text)), None)


def of_branch(session: Session, branch: Organisation) -> list[Draft]:
    """All drafts of a branch but those taken back, newest first."""
    rows = select(Draft).where(Draft.organisation_id == branch.id, stands(Draft))
    return list(session.exec(rows.order_by(col(Draft.id).desc())))


def followed_places(session: Session, member: Member, now: datetime) -> list[Organisation]:
    """The branches that the member follows from above and that have a draft open: of these he was told, though not asked."""
    places = members.followed(session, member, now)
    return [place for place in places if any(is_open(one, now) for one in of_branch(session, place))]
