"""What no browser took goes down the ladder, but at night no second device rings unless it is urgent."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from models import bot_account, outbox
from models.database import Session
from models.outbox import Delivery, Priority
from models.terms import ChannelName
from scheduler.browsers import step_down
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
