"""What did not arrive is told once, to whoever sent it, else to the leaders; a stop of the program is told in one line."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from handlers.kit.hours import Hours
from models import address, bot_account, heartbeat, outbox
from models.member import Member
from models.outbox import Delivery, Notice, Priority
from models.sealing import Keys
from models.terms import ChannelName, DeliveryState
from scheduler.losses import keep_quiet, notice_a_stop, tell_losses, tell_unposted
from tests.cast import ZONE, Branch, plant
from tests.database import fresh

NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
NIGHT = Hours(time(21), time(6, 30))


@pytest.mark.parametrize(
    ("quiet", "at", "sends"),
    [
        ("21:00-06:30", "08:00", "01 08:00"),
        ("21:00-06:30", "11:30", "01 13:30"),
        ("21:00-06:30", "22:00", "02 06:30"),
        ("13:00-15:00", "11:35", "01 15:00"),
        ("21:00-12:00", "23:00", "02 13:30"),
        ("", "12:00", "01 12:00"),
    ],
)
def test_the_clock_waits_for_night_and_noon(quiet: str, at: str, sends: str) -> None:
    hours = Hours(*(time.fromisoformat(end) for end in quiet.split("-"))) if quiet else Hours()
    moment = datetime.combine(NOW.date(), time.fromisoformat(at), ZONE)
    assert f"{hours.for_the_clock(moment):%d %H:%M}" == sends


def test_what_a_leader_sends_to_a_group_waits_for_no_rest_and_its_loss_is_no_persons() -> None:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        bot = bot_account.known(session, ChannelName.TELEGRAM, "1", "so", NOW)
        where = address.at(session, bot, "-1005", "CB9", NOW)
        text, tú = {"text": "HỌP CHI BỘ"}, branch.names["tú"]
        owed, expires = [], NOW + timedelta(hours=5)
        for author in (tú, None):
            more = {
                "kind": "meeting",
                "priority": Priority.NOTICE,
                "expires": expires,
                "author_id": author,
                "organisation_id": branch.place.id,
            }
            owed.append(outbox.owe(session, where, None, text, key=f"{author}", now=NOW, **more))  # type: ignore[arg-type]
        keep_quiet(session, NOW.replace(hour=11, minute=35), NIGHT)
        session.expire_all()
        assert [one.not_before.astimezone(ZONE).hour for one in owed] == [NOW.hour, 13]
        outbox.expire(session, expires)
        tell_losses(session, NOW.replace(hour=14), NIGHT)
        assert session.exec(select(Notice).where(Notice.kind == outbox.LOST)).all() == []
        for at in (expires.replace(hour=23), expires.replace(hour=23, minute=30)):
            tell_unposted(session, at, NIGHT)
        told = session.exec(select(Notice, Delivery).join(Delivery).where(Notice.kind == outbox.LOST)).all()
        assert [(d.member_id, d.not_before.astimezone(ZONE).hour) for _, d in told] == [(tú, 6)], (
            "once, not at night"
        )
        assert (
            told[0][0]
            .content["text"]
            .startswith("Tin chưa vào được nhóm “CB9”: đến giờ họp vẫn chưa gửi được")
        )


@pytest.fixture
def stage() -> Iterator[tuple[Session, Branch]]:
    with fresh() as session:
        branch = plant(session, Keys(b"x"), NOW)
        bot = bot_account.known(session, ChannelName.ZALO, "1", "so", NOW)
        for who in ("tú", "hòa", "thái", "lan", "minh"):
            branch.joins(session, who, bot.id, who, NOW)
        yield session, branch


def told(
    stage: tuple[Session, Branch], key: str, *people: str, author: str | None = None, **more: object
) -> list[Delivery]:
    session, branch = stage
    notice = outbox.tell(
        session,
        [branch.names[who] for who in people],
        {"text": "MỜI HỌP CHI BỘ: 19h30\nKính mời ..."},
        key=key,
        kind="meeting",
        now=NOW,
        organisation_id=branch.place.id,
        author_id=branch.names[author] if author else None,
        **more,  # type: ignore[arg-type]
    )
    return list(session.exec(select(Delivery).where(Delivery.notice_id == notice.id)))


def heard(stage: tuple[Session, Branch]) -> list[tuple[str, str]]:
    """(who, what) of all that was told of losses."""
    session, branch = stage
    names = {number: short for short, number in branch.names.items()}
    rows = session.exec(
        select(Delivery.member_id, Notice.content)
        .join(Notice)
        .where(Notice.kind == outbox.LOST)
        .order_by(Delivery.id)
    )
    return [(names[who or 0], content["text"]) for who, content in rows]


def test_the_author_hears_once_who_must_be_called(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    lan, minh = told(stage, "k", "lan", "minh", author="hòa", expires=NOW + timedelta(hours=3))
    outbox.refused(session, lan, "403")
    outbox.sent(minh, "1", NOW)
    for _ in range(2):
        tell_losses(session, NOW, NIGHT)
    text = "Chưa đến nơi: “MỜI HỌP CHI BỘ: 19h30”. Cần gọi 1 đồng chí:\n- Nguyễn Thị Lan 0900000006"
    assert heard(stage) == [("hòa", text)]


def test_without_an_author_the_leaders_hear(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    told(stage, "k", "lan", expires=NOW + timedelta(hours=1))
    outbox.expire(session, NOW + timedelta(hours=1))
    tell_losses(session, NOW + timedelta(hours=1), NIGHT)
    assert [who for who, _ in heard(stage)] == ["tú", "hòa"]


def test_an_author_who_no_longer_leads_is_not_the_one(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    told(stage, "k", "lan", author="thái", expires=NOW)
    outbox.expire(session, NOW)
    tell_losses(session, NOW, NIGHT)
    assert [who for who, _ in heard(stage)] == ["tú", "hòa"]


def test_another_way_that_worked_is_no_loss(stage: tuple[Session, Branch]) -> None:
    session, branch = stage
    lan = session.get_one(Member, branch.names["lan"])
    bot = bot_account.known(session, ChannelName.TELEGRAM, "2", "so", NOW)
    branch.joins(session, "lan", bot.id, "lan's other", NOW)
    first = told(stage, "k", "lan", author="tú")[0]
    outbox.refused(session, first, "403")
    tell_losses(session, NOW, NIGHT)
    assert heard(stage) == []
    assert len(address.of_member(session, lan)) == 2


def test_a_lost_report_is_no_loss_of_its_own(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    told(stage, "k", "lan", expires=NOW)
    outbox.expire(session, NOW)
    tell_losses(session, NOW, NIGHT)
    for delivery in session.exec(select(Delivery).where(Delivery.state == DeliveryState.QUEUED)).all():
        outbox.refused(session, delivery, "403")
    before = heard(stage)
    tell_losses(session, NOW + timedelta(minutes=5), NIGHT)
    assert heard(stage) == before


def code(
    stage: tuple[Session, Branch], who: str, key: str, at: datetime = NOW, author: str = "tú"
) -> Delivery:
    """A message for the person's first phone alone, with a code, that does not get there."""
    session, branch = stage
    person = session.get_one(Member, branch.names[who])
    owed = outbox.owe(
        session,
        address.of_member(session, person)[0][1],
        person.id,
        {"text": "Xin vào Zalo.\nMã: ..."},
        key=key,
        now=at,
        kind="changeover_call",
        purpose=outbox.Purpose.HERE,
        priority=Priority.URGENT,
        organisation_id=branch.place.id,
        author_id=branch.names[author],
    )
    outbox.failed(session, owed, "400")
    return owed


