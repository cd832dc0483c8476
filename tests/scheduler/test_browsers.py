"""What no browser took goes down the ladder, but at night no second device rings unless it is urgent."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from models import bot_account, outbox
from models.database import Session
from models.outbox import Delivery, Priority, Want
from models.terms import ChannelName, DeliveryState
from scheduler.browsers import step_down
from scheduler.parcel import next_parcel
from tests.desk import START, opened_desk
from tests.player import NIGHT

AT = START.replace(hour=20, minute=40)


@pytest.mark.parametrize(
    ("priority", "later", "stepped"),
    [
        (Priority.NOTICE, timedelta(minutes=65), False),
        (Priority.URGENT, timedelta(minutes=65), True),
        (Priority.NOTICE, timedelta(hours=10), True),
    ],
)
async def test_a_second_device_rings_at_a_decent_hour(
    tmp_path: Path, priority: Priority, later: timedelta, stepped: bool
) -> None:
    async with opened_desk(tmp_path) as desk:
        await desk.joins("lan", "lan")

        def told(session: Session) -> None:
            zalo = bot_account.known(session, ChannelName.ZALO, "9", "so", START)
            desk.branch.joins(session, "lan", zalo.id, "lan", START)
            outbox.tell(
                session,
                [desk.branch.names["lan"]],
                {"text": "Mời họp"},
                key="k",
                kind="meeting",
                now=AT,
                priority=priority,
            )

        await desk.store.write(told)
        await desk.store.write(lambda session: step_down(session, AT + later, NIGHT))
        copies = await desk.store.read(lambda session: session.exec(select(Delivery)).all())
        assert (len(copies) == 2) is stepped


async def test_what_a_process_that_died_had_on_its_way_waits_again(tmp_path: Path) -> None:
    async with opened_desk(tmp_path) as desk:
        await desk.joins("lan", "lan")

        def taken(session: Session) -> None:
            web = bot_account.of_channel(session, ChannelName.WEB)
            lan = desk.branch.names["lan"]
            outbox.tell(session, [lan], {"text": "Mời họp"}, key="k", kind="meeting", now=AT)
            assert web is not None and next_parcel(session, Want(web.id), AT) is not None

        await desk.store.write(taken)
        states = []
        for minutes in (1, 3):
            after = AT + timedelta(minutes=minutes)
            await desk.store.write(lambda session, after=after: step_down(session, after, NIGHT))
            copy = await desk.store.read(lambda session: session.exec(select(Delivery)).one())
            states.append((copy.state, copy.again))
        assert states == [(DeliveryState.SENDING, False), (DeliveryState.QUEUED, True)]
