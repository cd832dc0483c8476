"""Drafts put out for comment, and the comments: open until a moment, of everybody who belongs to the branch (R1, people 19)."""

from datetime import datetime

from sqlmodel import Session, col, select

from models import member as members
from models.audit import note
from models.member import Member, Membership
from models.organisation import Organisation
from models.table import Row, link, moment, rules
from models.terms import Circumstance, Tie
from models.until import Lasting, Until, ends, is_open, lasting, stands, withdraw


class Draft(Lasting, table=True):
    """A draft resolution. Its first line is what it is called by."""

    __table_args__ = rules()
    text: str

    @property
    def title(self) -> str:
        """The first line."""
        return self.text.split("\n", 1)[0]


class Comment(Row, table=True):
    """What a member says to a draft, in his own words; a member may say several things."""

    __table_args__ = rules()
    draft_id: int = link("draft.id")
    member_id: int = link("member.id")
    text: str
    said_at: datetime = moment()


class Past(Exception):
    """The moment until which it should be open has passed."""


class Closed(Exception):
    """The draft takes no more comments; nothing was recorded."""


class NotHere(Exception):
    """The member does not belong to the branch whose draft it is, or takes no part in its life at present."""


def put_out(
    session: Session, branch: Organisation, author: Member, text: str, until: Until, now: datetime
) -> Draft:
    """Opens a draft for comment. Raises Past; ValueError for an empty text."""
    if not text:
        raise ValueError("an empty draft")
    if ends(until) <= now:
        raise Past
    made = Draft(organisation_id=branch.id, author_id=author.id, text=text, opened_at=now)
    made.lasts(until)
    session.add(made)
    session.flush()
    note(session, now, author.id, "draft.put_out", f"draft:{made.id}")
    return made


def comment(session: Session, draft: Draft, member: Member, text: str, now: datetime) -> Comment:
    """Records a comment; the same words of the same member stand once. Raises Closed, NotHere, ValueError for an empty text."""
    if not text:
        raise ValueError("an empty comment")
    if not is_open(draft, now):
        raise Closed
    if draft not in open_for(session, member, now):
        raise NotHere
    same = select(Comment).where(
        Comment.draft_id == draft.id, Comment.member_id == member.id, Comment.text == text
    )
    said = session.exec(same).first()
    if said is None:
        said = Comment(draft_id=draft.id, member_id=member.id, text=text, said_at=now)
        session.add(said)
        session.flush()
    return said


def take_back(session: Session, draft: Draft, author: Member, now: datetime) -> None:
    """See `until.withdraw`; a comment is an answer."""
    said = session.exec(select(Comment.id).where(Comment.draft_id == draft.id)).first()
    withdraw(session, draft, said is not None, author, now)


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


def of_branch(session: Session, branch: Organisation) -> list[Draft]:
    """All drafts of a branch but those taken back, newest first."""
    rows = select(Draft).where(Draft.organisation_id == branch.id, stands(Draft))
    return list(session.exec(rows.order_by(col(Draft.id).desc())))


def followed_places(session: Session, member: Member, now: datetime) -> list[Organisation]:
    """The branches that the member follows from above and that have a draft open: of these he was told, though not asked."""
    places = members.followed(session, member, now)
    return [place for place in places if any(is_open(one, now) for one in of_branch(session, place))]


def comments(session: Session, draft: Draft) -> list[tuple[Member, list[Comment]]]:
    """The comments on a draft by member: members in the order in which they first spoke, each one's in order."""
    rows = session.exec(
        select(Member, Comment)
        .join(Comment, col(Comment.member_id) == Member.id)
        .where(Comment.draft_id == draft.id)
        .order_by(col(Comment.id))
    )
    found: dict[int, tuple[Member, list[Comment]]] = {}
    for who, said in rows:
        found.setdefault(who.id, (who, []))[1].append(said)
    return list(found.values())


def comments_by(session: Session, member: Member) -> list[tuple[Draft, Comment]]:
    """All that a member has said on drafts, the oldest first."""
    rows = select(Draft, Comment).join(Comment, col(Comment.draft_id) == Draft.id)
    return list(session.exec(rows.where(Comment.member_id == member.id).order_by(col(Comment.id))))
