"""Papers from above: who may send and read them, what is the same paper again, and whose place another takes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from handlers.dispatches.own import decided
from models import dispatch, document, meeting, organisation
from models.database import Session
from models.dispatch import Decision, Dispatch, HandedDown, Handling, State
from models.document import Document
from models.folding import fold
from models.member import Member, Membership, appoint, dismiss
from models.organisation import Organisation
from models.terms import DocumentClass, OrganisationKind, Post, Standing
from tests.cast import ZONE
from tests.database import fresh

NOW = datetime(2026, 12, 1, 17, 5, tzinfo=ZONE)


class Ward:
    """A ward with two branches: Kiên is its secretary, Tú and Hòa lead the ninth, Mai the tenth."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ward = organisation.found(session, "Đảng bộ phường", OrganisationKind.GRASSROOTS, None, NOW)
        self.ninth, self.tenth = (
            organisation.found(session, name, OrganisationKind.BRANCH, self.ward, NOW)
            for name in ("Chi bộ 9", "Chi bộ 10")
        )
        self.kien = self.person("Kiên", self.tenth, Post.SECRETARY, self.ward)
        self.tu = self.person("Tú", self.ninth, Post.SECRETARY, self.ninth)
        self.hoa = self.person("Hòa", self.ninth, Post.DEPUTY, self.ninth)
        self.mai = self.person("Mai", self.tenth, Post.SECRETARY, self.tenth)
        self.lan = self.person("Lan", self.ninth)

    def person(
        self, name: str, branch: Organisation, post: Post | None = None, place: Organisation | None = None
    ) -> Member:
        who = Member(name=f"Nguyễn {name}", folded=fold(f"Nguyễn {name}"), standing=Standing.OFFICIAL)
        self.session.add(who)
        self.session.flush()
        self.session.add(Membership(member_id=who.id, organisation_id=branch.id, since=NOW))
        if post and place:
            appoint(self.session, who, post, place, NOW - timedelta(days=9))
        return who

    def sends(
        self,
        data: bytes = b"one",
        number: str | None = "12-cv/du",
        dated: str | None = None,
        replaces: Dispatch | None = None,
        at: datetime = NOW,
    ) -> tuple[Document, Dispatch, HandedDown]:
        file = document.put(self.session, data, "text", None, at)
        paper = document.keep(
            self.session, self.ward, file.id, "a.docx", self.kien, "Số 12", DocumentClass.INTERNAL, None, at
        )
        sent = dispatch.send(
            self.session, self.ward, self.kien, paper, number, dated, Handling.SPREAD,
            at + timedelta(days=3), at, at, replaces,
        )  # fmt: skip
        return paper, sent, dispatch.hand_down(self.session, sent, self.ninth)


@pytest.fixture
def ward() -> Iterator[Ward]:
    with fresh() as opened:
        yield Ward(opened)


def test_who_leads_or_administers_what_has_branches_below_sends(ward: Ward) -> None:
    admin = ward.person("An", ward.tenth, Post.ADMINISTRATOR, ward.ward)
    for who, sends in ((ward.kien, True), (admin, True), (ward.tu, False), (ward.lan, False)):
        assert bool(dispatch.offices(ward.session, who, NOW)) is sends, who.name
    dismiss(ward.session, ward.kien, NOW)
    assert not dispatch.may_send(ward.session, ward.kien, ward.ward.id, NOW)


def test_a_paper_is_read_by_those_to_whose_branch_it_went_alone(ward: Ward) -> None:
    paper, sent, _ = ward.sends()
    readers = {
        w.given
        for w in (ward.tu, ward.hoa, ward.mai, ward.lan)
        if dispatch.may_read(ward.session, paper, w, NOW)
    }
    assert readers == {"Tú", "Hòa"}
    dispatch.take_back(ward.session, sent, ward.kien, NOW)
    assert not dispatch.may_read(ward.session, paper, ward.tu, NOW)


