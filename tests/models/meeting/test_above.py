"""Who follows a branch from above is called to its meetings, hears of them and counts nowhere (R15, people 17)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models import document, meeting, member
from models.meeting import Meeting
from models.member import Member
from models.sealing import Keys
from models.terms import Body, DocumentClass, OrganisationKind, Post, Standing
from tests.cast import ZONE, Branch, above, follows, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
STARTS = NOW + timedelta(days=5)


def planted(session: Session) -> tuple[Branch, Member, Member]:
    """The branch, its secretary, and Kiên who follows it."""
    branch = plant(session, Keys(b"x"), NOW)
    above(session, branch, NOW)
    follows(session, branch, "kiên", NOW)
    tú, kiên = (session.get_one(Member, branch.names[who]) for who in ("tú", "kiên"))
    return branch, tú, kiên


def test_he_is_called_to_what_all_of_the_branch_meets_for() -> None:
    with fresh() as session:
        branch, tú, kiên = planted(session)
        for body, cell, comes in (
            (Body.BRANCH, None, True),
            (Body.EXTENDED, None, True),
            (Body.COMMITTEE, None, False),
            (Body.CELL, "2", False),
        ):
            about = meeting.call(session, branch.place, tú, STARTS, "nhà", NOW, body=body, cell=cell)
            assert (kiên.id in session.exec(meeting.called_to(about)).all()) == comes
            assert (about in meeting.open_to(session, kiên, NOW)) == comes


def test_he_counts_in_no_list_and_no_roll() -> None:
    with fresh() as session:
        branch, tú, kiên = planted(session)
        about = meeting.call(session, branch.place, tú, STARTS, "nhà", NOW)
        meeting.answer(session, about, 1, kiên, True, NOW)
        meeting.answer(session, about, 1, tú, True, NOW)
        parts = meeting.listing(session, about)
        assert [line.member for line in parts.coming] == [tú]
        assert [line.member for line in parts.above] == [kiên]
        assert len(parts.unreached) == 8
        assert kiên.id not in meeting.marks(session, about)
        assert len(meeting.marks(session, about)) == 9
        assert kiên.id in session.exec(meeting.coming_to(about)).all(), "who comes is reminded"


def test_who_follows_it_no_more_is_called_no_more() -> None:
    with fresh() as session:
        branch, tú, kiên = planted(session)
        about = meeting.call(session, branch.place, tú, STARTS, "nhà", NOW)
        paper = kept(session, branch, tú, about)
        assert document.may_read(session, paper, kiên, NOW)
        member.dismiss(session, kiên, NOW, Post.FOLLOWER)
        assert kiên.id not in session.exec(meeting.called_to(about)).all()
        assert meeting.open_to(session, kiên, NOW) == []
        assert not document.may_read(session, paper, kiên, NOW)


def test_a_member_who_follows_his_own_branch_is_called_once_as_a_member() -> None:
    with fresh() as session:
        branch, tú, _ = planted(session)
        follows(session, branch, "lan", NOW)
        about = meeting.call(session, branch.place, tú, STARTS, "nhà", NOW)
        assert branch.names["lan"] in session.exec(meeting.of_body(about)).all()
        assert branch.names["lan"] not in session.exec(meeting.from_above(about)).all()


def test_papers_of_the_meeting_are_his_and_the_branchs_library_is_not() -> None:
    with fresh() as session:
        branch, tú, kiên = planted(session)
        about = meeting.call(session, branch.place, tú, STARTS, "nhà", NOW)
        own = member.branch_of(session, kiên)
        assert own is not None and own.kind is OrganisationKind.BRANCH and kiên.standing is Standing.OFFICIAL
        theirs, library = kept(session, branch, tú, about), kept(session, branch, tú, None)
        mine = kept(session, Branch(own), kiên, None)
        assert document.find(session, own, kiên, "") == [mine, theirs]
        assert document.numbered(session, own, kiên, 1) == [mine, theirs], "each branch counts its own"
        assert not document.may_read(session, library, kiên, NOW)


def kept(session: Session, branch: Branch, by: Member, about: Meeting | None) -> document.Document:
    """A document of a meeting or of the library."""
    file = document.put(session, b"to", None, None, NOW)
    return document.keep(
        session, branch.place, file.id, "to.pdf", by, "Tờ trình", DocumentClass.PUBLIC, about, NOW
    )
