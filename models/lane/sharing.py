"""How several processes share the lanes: evenly kind by kind, and none ever stands idle because of it. Pure functions."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

PROCESS, ASKING, SENDING = "process:", "ask:", "send:"
PASSING = (PROCESS, ASKING)
"""Lanes that end with a process."""
COURTESY = 3.0
"""Seconds that a lane which was given back is left to those who have fewer."""


@dataclass(frozen=True)
class Standing:
    """Whose a lane is (empty: nobody's), and for how many seconds more; negative: so long ago that it is free."""

    owner: str
    left: float


@dataclass(frozen=True)
class Plan:
    """What a process should do: take these lanes if it can, ask their owners for those, and give these to who asked."""

    take: set[str] = field(default_factory=set)
    ask: set[str] = field(default_factory=set)
    give: set[str] = field(default_factory=set)


def sending(bot_id: int) -> str:
    """The lane in which a bot sends."""
    return f"{SENDING}{bot_id}"


def polling(bot_id: int) -> str:
    """The lane in which a bot listens."""
    return f"poll:{bot_id}"


def clock() -> str:
    """The lane of what is done at its hour."""
    return "clock"


def process(owner: str) -> str:
    """The lane by which a process is seen to live."""
    return PROCESS + owner


def asking(name: str) -> str:
    """The wish for a lane."""
    return ASKING + name


def living(lanes: Mapping[str, Standing]) -> int:
    """How many processes live."""
    return sum(name.startswith(PROCESS) and lane.left > 0 for name, lane in lanes.items())


def plan(lanes: Mapping[str, Standing], owner: str, wanted: Collection[str]) -> Plan:
    """What this process should do, as the lanes stand and for the lanes that it can serve.

    It takes what is free up to its share, and beyond it what nobody else took in three seconds: the others may not serve it. It asks
    only whoever has two more than itself, so that two never pass one lane to and fro.
    """
    made = Plan()
    for kind in {_kind(name) for name in wanted}:
        _share(made, lanes, owner, sorted(name for name in wanted if _kind(name) == kind))
    return made


def _share(made: Plan, lanes: Mapping[str, Standing], owner: str, names: list[str]) -> None:
    """Plans for the lanes of one kind."""
    held = {name: lane.owner for name, lane in lanes.items() if lane.left > 0}
    processes = living(lanes) + (process(owner) not in held)
    least, most = len(names) // processes, -(-len(names) // processes)
    wished_by_others = {name for name in names if held.get(asking(name), owner) != owner}
    mine = [name for name in names if held.get(name) == owner]

    free = [name for name in names if name not in held]
    left_over = {name for name in free if name not in lanes or lanes[name].left < -COURTESY}
    courteous = [name for name in free if name not in left_over | wished_by_others]
    made.take.update(left_over, courteous[: max(0, most - len(mine) - len(left_over))])

    has = Counter(held[name] for name in names if name in held)
    will_have = len(mine) + len(made.take.intersection(names))
    theirs = [n for n in names if held.get(n, owner) != owner and n not in wished_by_others]
    for name in sorted(theirs, key=lambda name: -has[held[name]]):
        if will_have < most and has[held[name]] >= will_have + 2:
            has[held[name]] -= 1
            will_have += 1
            made.ask.add(name)

    made.give.update([name for name in mine if name in wished_by_others][: max(0, len(mine) - least)])


def _kind(name: str) -> str:
    return name.partition(":")[0]