def test_codes_that_did_not_arrive_are_one_message_and_each_member_once(
    stage: tuple[Session, Branch],
) -> None:
    session, _ = stage
    for key, who in enumerate(("lan", "minh", "lan")):
        code(stage, who, f"changeover:1:{key}")
    tell_losses(session, NOW, NIGHT)
    text = "Chưa đến nơi: “Xin vào Zalo.”. Cần gọi 2 đồng chí:\n- Nguyễn Thị Lan 0900000006\n- Vũ Minh 0900000010"
    assert heard(stage) == [("tú", text)]
    code(stage, "lan", "changeover:1:reminded")
    for later in (timedelta(hours=1), timedelta(days=6, hours=23), timedelta(days=7, hours=1)):
        tell_losses(session, NOW + later, NIGHT)
    assert len(heard(stage)) == 1, "the same again"
    code(stage, "thái", "changeover:1:another's")
    tell_losses(session, NOW + timedelta(hours=2), NIGHT)
    assert [("Thái" in text, "Lan" in text) for _, text in heard(stage)[1:]] == [(True, False)]
    code(stage, "lan", "changeover:2:called")
    tell_losses(session, NOW + timedelta(hours=3), NIGHT)
    assert [("Thái" in text, "Lan" in text) for _, text in heard(stage)[2:]] == [(False, True)]


