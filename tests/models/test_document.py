"""Documents: bytes kept once and dropped with their last owner, and papers that only those see whom they concern."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import func, select

from handlers.kit.hours import Hours
from models import address as addresses
from models import bot_account, document, meeting, organisation, outbox
from models import form as forms
from models.database import TRACELESS, Session
from models.document import PART, Document, File, FilePart, Staged
from models.folding import fold
from models.member import Member, Membership, appoint
from models.sealing import Keys
from models.terms import Body, ChannelName, Consent, DocumentClass, JoinedBy, OrganisationKind, Post, Standing
from scheduler.expiry import drop_forms
from tests.cast import ZONE
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


@pytest.fixture
def session() -> Iterator[Session]:
    with fresh() as opened:
        yield opened


class Place:
    """A branch of a secretary, a committee member, Lan of tổ 2; two chats."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.branch = organisation.found(session, "Chi bộ 9", OrganisationKind.BRANCH, None, NOW)
        self.tu, self.thai, self.lan = (
            self._member(n, c) for n, c in (("Tú", "1"), ("Thái", "1"), ("Lan", "2"))
        )
        appoint(session, self.tu, Post.SECRETARY, self.branch, NOW - timedelta(days=9))
        appoint(session, self.thai, Post.COMMITTEE, self.branch, NOW - timedelta(days=9))
        bot = bot_account.known(session, ChannelName.ZALO, "1", "bot", NOW)
        self.chats = [addresses.at(session, bot, str(n), None, NOW) for n in range(2)]

    def _member(self, name: str, cell: str) -> Member:
        person = Member(name=f"Nguyễn {name}", folded=fold(f"Nguyễn {name}"), standing=Standing.OFFICIAL)
        self.session.add(person)
        self.session.flush()
        tie = Membership(member_id=person.id, organisation_id=self.branch.id, cell=cell, since=NOW)
        self.session.add(tie)
        return person

    def paper(self, title: str, about: meeting.Meeting | None = None) -> Document:
        file = document.put(self.session, title.encode(), title, None, NOW)
        return document.keep(
            self.session, self.branch, file.id, "a.txt", self.tu, title, DocumentClass.INTERNAL, about, NOW
        )

    def seen_by(self, who: Member, words: str = "") -> list[str]:
        return [paper.title for paper in document.find(self.session, self.branch, who, words)]


@pytest.fixture
def place(session: Session) -> Place:
    return Place(session)


