"""Codes and numbers: what a stranger can and cannot reach with them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, func, select

from models import address as addresses
from models import bot_account, invite, member, organisation
from models.address import Address, Binding
from models.bot_account import BotAccount
from models.folding import fold
from models.invite import ANSWERED_ONCE_IN, NUMBER_LIVES, WaitingNumber, WrongCode, WrongCodeGiven
from models.member import Member, MemberCircumstance, Membership
from models.organisation import Organisation
from models.sealing import Keys
from models.terms import ChannelName, Circumstance, OrganisationKind, Post, Standing
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
KEYS = Keys(b"k")


@pytest.fixture
def session() -> Iterator[Session]:
    with fresh() as opened:
        yield opened


def branch(session: Session, name: str = "Chi bộ 9") -> Organisation:
    return organisation.found(session, name, OrganisationKind.BRANCH, None, NOW)


def person(session: Session, place: Organisation, name: str = "Nguyễn Thị Lan") -> Member:
    made = Member(name=name, folded=fold(name), standing=Standing.OFFICIAL)
    session.add(made)
    session.flush()
    session.add(Membership(member_id=made.id, organisation_id=place.id, since=NOW))
    session.flush()
    return made


def chat(session: Session, identity: str = "a") -> Address:
    bot = bot_account.known(session, ChannelName.ZALO, "1", "so", NOW)
    return addresses.at(session, bot, identity, None, NOW)


def test_a_code_of_somebody_gone_is_a_wrong_code(session: Session) -> None:
    lan = person(session, branch(session))
    code = invite.issue(session, KEYS, lan, NOW)
    session.add(MemberCircumstance(member_id=lan.id, kind=Circumstance.MOVED, since=NOW))
    assert invite.named_by(session, KEYS, chat(session), code, NOW) is None
    with pytest.raises(WrongCodeGiven):
        invite.redeem(session, KEYS, chat(session), code, NOW)
    assert session.exec(select(Binding)).all() == []
    assert invite.wrong_codes(session, chat(session), NOW) == 1


def test_a_code_works_only_at_a_bot_that_serves_the_branch(session: Session) -> None:
    here, there = branch(session), branch(session, "Chi bộ 8")
    lan, where = person(session, here), chat(session)
    bot = bot_account.known(session, ChannelName.ZALO, "1", "so", NOW)
    code = invite.issue(session, KEYS, lan, NOW)
    bot.organisation_id = there.id
    with pytest.raises(WrongCodeGiven):
        invite.redeem(session, KEYS, where, code, NOW)
    bot.organisation_id = here.id
    assert invite.redeem(session, KEYS, where, code, NOW).member_id == lan.id


def test_an_invite_found_before_works_once_and_is_no_guess(session: Session) -> None:
    lan = person(session, branch(session))
    code = invite.issue(session, KEYS, lan, NOW)
    found = invite.named_by(session, KEYS, chat(session), code, NOW)
    assert found is not None
    assert invite.redeem_invite(session, chat(session), found.id, NOW).member_id == lan.id
    with pytest.raises(WrongCodeGiven):
        invite.redeem_invite(session, chat(session, "b"), found.id, NOW)
    assert session.exec(select(func.count()).select_from(WrongCode)).one() == 0


def test_administrators_hear_of_guessing_else_all_leaders(session: Session) -> None:
    one, two = branch(session), branch(session, "Chi bộ 8")
    tu, hoa, lan = (person(session, one, n) for n in ("Nguyễn Văn Tú", "Trần Thị Hòa", "Nguyễn Thị Lan"))
    member.appoint(session, tu, Post.SECRETARY, one, NOW)
    member.appoint(session, hoa, Post.DEPUTY, two, NOW)
    member.appoint(session, lan, Post.COMMITTEE, one, NOW)
    assert invite.watchers(session, NOW) == [tu.id, hoa.id]
    member.appoint(session, lan, Post.ADMINISTRATOR, one, NOW)
    assert invite.watchers(session, NOW) == [lan.id]
    session.add(MemberCircumstance(member_id=lan.id, kind=Circumstance.DECEASED, since=NOW))
    assert invite.watchers(session, NOW) == [tu.id, hoa.id]


@given(st.lists(st.integers(min_value=0, max_value=12), min_size=1, max_size=30))
def test_a_stranger_is_answered_once_in_ten_minutes_with_a_number_that_is_good(pauses: list[int]) -> None:
    with fresh() as session:
        here, where, now, answered = branch(session), chat(session), NOW, []
        for pause in pauses:
            now += timedelta(minutes=pause)
            if not invite.shown_lately(session, where, now):
                number = invite.number_for(session, where, now)
                assert number is not None
                answered.append(now)
                found = invite.waiting(session, number, here, now + NUMBER_LIVES - timedelta(seconds=1))
                assert found is not None and found.address_id == where.id
        assert all(b - a >= ANSWERED_ONCE_IN for a, b in pairwise(answered))
        assert answered[0] == NOW + timedelta(minutes=pauses[0])


def test_who_waited_is_not_whoever_has_the_number_now(session: Session) -> None:
    here = branch(session)
    number = invite.number_for(session, chat(session), NOW)
    assert number is not None
    first = invite.waiting(session, number, here, NOW)
    assert first is not None and invite.still_waiting(session, first.id, NOW) is first
    later = NOW + NUMBER_LIVES
    session.add(
        WaitingNumber(
            number=number,
            address_id=chat(session, "b").id,
            shown_at=later,
            expires_at=later + NUMBER_LIVES,
        )
    )
    assert invite.waiting(session, number, here, later) is not None
    assert invite.still_waiting(session, first.id, later) is None


def test_a_bot_of_another_branch_binds_nobody_here(session: Session) -> None:
    ward = organisation.found(session, "Đảng bộ phường", OrganisationKind.GRASSROOTS, None, NOW)
    one = organisation.found(session, "Chi bộ 1", OrganisationKind.BRANCH, ward, NOW)
    two = organisation.found(session, "Chi bộ 2", OrganisationKind.BRANCH, ward, NOW)
    where = chat(session)
    number = invite.number_for(session, where, NOW)
    assert number is not None
    bot = session.get_one(BotAccount, where.bot_id)
    served = {}
    for owner in (None, ward, one, two):
        bot.organisation_id = owner.id if owner else None
        served[owner and owner.name] = [
            invite.waiting(session, number, place, NOW) is not None for place in (one, two)
        ]
    assert served == {
        None: [True, True],
        "Đảng bộ phường": [True, True],
        "Chi bộ 1": [True, False],
        "Chi bộ 2": [False, True],
    }


def test_twenty_wait_at_each_bot_and_all_numbers_differ(session: Session) -> None:
    numbers = []
    for bot_name in ("1", "2"):
        bot = bot_account.known(session, ChannelName.ZALO, bot_name, "so", NOW)
        chats = [addresses.at(session, bot, str(n), None, NOW) for n in range(21)]
        shown = [invite.number_for(session, one, NOW) for one in chats]
        assert shown[-1] is None
        numbers += shown[:-1]
    assert None not in numbers and len(set(numbers)) == 40
