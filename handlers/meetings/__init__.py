"""Meetings: calling, by a rule each month, answering, the living list, moving and postponing, noting what was said, exempt ones who
ask in, who chairs, the roll."""

from handlers.meetings import (
    answering,
    asking_in,
    calling,
    chairing,
    falling_away,
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
    "asking_in",
    "calling",
    "chairing",
    "falling_away",
    "lists",
    "monthly",
    "moving",
    "noting",
    "own",
    "roll",
    "stopping",
]
