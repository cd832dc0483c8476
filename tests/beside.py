"""Two messengers in one story: whoever is named after the second (`lan zalo`) sits there, everybody else at the first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.store import Store
from bot.turns import Turns
from tests.shapes import SHAPES


class Beside:
    """A messenger, and another one beside it; people of the branch have joined at the first."""

    def __init__(self, first: Any, second: str) -> None:
        """second: its name among the shapes."""
        self.first, self.name, self.second = first, second, SHAPES[second]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.first, name)

    def __setattr__(self, name: str, value: Any) -> None:
        """What a story sets holds for both."""
        if name in ("public_url", "at_once"):
            setattr(self.first, name, value)
            setattr(self.second, name, value)
        else:
            super().__setattr__(name, value)

    def at(self, who: str) -> Any:
        """Where somebody sits."""
        return self.second if who.endswith(f" {self.name}") else self.first

    async def open(self, store: Store, turns: Turns, now: Callable[[], datetime]) -> None:
        await self.first.open(store, turns, now)
        await self.second.open(store, turns, now)

    async def forget_hellos(self) -> None:
        await self.first.forget_hellos()
        await self.second.forget_hellos()

    async def settle(self) -> None:
        """What was said at one may owe something at the other."""
        for shape in (self.first, self.second, self.first):
            await shape.settle()

    async def close(self) -> None:
        await self.first.close()
        await self.second.close()

    def meets(self, who: str) -> None:
        self.at(who).meets(who)

    def says(self, who: str, text: str) -> None:
        self.at(who).says(who, text)

    def taps(self, who: str, label: str) -> None:
        self.at(who).taps(who, label)

    def sends(self, who: str, what: str) -> None:
        self.at(who).sends(who, what)

    def shown(self, who: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = self.at(who).shown(who)
        return found
