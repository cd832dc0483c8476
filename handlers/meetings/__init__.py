"""Meetings: calling, by a rule each month, answering, the living list, moving and postponing, noting what was said, who
chairs, the roll."""

from handlers.meetings import (
    answering,
    calling,
    chairing,
    lists,
    monthly,
    moving,
    noting,
    own,
    roll,
    stopping,
)

__all__ = [
    "answering",
    "calling",
    "chairing",
    "lists",
    "monthly",
    "moving",
    "noting",
    "own",
    "roll",
    "stopping",
]
