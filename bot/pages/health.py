"""Whether the program lives, whether it can work, and its figures for Prometheus: numbers and channels, never anybody's name or words."""

import asyncio
import hmac
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import case
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select
from sqlmodel.sql.expression import Select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import migrate
from bot.meters import METERS
from bot.pages.door import comes_from_here
from bot.store import Store
from models.bot_account import BotAccount
from models.database import Session
from models.inbox import Inbox
from models.outbox import Delivery, of_use
from models.sealing import Keys
from models.terms import DeliveryState, InboxState

PATIENCE = 5.0
"""Seconds that the database may take to answer."""
OWED = (DeliveryState.QUEUED, DeliveryState.SENDING)


class Health:
    """The pages for whoever watches over the server."""

    def __init__(self, store: Store, keys: Keys, now: Callable[[], datetime]) -> None:
        """Health of a store."""
        self._store, self._keys, self._now = store, keys, now

    def routes(self) -> list[Route]:
        """Alive, ready, figures."""
        return [
            Route("/health/live", self.live),
            Route("/health/ready", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def live(self, request: Request) -> Response:
        """The program answers."""
        return PlainTextResponse("ok")

    async def ready(self, request: Request) -> Response:
        """The database answers, and its schema is this program's; 503 where not."""
        try:
            async with asyncio.timeout(PATIENCE):
                stands = await self._store.read(lambda session: migrate.current(session.connection()))
        except (SQLAlchemyError, TimeoutError):
            stands = None
        return PlainTextResponse("ok") if stands == migrate.head() else PlainTextResponse("no", 503)

    async def metrics(self, request: Request) -> Response:
        """The figures, on this machine or with `Authorization: Bearer` and the token; to everybody else there is no such page."""
        brought = request.headers.get("authorization", "").encode()
        token = f"Bearer {metrics_token(self._keys)}".encode()
        if not (comes_from_here(request) or hmac.compare_digest(brought, token)):
            return Response(status_code=404)
        registry = CollectorRegistry()
        registry.register(_Figures(await self._store.read(lambda session: figures(session, self._now()))))
        return PlainTextResponse(generate_latest(registry) + generate_latest(METERS))


class _Figures(Collector):
    def __init__(self, found: list[Metric]) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        return self._found


def metrics_token(keys: Keys) -> str:
    """What a Prometheus on another machine must bring."""
    return keys.hash("metrics", "")


def figures(session: Session, now: datetime) -> list[Metric]:
    """What waits in the database: by channel the messages owed and the age of the oldest that is due, and the updates without an answer.

    Only what waits is looked at, by its index: the rows of what has gone are hundreds of thousands. What went is counted as it goes
    (see bot.meters).
    """
    owed = GaugeMetricFamily("sotay_owed", "Messages owed and not yet sent.", labels=["channel"])
    age = GaugeMetricFamily(
        "sotay_oldest_owed_seconds", "Age of the oldest message that is due.", labels=["channel"]
    )
    for channel, count, oldest in session.exec(waiting(now)):
        owed.add_metric([channel.value], count)
        age.add_metric([channel.value], (now - oldest).total_seconds() if oldest else 0)
    unanswered = session.exec(select(func.count()).where(Inbox.state == InboxState.RECEIVED)).one()
    updates = GaugeMetricFamily("sotay_updates_waiting", "Updates not yet answered.", value=unanswered)
    return [owed, age, updates]


def waiting(now: datetime) -> Select[Any, int, Any]:
    """The question for each channel's messages that wait: how many, and since when the oldest that is due."""
    due = (col(Delivery.state) == DeliveryState.QUEUED) & (col(Delivery.not_before) <= now) & of_use(now)
    waits = (col(Delivery.bot_id) == BotAccount.id) & col(Delivery.state).in_(OWED)
    return (
        select(BotAccount.channel, func.count(col(Delivery.id)), func.min(case((due, Delivery.not_before))))
        .outerjoin(Delivery, waits)
        .group_by(col(BotAccount.channel))
    )