def test_codes_of_two_changes_or_of_two_leaders_are_told_each_for_themselves(
    stage: tuple[Session, Branch],
) -> None:
    session, _ = stage
    code(stage, "lan", "changeover:1:lan")
    code(stage, "minh", "changeover:2:minh")
    code(stage, "thái", "changeover:1:thái", author="hòa")
    tell_losses(session, NOW, NIGHT)
    named = [(who, [name for name in ("Lan", "Minh", "Thái") if name in text]) for who, text in heard(stage)]
    assert named == [("tú", ["Lan"]), ("tú", ["Minh"]), ("hòa", ["Thái"])]


def test_a_code_lost_again_is_not_told_once_the_first_was_a_week_ago(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    code(stage, "lan", "changeover:1:called")
    tell_losses(session, NOW, NIGHT)
    later = NOW + timedelta(days=3)
    code(stage, "lan", "changeover:1:reminded", at=later)
    for at in (later, NOW + timedelta(days=7, hours=1)):
        tell_losses(session, at, NIGHT)
    assert len(heard(stage)) == 1


def test_two_of_one_title_are_told_each_for_itself(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    for key, who in (("one", "lan"), ("other", "minh"), ("changed", "thái")):
        outbox.failed(session, told(stage, f"meeting:1:{key}", who, author="tú")[0], "400")
    tell_losses(session, NOW, NIGHT)
    outbox.failed(session, told(stage, "meeting:1:changed again", "thái", author="tú")[0], "400")
    tell_losses(session, NOW, NIGHT)
    named = [[name for name in ("Lan", "Minh", "Thái") if name in text] for _, text in heard(stage)]
    assert named == [["Lan"], ["Minh"], ["Thái"], ["Thái"]]


def test_at_night_it_waits(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    told(stage, "k", "lan", expires=NOW)
    outbox.expire(session, NOW)
    tell_losses(session, NOW.replace(hour=23), NIGHT)
    assert heard(stage) == []
    tell_losses(session, NOW.replace(day=2), NIGHT)
    assert heard(stage)


def test_a_stop_is_one_line_to_each_leader(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    down, up = NOW.replace(hour=17, minute=5), NOW.replace(day=2, hour=7, minute=20)
    heartbeat.beat(session, down)
    told(stage, "late", "lan", "minh", "thái", not_before=down + timedelta(hours=1))
    told(stage, "stale", "lan", expires=down + timedelta(hours=2))
    outbox.sent(told(stage, "before", "minh")[0], "1", NOW)
    outbox.sent(told(stage, "just before", "minh")[0], "1", down + timedelta(seconds=30))
    outbox.sent(told(stage, "just after", "minh")[0], "1", up - timedelta(seconds=5))
    told(stage, "to come", "minh", not_before=up + timedelta(hours=1))
    outbox.expire(session, up)
    notice_a_stop(session, up, NIGHT)
    text = (
        "Máy nghỉ 17h05 01/12-7h20: 4 tin gửi muộn, 1 tin bỏ vì quá giờ, cần gọi: Nguyễn Thị Lan 0900000006."
    )
    assert heard(stage) == [("tú", text), ("hòa", text)]
    tell_losses(session, up, NIGHT)
    notice_a_stop(session, up + timedelta(minutes=1), NIGHT)
    assert len(heard(stage)) == 2, "neither the losses nor the stop are told again"


@pytest.mark.parametrize("minutes", [0, 1, 15])
def test_a_short_stop_is_not_worth_a_line(stage: tuple[Session, Branch], minutes: int) -> None:
    session, _ = stage
    heartbeat.beat(session, NOW)
    told(stage, "k", "lan")
    notice_a_stop(session, NOW + timedelta(minutes=minutes), NIGHT)
    assert heard(stage) == []


def test_a_stop_that_hurt_nobody_is_not_told(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    heartbeat.beat(session, NOW)
    outbox.sent(told(stage, "k", "lan")[0], "1", NOW)
    notice_a_stop(session, NOW + timedelta(hours=5), NIGHT)
    assert heard(stage) == []


def test_what_the_clock_could_not_send_waits_for_the_morning(stage: tuple[Session, Branch]) -> None:
    session, _ = stage
    night = NOW.replace(hour=22)
    by_clock = told(stage, "clock", "lan")[0]
    by_leader = told(stage, "leader", "lan", author="tú")[0]
    urgent = told(stage, "urgent", "lan", priority=Priority.URGENT)[0]
    keep_quiet(session, NOW, NIGHT)
    session.refresh(by_clock)
    assert by_clock.not_before == NOW
    keep_quiet(session, night, NIGHT)
    for delivery in (by_clock, by_leader, urgent):
        session.refresh(delivery)
    assert by_clock.not_before == NOW.replace(day=2, hour=6, minute=30)
    assert (by_leader.not_before, urgent.not_before) == (NOW, NOW)