@given(st.integers(0, 3 * PART + 7))
def test_parts_make_the_whole(size: int) -> None:
    data = bytes(i % 251 for i in range(256)) * (size // 256 + 1)
    with fresh() as session:
        file = document.put(session, data[:size], None, None, NOW)
        count = document.parts(session, file.id)
        assert count == -(-size // PART)
        assert b"".join(document.part(session, file.id, n) for n in range(count)) == data[:size]


def test_no_part_is_larger_than_it_may_be(session: Session) -> None:
    file = document.put(session, b"a", None, None, NOW)
    session.add(FilePart(file_id=file.id, n=1, data=bytes(PART + 1)))
    with pytest.raises(Exception, match="ck_file_part_size"):
        session.flush()


def test_the_same_bytes_are_kept_once(session: Session) -> None:
    one, two = (document.put(session, b"abc", "abc", None, NOW) for _ in range(2))
    assert one.id == two.id
    assert session.exec(select(func.count()).select_from(FilePart)).one() == 1


def staged(place: Place, chat: int, data: bytes = b"abc") -> Staged:
    row = document.stage(place.session, place.chats[chat], "a.txt", data, None, None, NOW)
    forms.put(place.session, place.chats[chat], place.tu.id, "tep", "title", {"file": row.file_id}, NOW)
    return row


def bytes_kept(session: Session) -> int:
    return session.exec(select(func.count()).select_from(File)).one()


def test_what_is_staged_stays_while_its_form_is_open_and_goes_with_it(place: Place) -> None:
    staged(place, 0)
    document.sweep(place.session, place.chats[0])
    assert bytes_kept(place.session) == 1
    forms.close(place.session, place.chats[0])
    document.sweep(place.session, place.chats[0])
    assert bytes_kept(place.session) == 0
    assert place.session.exec(select(FilePart)).all() == []
    assert TRACELESS in place.session.info


def test_bytes_that_another_chat_or_paper_has_do_not_go(place: Place) -> None:
    staged(place, 0)
    staged(place, 1)
    forms.close(place.session, place.chats[0])
    document.sweep(place.session, place.chats[0])
    assert bytes_kept(place.session) == 1
    file = place.session.exec(select(File)).one()
    document.keep(place.session, place.branch, file.id, "a", place.tu, "A", DocumentClass.PUBLIC, None, NOW)
    forms.close(place.session, place.chats[1])
    document.sweep(place.session, place.chats[1])
    assert bytes_kept(place.session) == 1
    assert place.session.exec(select(Staged)).all() == []


def test_a_form_left_for_a_day_takes_its_file_with_it(place: Place) -> None:
    staged(place, 0)
    drop_forms(place.session, NOW + timedelta(hours=23), Hours())
    assert bytes_kept(place.session) == 1
    drop_forms(place.session, NOW + timedelta(hours=25), Hours())
    assert bytes_kept(place.session) == 0


def test_a_second_file_takes_the_place_of_the_first(place: Place) -> None:
    staged(place, 0, b"one")
    staged(place, 0, b"two")
    assert bytes_kept(place.session) == 1
    assert document.part(place.session, place.session.exec(select(File.id)).one(), 0) == b"two"


def test_papers_of_a_meeting_are_seen_by_those_who_are_called(place: Place) -> None:
    """People 17: chi ủy's personnel paper is not for the branch."""
    soon = NOW + timedelta(days=3)
    committee = meeting.call(place.session, place.branch, place.tu, soon, "a", NOW, body=Body.COMMITTEE)
    cell = meeting.call(place.session, place.branch, place.tu, soon, "a", NOW, body=Body.CELL, cell="2")
    place.paper("Nhân sự", committee)
    place.paper("Tổ 2", cell)
    place.paper("Thư viện")
    assert place.seen_by(place.tu) == ["Thư viện", "Tổ 2", "Nhân sự"], "the author sees what he sent"
    assert place.seen_by(place.thai) == ["Thư viện", "Nhân sự"]
    assert place.seen_by(place.lan) == ["Thư viện", "Tổ 2"]
    for who in (place.tu, place.thai, place.lan):
        for paper in place.session.exec(select(Document)):
            assert document.may_read(place.session, paper, who, NOW) == (paper.title in place.seen_by(who))
    assert document.numbered(place.session, place.branch, place.lan, 1) == []
    assert len(document.numbered(place.session, place.branch, place.lan, 2)) == 1


def test_titles_are_found_by_their_words_without_accents(place: Place) -> None:
    for title in ("Nghị quyết tháng 12", "Nghị quyết tháng 11", "Kế hoạch 100%"):
        place.paper(title)
    assert place.seen_by(place.lan, "nghi quyet") == ["Nghị quyết tháng 11", "Nghị quyết tháng 12"]
    assert place.seen_by(place.lan, "12 nghị") == ["Nghị quyết tháng 12"]
    assert place.seen_by(place.lan, "%") == ["Kế hoạch 100%"]
    assert place.seen_by(place.lan, "không có") == []


def test_each_branch_counts_its_own_papers(place: Place) -> None:
    other = organisation.found(place.session, "Chi bộ 10", OrganisationKind.BRANCH, None, NOW)
    first, second = place.paper("A"), place.paper("B")
    file = document.put(place.session, b"c", None, None, NOW)
    third = document.keep(place.session, other, file.id, "c", place.tu, "C", DocumentClass.PUBLIC, None, NOW)
    assert [paper.number for paper in (first, second, third)] == [1, 2, 1]
    assert document.again(place.session, place.branch, b"A") == first
    assert document.again(place.session, other, b"A") is None, "another branch's papers are not told of"


def test_reach_counts_each_person_at_the_first_place_that_receives(place: Place) -> None:
    web = bot_account.known(place.session, ChannelName.WEB, "web", "web", NOW)
    for who, chat, consent in (
        (place.tu, place.chats[0], Consent.FULL),
        (place.lan, place.chats[1], Consent.TIMES_ONLY),
    ):
        addresses.consent(addresses.bind(place.session, chat, who, JoinedBy.CODE, NOW), consent, "1", NOW)
    for who in (place.tu, place.lan):
        browser = addresses.at(place.session, web, who.name, None, NOW)
        bound = addresses.bind(place.session, browser, who, JoinedBy.CODE, NOW)
        addresses.consent(bound, Consent.FULL, "1", NOW)
    people = [place.tu.id, place.lan.id, place.thai.id]
    assert document.reach(place.session, people) == {ChannelName.ZALO: 1, ChannelName.WEB: 1}


def test_a_links_token_is_nothing_without_the_key(place: Place) -> None:
    row = document.upload_link(place.session, Keys(b"one"), place.chats[0].id, NOW)
    token = document.token_of(Keys(b"one"), row)
    assert document.way_in(place.session, Keys(b"one"), token) == row
    assert document.way_in(place.session, Keys(b"two"), token) is None
    assert document.token_of(Keys(b"two"), row) != token
    assert row.hashed is not None
    assert token not in row.hashed
    assert document.file_link(place.session, Keys(b"one"), token) is None, "one kind of link is not another"


def test_a_file_of_a_phone_let_go_does_not_stay(place: Place) -> None:
    staged(place, 0)
    bound = addresses.bind(place.session, place.chats[0], place.tu, JoinedBy.CODE, NOW)
    outbox.let_go(place.session, bound, NOW)
    drop_forms(place.session, NOW, Hours())
    assert bytes_kept(place.session) == 0
