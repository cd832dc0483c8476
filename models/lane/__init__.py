"""Lanes: what only one process does at a time (a bot's sending, a bot's listening, the clock), and which process that is (decision 13).

A process is a random name, its `owner`, made when it starts. It stands here as a lane of its own, and so do its wishes for lanes that
another one holds. It renews that one alone, and whoever has not done so for nine seconds may lose all that it holds.
"""

from models.lane.holding import (
    LASTS,
    RENEWS,
    Lane,
    alive,
    clear,
    held,
    holds,
    leave,
    release,
    renew,
    sending_of,
    standing,
    take,
)
from models.lane.sharing import Plan, Standing, asking, clock, living, plan, polling, process, sending

__all__ = [
    "LASTS",
    "RENEWS",
    "Lane",
    "Plan",
    "Standing",
    "alive",
    "asking",
    "clear",
    "clock",
    "held",
    "holds",
    "leave",
    "living",
    "plan",
    "polling",
    "process",
    "release",
    "renew",
    "sending",
    "sending_of",
    "standing",
    "take",
]
