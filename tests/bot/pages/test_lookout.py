"""One look for all open streams: what a chat's page shows never changes without its sign changing."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from bot.pages.lookout import browser_signs, chat_signs
from models import address as addresses
from models import form, outbox, setting, web_session
from models.address import Address, Binding
from models.database import Session
from models.outbox import Delivery
from models.terms import DeliveryState
from models.web_session import WebSession
from tests.bot.pages.house import Browser, House

ASKED = {"text": "Dự?", "question": {"kind": "test", "subject": "1", "choices": [["yes", "Tham dự"]]}}


def newest(session: Session) -> Delivery:
    return session.exec(select(Delivery).order_by(Delivery.id.desc())).first()


def offer(session: Session, now: Any) -> None:
    outbox.offer(session, [(newest(session), ASKED["question"])], now)


async def test_every_change_of_a_chat_is_seen(house: House, lan: Browser) -> None:
    now = house.clock()
    seen: list[Any] = []

    async def change(work: Any) -> None:
        """Does it without the page's stream, which is closed, and looks."""
        await house.store.write(work)

        def look(session: Session) -> Any:
            address = session.exec(select(Address)).one()
            signs = (
                chat_signs(session, {address.id}, house.clock()),
                browser_signs(session, {1}, house.clock()),
            )
            return str(signs)

        seen.append(await house.store.read(look))

    await change(lambda s: None)
    await house.tell("Lan", ASKED, "k1")
    await change(lambda s: None)
    await change(lambda s: outbox.claim(s, [newest(s).id], now))
    await change(lambda s: outbox.give_back(s, newest(s).id))
    await change(lambda s: offer(s, now))
    await change(lambda s: outbox.sent(newest(s), "1", now))
    await change(lambda s: outbox.close_question(s, "test", "1", now))
    await change(lambda s: form.put(s, s.exec(select(Address)).one(), None, "a", "one", {}, now))
    await change(lambda s: form.put(s, s.exec(select(Address)).one(), None, "a", "two", {}, now))
    house.clock.set(now + timedelta(minutes=11))
    await change(lambda s: None)
    house.clock.set(now + timedelta(days=2))
    await change(lambda s: None)
    await change(lambda s: addresses.unbind(s, s.exec(select(Binding)).one(), now))
    await change(lambda s: web_session.leave(s, s.exec(select(WebSession)).one(), now))
    assert len(set(seen)) == len(seen)
    await change(lambda s: setting.put(s, "other", "1"))
    assert seen[-1] == seen[-2]


async def test_what_is_due_by_the_hour_is_seen(house: House, lan: Browser) -> None:
    now = house.clock()
    await house.tell("Lan", {"text": "Sáng mai"}, "k1")

    def later(session: Session) -> int:
        row = newest(session)
        row.not_before = now + timedelta(hours=12)
        assert row.state is DeliveryState.QUEUED
        return row.address_id

    address_id = await house.store.write(later)
    before = await house.store.read(lambda s: chat_signs(s, {address_id}, now))
    assert before != await house.store.read(lambda s: chat_signs(s, {address_id}, now + timedelta(hours=12)))
