"""How far a sending is: told of one that takes long, in one message, at a decent hour; never of a small one, however one phone fails."""

import io
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot import logs
from handlers.kit.hours import Hours
from models import bot_account, outbox
from models.member import Member
from models.outbox import Broadcast, Delivery, Notice, Want
from models.outbox.broadcasts import MANY
from models.sealing import Keys
from models.terms import ChannelName, DeliveryState
from scheduler.parcel import next_parcel
from scheduler.progress import tell
from tests.cast import ZONE, Branch, crowd, plant
from tests.database import fresh
from tests.player import NIGHT

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def sent_to(
    session: Session, size: int, of: datetime = NOW, on: ChannelName = ChannelName.TELEGRAM
) -> Branch:
    """Tú sends something to so many of the crowd, who are on one messenger; he is on Telegram."""
    branch = plant(session, Keys(b"x"), of)
    crowd(session, branch, "bà con", size, of)
    telegram = bot_account.known(session, ChannelName.TELEGRAM, "1", "so", of).id
    bot = bot_account.known(session, on, "2", "so", of).id
    branch.joins(session, "tú", telegram, "tú", of)
    people = [name for name in branch.names if name.startswith("bà con")]
    for name in people:
        branch.joins(session, name, bot, name, of)
    outbox.tell(
        session,
        [branch.names[name] for name in people],
        {"text": "HỌP \ue000\nlúc 8 giờ"},
        key="k",
        kind="meeting",
        now=of,
        author_id=branch.names["tú"],
    )
    return branch


def goes(session: Session, count: int, now: datetime, end: DeliveryState = DeliveryState.SENT) -> None:
    """So many of the copies that have not gone end so."""
    waits = select(Delivery).join(Notice).where(Notice.key == "k", Delivery.state == DeliveryState.QUEUED)
    for copy in session.exec(waits.order_by(col(Delivery.id)).limit(count)).all():
        copy.state, copy.sent_at, copy.external_id, copy.tries = end, now, str(copy.id), 1
    session.flush()


def told(session: Session) -> list[str]:
    """What stands in the chat of whoever sent it."""
    said = session.exec(select(Notice).where(Notice.kind == "progress").order_by(col(Notice.id)))
    return [notice.content["text"] for notice in said]


def looked(session: Session, seconds: float, hours: Hours = NIGHT) -> list[str]:
    tell(session, at(seconds), hours)
    return told(session)


def ends(session: Session) -> bool:
    """Whether nothing is under way any more."""
    return session.exec(select(Broadcast)).first() is None


def test_a_small_branch_hears_nothing() -> None:
    with fresh() as session:
        sent_to(session, 60)
        goes(session, 60, at(2))
        assert looked(session, 12) == []
        assert ends(session)


def test_nor_does_one_to_few_that_is_slow() -> None:
    with fresh() as session:
        sent_to(session, MANY)
        assert ends(session)


def test_one_phone_that_keeps_failing_makes_no_sending_long() -> None:
    with fresh() as session:
        sent_to(session, 60)
        goes(session, 59, at(2))
        for seconds in range(10, 90, 10):
            assert looked(session, seconds) == []
        assert ends(session)


def test_it_is_told_in_one_message_whose_words_change() -> None:
    with fresh() as session:
        sent_to(session, 60)
        goes(session, 10, at(9))
        assert looked(session, 9) == [], "it is not known yet how fast it goes"
        (text,) = looked(session, 10)
        assert text == "Đang gửi “HỌP”: đã tới 10/60 đồng chí, còn khoảng 1 phút."
        assert looked(session, 10) == [text], "asked twice it is told once"
        goes(session, 10, at(20), DeliveryState.UNREACHED)
        goes(session, 10, at(60))
        assert looked(session, 65) == [
            "Đang gửi “HỌP”: đã tới 20/60 đồng chí, còn khoảng 2 phút; 10 chưa tới được."
        ]
        goes(session, 30, at(90))
        assert looked(session, 130) == ["Đã gửi xong “HỌP”: đã tới 50/60 đồng chí; 10 chưa tới được."]
        assert ends(session)
        assert len(session.exec(select(Delivery).join(Notice).where(Notice.kind == "progress")).all()) == 1


