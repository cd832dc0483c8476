"""SIGKILL in the middle of a broadcast: nothing is lost, nobody gets an unmarked second copy, and a tap is answered once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.migrate import upgrade
from bot.store import Store
from models import address as addresses
from models import bot_account, member, organisation
from models.folding import fold
from models.member import Member, Membership
from models.terms import ChannelName, Consent, JoinedBy, OrganisationKind, Post, Standing
from tests.processes.program import Program
from tests.standins.telegram import Telegram

PEOPLE = 120
SECRETARY = 5000


def planted(folder: Path, telegram: Telegram) -> None:
    """A branch whose members have all joined on Telegram."""
    url = f"sqlite:///{folder / 'so.db'}"
    upgrade(url)
    store, now = Store(url), datetime.now(UTC) - timedelta(days=1)
    with store.unit() as session:
        place = organisation.found(session, "Chi bộ thử", OrganisationKind.BRANCH, None, now)
        account = bot_account.known(session, ChannelName.TELEGRAM, str(telegram.me["id"]), "so", now)
        for number in range(PEOPLE):
            person = _member(session, f"Nguyễn Văn {number:03}", place.id, now)
            where = addresses.at(session, account, str(SECRETARY + number), None, now)
            bound = addresses.bind(session, where, person, JoinedBy.CODE, now)
            addresses.consent(bound, Consent.FULL, "2026-11", now)
            if number == 0:
                member.appoint(session, person, Post.SECRETARY, place, now)
    store.close()


def _member(session: Session, name: str, place: int, now: datetime) -> Member:
    person = Member(name=name, folded=fold(name), standing=Standing.OFFICIAL)
    session.add(person)
    session.flush()
    session.add(Membership(member_id=person.id, organisation_id=place, since=now))
    session.flush()
    return person


@pytest.mark.process
def test_killed_in_the_middle_of_a_broadcast(tmp_path: Path) -> None:
    with Telegram() as telegram:
        planted(tmp_path, telegram)
        people = [telegram.person(SECRETARY + n, f"Nguyễn Văn {n:03}") for n in range(PEOPLE)]
        for person in people:
            person.says("/lichhop")
        program = Program(
            tmp_path,
            SOTAY_TELEGRAM_TOKEN=telegram.token,
            SOTAY_TELEGRAM_API=telegram.url,
            SOTAY_TELEGRAM_PER_SECOND="60",
        )
        with program:
            telegram.until(lambda: all(person.seen for person in people), 30)
            people[0].says("/moihop 19h30 ngày mai tại nhà văn hóa")
            people[0].wait("Gửi 120 đồng chí", 10)
            people[0].taps("Gửi")
            telegram.latency = 0.3
            telegram.until(lambda: _invited(people) >= PEOPLE // 4, 30)
            program.kill()
            before = _invited(people)
            assert before < PEOPLE, "it was over before the kill: nothing is shown"
            telegram.latency = 0
            people[1].says("1")
            program.start()
            telegram.until(lambda: _invited(people) == PEOPLE, 60)
            people[1].wait("THAM DỰ", 10)
            assert program.stop() == 0
        for person in people:
            copies = [
                message.text
                for message in person.seen
                if "MỜI HỌP CHI BỘ" in message.text and "Gửi 120" not in message.text
            ]
            assert copies
            unmarked = [text for text in copies if not text.startswith("(gửi lại)")]
            assert len(unmarked) <= 1, copies
        assert telegram.violations == []
        log = program.log.read_text()
        assert telegram.token not in log
        assert "Nguyễn" not in log
        assert "văn hóa" not in log


def _invited(people: list) -> int:
    """How many chats show the invitation (the secretary's preview aside)."""
    return sum(
        any("MỜI HỌP CHI BỘ" in m.text and "Gửi 120" not in m.text for m in person.seen) for person in people
    )
