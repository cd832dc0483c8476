"""Who is called again is called to what is open already: the feature of meetings does it, another asks it to."""

from collections.abc import Callable

from handlers.kit.features import Features
from handlers.kit.turn import Turn
from models.member import Member

Calls = Callable[[Turn, Member], list[str]]
"""(turn, whom) -> to what he was called, by name."""
calls: Features[Calls] = Features()


def call_in(turn: Turn, person: Member) -> list[str]:
    """Calls a member to everything open that he was not called to; gives that, by name. He hears of it in the daytime."""
    return [matter for feature in calls for matter in feature(turn, person)]
