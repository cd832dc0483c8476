"""A file with /vanban written under it, from somebody who leads a branch as well as what stands above it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from handlers.dispatches.door import take
from handlers.kit.incoming import FileSaid, Incoming, Kind, Prepared
from handlers.kit.message import as_list
from handlers.kit.router import load
from handlers.kit.turn import Turn
from models import address as addresses
from models import bot_account, organisation
from models.database import Session
from models.folding import fold
from models.member import Member, Membership, appoint
from models.sealing import Keys
from models.terms import ChannelName, Consent, JoinedBy, OrganisationKind, Post, Standing
from tests.cast import ZONE
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


@pytest.fixture
def session() -> Iterator[Session]:
    load()
    with fresh() as opened:
        yield opened


def file(session: Session, caption: str, *posts_in: str) -> Turn:
    """A turn in which somebody sends a file; he is secretary of what is named: "ward", "branch"."""
    ward = organisation.found(session, "Đảng bộ", OrganisationKind.GRASSROOTS, None, NOW)
    branch = organisation.found(session, "Chi bộ 9", OrganisationKind.BRANCH, ward, NOW)
    who = Member(name="Bùi Trung Kiên", folded=fold("Bùi Trung Kiên"), standing=Standing.OFFICIAL)
    session.add(who)
    session.flush()
    session.add(Membership(member_id=who.id, organisation_id=branch.id, since=NOW))
    for place in posts_in:
        where = ward if place == "ward" else branch
        appoint(session, who, Post.SECRETARY, where, NOW - timedelta(days=9))
    bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "bot", NOW)
    address = addresses.at(session, bot, "7", None, NOW)
    addresses.consent(addresses.bind(session, address, who, JoinedBy.CODE, NOW), Consent.FULL, "1", NOW)
    said = Incoming(
        "7", Kind.FILE, caption, file=FileSaid("x", "cv.docx", 3), prepared=Prepared(b"abc", "abc", None)
    )
    turn = Turn(session, NOW, said, address, Keys(b"k"), addresses.served(session, address))
    turn.becomes(who)
    return turn


def test_the_word_under_the_file_sends_it_down_and_proposes_the_title(session: Session) -> None:
    (asked,) = as_list(take(file(session, "/vanban Số 12-CV/ĐU về thu đảng phí", "ward", "branch")))
    assert "“Số 12-CV/ĐU về thu đảng phí”" in asked.text


def test_without_the_word_it_is_for_the_branch_that_he_leads(session: Session) -> None:
    assert take(file(session, "Kế hoạch", "ward", "branch")) is None


def test_without_the_word_it_is_sent_down_by_who_leads_no_branch(session: Session) -> None:
    assert as_list(take(file(session, "Kế hoạch", "ward")))


def test_who_sends_nothing_down_hears_whose_word_it_is(session: Session) -> None:
    (said,) = as_list(take(file(session, "/vanban Số 12", "branch")))
    assert said.question is None and "chi bộ" in said.text