def test_the_same_bytes_are_the_same_paper_until_it_is_taken_back(ward: Ward) -> None:
    _, sent, _ = ward.sends()
    assert dispatch.again(ward.session, ward.ward, b"one") == sent
    assert dispatch.again(ward.session, ward.ward, b"two") is None
    dispatch.take_back(ward.session, sent, ward.kien, NOW)
    assert dispatch.again(ward.session, ward.ward, b"one") is None


@pytest.mark.parametrize(
    ("number", "dated", "at", "same"),
    [
        ("12-cv/du", "2026-11-30", NOW, True),
        ("12-cv/du", None, NOW, True),
        ("12-cv/du", "2026-11-29", NOW, False),
        ("13-cv/du", "2026-11-30", NOW, False),
        ("12-cv/du", None, NOW + timedelta(days=40), False),
        (None, "2026-11-30", NOW, False),
    ],
)
def test_one_number_and_date_is_one_paper(
    ward: Ward, number: str | None, dated: str | None, at: datetime, same: bool
) -> None:
    _, sent, _ = ward.sends(dated="2026-11-30")
    assert (dispatch.earlier(ward.session, ward.ward, number, dated, at) == sent) is same


def test_a_decision_stands_and_only_who_leads_takes_it(ward: Ward) -> None:
    _, _, row = ward.sends()
    for stranger in (ward.mai, ward.lan, ward.kien):
        with pytest.raises(dispatch.NoRight):
            dispatch.spread(ward.session, row, stranger, NOW)
    dispatch.put_off(ward.session, row, ward.tu, NOW)
    own = dispatch.spread(ward.session, row, ward.hoa, NOW)
    assert decided(ward.session, ward.hoa, NOW) == ["Số 12: Gửi đảng viên, 17h05 ngày 01/12/2026"]
    with pytest.raises(dispatch.Settled):
        dispatch.read_at_meeting(ward.session, row, ward.tu, NOW)
    document.remove(ward.session, own, ward.tu, NOW)
    dispatch.read_at_meeting(ward.session, row, ward.tu, NOW)
    assert row.decision is Decision.AT_MEETING


def test_the_old_paper_is_decided_no_more_and_leaves_the_library_with_the_new_ones_coming(ward: Ward) -> None:
    _, old, row = ward.sends()
    first = dispatch.spread(ward.session, row, ward.tu, NOW)
    _, _, newer = ward.sends(b"two", replaces=old)
    with pytest.raises(dispatch.Replaced):
        dispatch.put_off(ward.session, row, ward.tu, NOW)
    assert first.kind is DocumentClass.INTERNAL
    dispatch.spread(ward.session, newer, ward.tu, NOW)
    assert first.kind is DocumentClass.REMOVED


def test_what_is_read_at_a_meeting_follows_to_the_next_one_when_the_first_is_called_off(ward: Ward) -> None:
    _, sent, row = ward.sends()
    assert dispatch.read_at_meeting(ward.session, row, ward.tu, NOW) is None
    assert dispatch.joining(ward.session, NOW) == [row]
    first, second = (
        meeting.call(ward.session, ward.ninth, ward.tu, NOW + timedelta(days=day), "nhà văn hóa", NOW)
        for day in (5, 6)
    )
    assert dispatch.join_meeting(ward.session, row, NOW) == first
    assert dispatch.joining(ward.session, NOW) == []
    meeting.called_off(ward.session, first, ward.tu, NOW)
    assert dispatch.joining(ward.session, NOW) == [row]
    assert dispatch.join_meeting(ward.session, row, NOW) == second
    (standing,) = dispatch.standing(ward.session, sent, NOW)
    assert (standing.state, standing.meeting) == (State.AT_MEETING, second)


def test_a_branch_that_the_new_paper_never_came_to_still_has_the_old_one(ward: Ward) -> None:
    _, old, row = ward.sends()
    _, new, replaced = ward.sends(b"two", replaces=old)
    assert [one for _, one in dispatch.to_remind(ward.session, NOW)] == [replaced]
    assert dispatch.take_back_unheard(ward.session, new) == 1
    assert [one for _, one in dispatch.to_remind(ward.session, NOW)] == [row]
    dispatch.read_at_meeting(ward.session, row, ward.tu, NOW)
    assert dispatch.superseded(ward.session, old)