def test_it_goes_ahead_of_the_sending_and_into_the_same_message() -> None:
    with fresh() as session:
        sent_to(session, 60)
        bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "so", NOW).id
        goes(session, 10, at(9))
        looked(session, 10)
        first = next_parcel(session, Want(bot), at(10))
        assert first is not None and first.text.startswith("Đang gửi") and first.settles is None
        goes(session, 10, at(20))
        looked(session, 21)
        assert session.get_one(Delivery, first.delivery_id).state is DeliveryState.SENDING, (
            "not while it flies"
        )
        outbox.arrived(session, [(first.delivery_id, "77")], at(21))
        session.expire_all()
        looked(session, 35)
        again = next_parcel(session, Want(bot), at(35))
        assert again is not None and again.delivery_id == first.delivery_id
        assert again.settles is not None and (again.settles.external_id, again.settles.text) == ("77", "")
        outbox.recover(session, [bot])
        goes(session, 5, at(40))
        session.expire_all()
        looked(session, 50)
        last = next_parcel(session, Want(bot), at(50))
        assert last is not None and not last.repeated, "said into itself twice it is no repeat"


@pytest.mark.parametrize("reached", [True, False])
def test_what_stands_still_is_told_without_minutes_and_ends(reached: bool) -> None:
    with fresh() as session:
        sent_to(session, 60)
        assert looked(session, 15) == []
        assert looked(session, 31) == ["Đang gửi “HỌP”: đã tới 0/60 đồng chí."]
        if reached:
            goes(session, 55, at(40))
            assert looked(session, 120) == ["Đã gửi xong “HỌP”: đã tới 55/60 đồng chí; 5 chờ máy nhận."]
            assert ends(session)
        else:
            looked(session, 600)
            assert not ends(session), "nothing has gone: the line may be down"


def test_browsers_that_nobody_opens_make_no_sending_long() -> None:
    with fresh() as session:
        sent_to(session, 60, on=ChannelName.WEB)
        goes(session, 5, at(3))
        assert looked(session, 12) == []
        assert ends(session)


def test_what_is_sent_at_night_is_told_in_the_morning() -> None:
    night = NOW.replace(hour=22)
    with fresh() as session:
        sent_to(session, 60, night)
        goes(session, 5, night + timedelta(seconds=9))
        tell(session, night + timedelta(seconds=15), NIGHT)
        goes(session, 55, night + timedelta(seconds=150))
        tell(session, night + timedelta(seconds=160), NIGHT)
        assert told(session) == ["Đã gửi xong “HỌP”: đã tới 60/60 đồng chí."]
        (copy,) = session.exec(select(Delivery).join(Notice).where(Notice.kind == "progress")).all()
        assert copy.not_before == (night + timedelta(days=1)).replace(hour=6, minute=30)


def test_who_left_hears_nothing() -> None:
    with fresh() as session:
        branch = sent_to(session, 60)
        goes(session, 10, at(9))
        assert len(looked(session, 10)) == 1
        me = session.get_one(Member, branch.names["tú"])
        (chat,) = outbox.own_chats(session, me.id)
        chat.state = type(chat.state).BLOCKED
        goes(session, 50, at(60))
        assert looked(session, 70)[0].startswith("Đang gửi")
        assert ends(session)


def test_an_end_is_one_line_of_numbers() -> None:
    to = io.StringIO()
    logs.set_up(to)
    try:
        with fresh() as session:
            sent_to(session, 60)
            goes(session, 58, at(2))
            goes(session, 2, at(3), DeliveryState.FAILED)
            tell(session, at(12), NIGHT)
    finally:
        logs.set_up()
    (line,) = to.getvalue().splitlines()
    assert "event='sending_ended' notice=1 seconds=12 sent=58 waiting=0 missed=2 withdrawn=False" in line
