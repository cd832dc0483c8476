"""What arrives with a code or a contact, turn by turn on a database: what the leaders hear, and what is kept meanwhile."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from handlers.joining import codes
from handlers.kit.dispatch import respond
from handlers.kit.incoming import Incoming, Kind
from handlers.kit.router import load
from handlers.kit.turn import Turn
from handlers.kit.wording import leaders_only
from models import address as addresses
from models import bot_account, invite, member, organisation
from models.form import OpenForm
from models.invite import WrongCode
from models.member import Member
from models.outbox import Delivery, Notice
from models.sealing import Keys
from models.terms import ChannelName, OrganisationKind, Post
from tests.cast import Branch, code_for, plant
from tests.database import fresh
from tests.player import START

KEYS = Keys(b"codes")


@pytest.fixture
def session() -> Iterator[Session]:
    load()
    with fresh() as opened:
        yield opened


@pytest.fixture
def branch(session: Session) -> Branch:
    made = plant(session, KEYS, START)
    bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "so", START)
    made.joins(session, "lan", bot.id, "lan", START)
    made.joins(session, "tú", bot.id, "tú", START)
    return made


def turn(session: Session, chat: str, text: str = "", now: datetime = START, contact: str = "") -> Turn:
    bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "so", START)
    said = Incoming(chat, Kind.CONTACT if contact else Kind.TEXT, text, contact=contact or None)
    where = addresses.at(session, bot, chat, None, now)
    served = [
        (session.get_one(Member, bound.member_id), bound) for bound in addresses.bindings(session, where)
    ]
    return Turn(session, now, said, where, KEYS, served)


def told_to(session: Session, who: int, kind: str) -> list[str]:
    rows = (
        select(Notice)
        .join(Delivery, col(Delivery.notice_id) == Notice.id)
        .where(Notice.kind == kind, Delivery.member_id == who)
    )
    return [notice.content["text"] for notice in session.exec(rows)]


def test_the_code_is_nowhere_kept_while_a_couple_is_asked(session: Session, branch: Branch) -> None:
    code = code_for(session, KEYS, branch, "hùng", START)
    respond(turn(session, "lan", invite.in_threes(code)))
    kept = session.exec(select(OpenForm)).one()
    assert code not in "".join(c for c in str(kept.answers) if c.isdigit())
    assert "Chào đồng chí Phạm Văn Hùng" in respond(turn(session, "lan", "1"))[0].text


def test_a_code_voided_while_a_couple_is_asked_joins_nobody(session: Session, branch: Branch) -> None:
    code = code_for(session, KEYS, branch, "hùng", START)
    respond(turn(session, "lan", code))
    code_for(session, KEYS, branch, "hùng", START)
    assert respond(turn(session, "lan", "1"))[0].text == codes.wrong_code().text
    assert len(turn(session, "lan").members) == 1


def test_the_administrator_hears_of_guessing_once_an_hour(session: Session, branch: Branch) -> None:
    tu = session.get_one(Member, branch.names["tú"])
    guesser = turn(session, "x").address
    session.add_all(WrongCode(address_id=guesser.id, at=START) for _ in range(invite.SLOW_FROM - 2))
    wrong = "111111111113"
    assert respond(turn(session, "x", wrong))[0].delay == 0
    assert told_to(session, tu.id, "joining") == []
    assert respond(turn(session, "x", wrong))[0].delay == codes.SLOW_ANSWER
    assert respond(turn(session, "y", wrong))[0].delay == codes.SLOW_ANSWER
    assert len(told_to(session, tu.id, "joining")) == 1
    lan = session.get_one(Member, branch.names["lan"])
    member.appoint(session, lan, Post.ADMINISTRATOR, branch.place, START)
    session.add_all(
        WrongCode(address_id=guesser.id, at=START + timedelta(hours=1)) for _ in range(invite.SLOW_FROM)
    )
    respond(turn(session, "x", wrong, START + timedelta(hours=1)))
    assert len(told_to(session, lan.id, "joining")) == 1
    assert len(told_to(session, tu.id, "joining")) == 1


def test_a_contact_shared_twice_is_told_once_and_answered(session: Session, branch: Branch) -> None:
    first = respond(turn(session, "x", contact="0900000006"))
    assert "Số của quý vị" in first[0].text
    again = respond(turn(session, "x", now=START + timedelta(minutes=11), contact="0900000006"))
    assert "Số của quý vị" in again[0].text
    assert len(told_to(session, branch.names["tú"], "joining")) == 1


def test_a_contact_joins_only_at_a_bot_that_serves_his_branch(session: Session, branch: Branch) -> None:
    other = organisation.found(session, "Chi bộ tổ dân phố số 1", OrganisationKind.BRANCH, None, START)
    bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "so", START)
    bot.organisation_id = other.id
    assert "Số của quý vị" in respond(turn(session, "x", contact="0900000010"))[0].text
    bot.organisation_id = branch.place.id
    assert "Chào đồng chí Vũ Minh" in respond(turn(session, "y", contact="0900000010"))[0].text


def test_who_leads_no_more_recognises_nobody(session: Session, branch: Branch) -> None:
    number = respond(turn(session, "x", "alo"))[0].text.split()[-1].rstrip(".")
    respond(turn(session, "tú", f"{number} Minh"))
    hoa = session.get_one(Member, branch.names["hòa"])
    member.replace(session, hoa, Post.SECRETARY, branch.place, START)
    assert respond(turn(session, "tú", "1"))[0].text == leaders_only().text
    assert not turn(session, "x").members
