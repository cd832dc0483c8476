"""The messengers before the real program: a stand-in, the settings that lead there, and a branch whose members have all joined on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.store import Store
from models import address as addresses
from models import bot_account, member, organisation
from models.folding import fold
from models.member import Member, Membership
from models.terms import ChannelName, Consent, JoinedBy, OrganisationKind, Post, Standing
from tests.database import ready
from tests.standins.telegram import Telegram
from tests.standins.zalo import Zalo

FIRST = 5000
"""The first member's chat: the secretary's."""


@dataclass(frozen=True)
class Side:
    """A messenger with so many members on it; the first is the secretary."""

    channel: ChannelName
    standin: Callable[[], Any]
    members: int

    def environment(self, server: Any) -> dict[str, str]:
        """The settings with which the program talks to this stand-in."""
        name = f"SOTAY_{self.channel.upper()}"
        return {f"{name}_TOKEN": server.token, f"{name}_API": server.url, "SOTAY_TELEGRAM_PER_SECOND": "60"}

    def people(self, server: Any) -> list[Any]:
        """Everybody before their chat; they have written, so that the bot may write to them."""
        ids = range(FIRST, FIRST + self.members)
        kind = int if self.channel is ChannelName.TELEGRAM else str
        people = [server.person(kind(chat), named(chat - FIRST)) for chat in ids]
        for person in people:
            person.says("/lichhop")
        return people

    def plant(self, folder: Path, server: Any) -> None:
        """The program's database with the branch in it."""
        url = ready(folder)
        store, now = Store(url), datetime.now(UTC) - timedelta(days=1)
        with store.unit() as session:
            place = organisation.found(session, "Chi bộ thử", OrganisationKind.BRANCH, None, now)
            account = bot_account.known(session, self.channel, str(server.me["id"]), "so", now)
            for number in range(self.members):
                person = _member(session, named(number), place.id, now)
                where = addresses.at(session, account, str(FIRST + number), None, now)
                bound = addresses.bind(session, where, person, JoinedBy.CODE, now)
                addresses.consent(bound, Consent.FULL, "2026-11", now)
                if number == 0:
                    member.appoint(session, person, Post.SECRETARY, place, now)
        store.close()


def named(number: int) -> str:
    """The member's name."""
    return f"Nguyễn Văn {number:03}"


def invitations(person: Any) -> list[str]:
    """The copies of the invitation that a chat shows (the secretary's preview, and how far its sending is, aside)."""
    said = [m.text for m in person.seen if "Gửi " not in m.text]
    return [text for text in said if text.removeprefix("(gửi lại)\n").startswith("MỜI HỌP CHI BỘ")]


def invited(people: list[Any]) -> int:
    """How many have their invitation."""
    return sum(bool(invitations(person)) for person in people)


def _member(session: Session, name: str, place: int, now: datetime) -> Member:
    person = Member(name=name, folded=fold(name), standing=Standing.OFFICIAL)
    session.add(person)
    session.flush()
    session.add(Membership(member_id=person.id, organisation_id=place, since=now))
    session.flush()
    return person


ON_TELEGRAM = Side(ChannelName.TELEGRAM, Telegram, 120)
ON_ZALO = Side(ChannelName.ZALO, Zalo, 40)
"""Within the fifty people that a bot has room for."""
EVERY_SIDE = [ON_TELEGRAM, ON_ZALO]
