"""Papers from above: a committee's office sends one down, each branch's leaders decide, the office sees how it stands (people 16)."""

from handlers.dispatches import deciding, door, own, reminding, results

__all__ = ["deciding", "door", "own", "reminding", "results"]
