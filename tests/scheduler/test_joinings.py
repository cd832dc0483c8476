"""Joinings: whoever leads hears of each once, in one message a quarter of an hour, whenever the program ran."""

from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from handlers.kit.hours import Hours
from models import address as addresses
from models import bot_account, member
from models.member import Member
from models.outbox import Delivery, Notice
from models.sealing import Keys
from models.terms import ChannelName, Consent, JoinedBy, Post
from scheduler.joinings import tell_leaders
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
JOINING = ("lan", "hùng", "minh", "ba", "sáu", "bảy")


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def joins(session: Session, branch: Branch, who: str, now: datetime) -> None:
    bot = bot_account.known(session, ChannelName.ZALO, "1", "so", NOW)
    where = addresses.at(session, bot, who, who, now)
    bound = addresses.bind(session, where, session.get_one(Member, branch.names[who]), JoinedBy.CODE, now)
    addresses.consent(bound, Consent.FULL, "1", now)


def told(session: Session) -> list[str]:
    """Everybody named in a notice, as often as he is."""
    texts = [notice.content["text"] for notice in session.exec(select(Notice).order_by(Notice.id))]
    return [line.split("“")[1][:-1] for text in texts for line in text.splitlines() if line.startswith("-")]


def test_a_joining_before_a_stop_is_told_after_it() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        tell_leaders(session, at(0), Hours())
        joins(session, branch, "lan", at(5))
        tell_leaders(session, at(14), Hours())
        assert told(session) == []
        for minute in (40, 41, 55):
            tell_leaders(session, at(minute), Hours())
        assert told(session) == ["lan"]


@given(
    joined=st.lists(st.integers(0, 300), min_size=1, max_size=len(JOINING)),
    beats=st.sets(st.integers(0, 300), max_size=30),
)
@settings(max_examples=40)
def test_each_is_told_once_whenever_the_clock_ran(joined: list[int], beats: set[int]) -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        people = dict(zip(JOINING, joined, strict=False))
        for minute in sorted(beats | {315}):
            for who in [who for who, when in people.items() if when <= minute]:
                joins(session, branch, who, at(people.pop(who)))
            tell_leaders(session, at(minute), Hours(time(21), time(6, 30)))
        assert sorted(told(session)) == sorted(JOINING[: len(joined)])


def test_without_a_leader_a_joining_waits_for_one() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"k"), NOW)
        tu, hoa = (session.get_one(Member, branch.names[who]) for who in ("tú", "hòa"))
        for post in (held for who in (tu, hoa) for held in member.posts(session, who, NOW)):
            session.delete(post)
        session.flush()
        assert not member.leaders(session, branch.place, NOW)
        joins(session, branch, "lan", at(5))
        tell_leaders(session, at(15), Hours())
        assert told(session) == []
        member.appoint(session, hoa, Post.SECRETARY, branch.place, at(60))
        tell_leaders(session, at(75), Hours())
        assert told(session) == ["lan"]
        assert [delivery.member_id for delivery in session.exec(select(Delivery))] == [hoa.id]
