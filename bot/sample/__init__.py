"""The sample branch: invented people, something waiting for each of them, and anybody may be anybody (people 29).

What waits was really said: the sample's secretary calls a meeting, puts a draft out and a survey, as anybody would.
"""

import asyncio
from pathlib import Path
from typing import Any

from sqlmodel import Session, func, select

from bot.config import Clock, Settings
from bot.store import Store
from bot.turns import Turns
from handlers import roster as rosters
from handlers.kit.hours import Hours
from handlers.kit.incoming import Incoming, Kind
from handlers.kit.router import load
from models import address as addresses
from models import bot_account, member, organisation, outbox, setting
from models.address import Address
from models.member import Member
from models.outbox import Delivery, Priority
from models.roster import apply, plan
from models.terms import ChannelName, DeliveryState
from models.web_session import become

ROSTER = Path(__file__).with_name("roster.csv")
DONE = "planted"


class _Voice:
    """How the sample's secretary speaks while it is planted."""

    def read(self, raw: dict[str, Any]) -> Incoming:
        """One line of what he says."""
        return Incoming(chat=raw["chat"], kind=Kind.TEXT, text=raw["text"])

    async def fetch(self, source: str) -> bytes:
        """He sends no files."""
        raise LookupError(source)


def refusal(settings: Settings) -> str | None:
    """Why the sample may not be planted here; None where it may."""
    if settings.telegram_token or settings.zalo_token or settings.public_url:
        return NOT_WITH_TOKENS
    store = Store(settings.url)
    try:
        with store.unit() as session:
            people = session.exec(select(func.count()).select_from(Member)).one()
        return NOT_EMPTY if people else None
    finally:
        store.close()


def is_sample(settings: Settings) -> bool:
    """Whether the database holds the sample."""
    store = Store(settings.url)
    try:
        with store.unit() as session:
            return setting.has(session, setting.SAMPLE)
    finally:
        store.close()


def plant(settings: Settings) -> None:
    """Plants the branch with a meeting, a draft and a survey that wait for answers, and marks the database as the sample."""
    load()
    store, clock = Store(settings.url), Clock(settings.timezone, settings.now)
    now = clock()
    read = rosters.read(ROSTER.name, ROSTER.read_bytes(), today=now.date())
    try:
        with store.unit() as session:
            apply(session, plan(session, read.rows, now), now)
            setting.put(session, setting.SAMPLE, "1")
            branch = organisation.branches(session)[0]
            secretary = member.leaders(session, branch, now)[0]
            account = bot_account.known(session, ChannelName.CONSOLE, "sample", "sample", now)
            where = become(session, account, secretary, now)
        turns = Turns(store, settings.keys(), clock, Hours())
        asyncio.run(_said(turns, where))
        with store.unit() as session:
            _leave(session, where, clock)
    finally:
        store.close()


async def _said(turns: Turns, where: Address) -> None:
    turns.serve(where.bot_id, _Voice())
    for number, text in enumerate(SAID):
        raw = {"chat": where.identity, "text": text}
        await turns.receive(where.bot_id, str(number), where.identity, raw)
        await turns.settle()


def _leave(session: Session, where: Address, clock: Clock) -> None:
    """The secretary lays this voice down: answers to it are done with, and what is pushed waits for whoever plays him."""
    for binding in addresses.bindings(session, where):
        addresses.unbind(session, binding, clock())
    waiting = select(Delivery).where(Delivery.address_id == where.id, Delivery.state == DeliveryState.QUEUED)
    for delivery in session.exec(waiting).all():
        if delivery.priority == int(Priority.ANSWER):
            delivery.state = DeliveryState.CANCELLED
        else:
            outbox.failed(session, delivery, DONE)


# Wording

SAID = (
    "/moihop 19h30 ngày kia tại nhà văn hóa tổ dân phố số 9",
    "1",
    "/duthao Dự thảo nghị quyết tháng này\n1. Dọn vệ sinh ngõ 12 vào sáng thứ bảy.\n2. Lắp thêm hai đèn đường ở ngõ 5.\n"
    "3. Phân công đảng viên thăm các gia đình chính sách.",
    "1",
    "/khaosat Sinh hoạt chi bộ\n1. Giờ họp 19h30 có hợp với đồng chí không?\na) Có\nb) Không\n2. Nên họp vào tối nào?\n"
    "a) Thứ bảy\nb) Chủ nhật\nc) Ngày thường\n3. Đồng chí có đề xuất gì cho sinh hoạt chi bộ?",
    "1",
)
NOT_WITH_TOKENS = "Chi bộ mẫu chỉ trồng được khi không đặt mã bot và địa chỉ công khai."
NOT_EMPTY = "Cơ sở dữ liệu đã có người, không trồng chi bộ mẫu vào đây."
