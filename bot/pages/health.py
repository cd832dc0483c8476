"""Whether the program lives, whether it can work, and its figures for Prometheus: numbers and channels, never anybody's name or words."""

import asyncio
import hmac
from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.pages.door import comes_from_here
from bot.store import Store
from models.bot_account import BotAccount
from models.database import Session
from models.inbox import Inbox
from models.outbox import Delivery
from models.sealing import Keys
from models.terms import DeliveryState

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
        """The database answers; 503 where it does not."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._store.read(lambda session: session.exec(select(BotAccount.id).limit(1)).all())
        except (SQLAlchemyError, TimeoutError):
            return PlainTextResponse("no", 503)
        return PlainTextResponse("ok")

    async def metrics(self, request: Request) -> Response:
        """The figures, on this machine or with `Authorization: Bearer` and the token; to everybody else there is no such page."""
        brought = request.headers.get("authorization", "").encode()
        token = f"Bearer {metrics_token(self._keys)}".encode()
        if not (comes_from_here(request) or hmac.compare_digest(brought, token)):
            return Response(status_code=404)
        registry = CollectorRegistry()
        registry.register(_Figures(await self._store.read(lambda session: figures(session, self._now()))))
        return PlainTextResponse(generate_latest(registry))


class _Figures(Collector):
    def __init__(self, found: list[Metric]) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        return self._found


def metrics_token(keys: Keys) -> str:
    """What a Prometheus on another machine must bring."""
    return keys.hash("metrics", "")


def figures(session: Session, now: datetime) -> list[Metric]:
    """What is owed, sent and failed by channel, the age of the oldest that is due, and what became of updates."""
    owed = GaugeMetricFamily("sotay_owed", "Messages owed and not yet sent.", labels=["channel"])
    sent = CounterMetricFamily("sotay_sent", "Messages sent.", labels=["channel"])
    failed = CounterMetricFamily("sotay_failed", "Messages that could not be sent.", labels=["channel"])
    by_state = (
        select(BotAccount.channel, Delivery.state, func.count())
        .join(BotAccount, col(BotAccount.id) == Delivery.bot_id)
        .group_by(col(BotAccount.channel), col(Delivery.state))
    )
    waits: dict[str, int] = {}
    for channel, state, count in session.exec(by_state):
        if state in OWED:
            waits[str(channel)] = waits.get(str(channel), 0) + count
        elif state is DeliveryState.SENT:
            sent.add_metric([str(channel)], count)
        elif state is DeliveryState.FAILED:
            failed.add_metric([str(channel)], count)
    for name, count in waits.items():
        owed.add_metric([name], count)
    oldest = session.exec(
        select(func.min(Delivery.not_before)).where(
            Delivery.state == DeliveryState.QUEUED,
            Delivery.not_before <= now,
            col(Delivery.expires_at).is_(None) | (col(Delivery.expires_at) > now),
        )
    ).one()
    age = GaugeMetricFamily(
        "sotay_oldest_owed_seconds",
        "Age of the oldest message that is due.",
        value=(now - oldest).total_seconds() if oldest else 0,
    )
    turns = GaugeMetricFamily("sotay_turns", "Updates by what became of them.", labels=["state"])
    for state, count in session.exec(select(Inbox.state, func.count()).group_by(col(Inbox.state))):
        turns.add_metric([str(state)], count)
    return [owed, sent, failed, age, turns]
