"""Papers from above: a committee's office sends one down, each branch's leaders decide, the office sees how it stands (people 16)."""

from handlers.dispatches import deciding, door, reminding, results

__all__ = ["deciding", "door", "reminding", "results"]
