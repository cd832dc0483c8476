"""A message whose words change stands in the web chat once, with its newest words: in the stream, and in a page that is loaded later."""

from datetime import datetime

from sqlmodel import select

from bot.pages.lookout import chat_signs
from models import outbox
from models.address import Address
from models.database import Session
from models.outbox import Delivery
from models.terms import DeliveryState
from tests.bot.pages.house import Browser, House


async def says(house: House, text: str) -> None:
    """Lan's chat is told something, in the message that said it before."""

    def work(session: Session) -> None:
        now: datetime = house.clock()
        told = outbox.said_as(session, "progress:1")
        if told is not None:
            outbox.reword(session, told, text, now)
        else:
            address = session.exec(select(Address)).one()
            outbox.owe(session, address, None, {"text": text}, key="progress:1", now=now, kind="progress")

    await house.store.write(work)


async def test_it_is_said_into_itself(house: House, lan: Browser) -> None:
    async with lan.stream() as events:
        await says(house, "Đã tới 1/3")
        first = await events.saying("Đã tới 1/3")
        assert not first.data["anew"]
        await house.quiet()
        await says(house, "Đã tới 2/3")
        second = await events.saying("Đã tới 2/3")
        assert (second.id, second.data["anew"], second.data["settles"]) == (first.id, True, None)
        await house.quiet()
    await says(house, "Đã tới 3/3")
    await lan.open()
    assert "Đã tới 3/3" not in lan.page
    async with lan.stream() as events:
        assert (await events.saying("Đã tới 3/3")).id == first.id
        await house.quiet()
    await lan.open()
    assert lan.page.count("Đã tới") == 1 and "Đã tới 3/3" in lan.page


async def test_what_was_shown_and_has_other_words_is_new_to_who_missed_the_showing(
    house: House, lan: Browser
) -> None:
    def sign(session: Session) -> str:
        return str(chat_signs(session, {session.exec(select(Address)).one().id}, house.clock()))

    def shown(session: Session) -> None:
        outbox.sent(outbox.said_as(session, "progress:1"), "1", house.clock())

    await says(house, "Đã tới 1/3")
    before = await house.store.read(sign)
    await house.store.write(shown)
    await says(house, "Đã tới 2/3")
    assert await house.store.read(sign) != before


async def test_what_says_nothing_new_is_not_sent_again(house: House, lan: Browser) -> None:
    async with lan.stream() as events:
        await says(house, "Đã tới 1/3")
        await events.saying("Đã tới 1/3")
        await house.quiet()
    await says(house, "Đã tới 1/3")
    rows = select(Delivery.state).order_by(Delivery.id.desc())
    assert await house.store.read(lambda s: s.exec(rows).first()) is DeliveryState.SENT
