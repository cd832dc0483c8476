"""Leading in the secretary's place: who is named, for which days, by whom (people 4)."""

from handlers.acting import naming

__all__ = ["naming"]
