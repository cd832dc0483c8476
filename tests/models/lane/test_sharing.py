"""How processes share the lanes: whatever stood there before, in the end all are held, evenly, and nothing moves any more."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from models import lane
from models.lane import Standing

OWNERS = ["a", "b", "c"]
FRESH = 9.0


class Board:
    """The lanes, and processes that look at them in turn; each knows some of them."""

    def __init__(self, known: dict[str, set[str]], first: dict[str, str]) -> None:
        self.known = known
        self.lanes = {name: Standing(owner, FRESH) for name, owner in first.items()}
        for owner in known:
            self.lanes[lane.process(owner)] = Standing(owner, FRESH)

    def look(self, owner: str) -> bool:
        """What one process does at one look; False when it changed nothing."""
        before = dict(self.lanes)
        plan = lane.plan(self.lanes, owner, self.known[owner])
        wishes = {lane.asking(name) for name in plan.ask}
        for name in plan.take | wishes:
            if self.lanes.get(name, Standing("", -FRESH)).left <= 0:
                self.lanes[name] = Standing(owner, FRESH)
        for name in [n for n, one in self.lanes.items() if n.startswith("ask:") and one.owner == owner]:
            if name not in wishes:
                del self.lanes[name]
        for name in plan.give:
            self.lanes[name] = Standing("", 0.0)
        return self.lanes != before

    def settle(self) -> None:
        for _ in range(60):
            changed = [self.look(owner) for owner in self.known]
            if not any(changed):
                return
            for name, one in list(self.lanes.items()):
                if one.left <= 0:  # time goes on
                    self.lanes[name] = Standing("", one.left - lane.RENEWS)
        raise AssertionError("they pass lanes to and fro")

    def has(self) -> Counter[str]:
        mine = (one.owner for name, one in self.lanes.items() if name.startswith("send:") and one.left > 0)
        return Counter(mine)


@given(
    st.integers(0, 34),
    st.sets(st.sampled_from(OWNERS), min_size=1),
    st.lists(st.sampled_from([*OWNERS, ""]), min_size=34, max_size=34),
)
def test_all_are_held_and_evenly(many: int, running: set[str], at_first: list[str]) -> None:
    names = [lane.sending(number) for number in range(many)]
    first = {n: o for n, o in zip(names, at_first, strict=False) if o in running}
    board = Board({owner: set(names) for owner in sorted(running)}, first)
    board.settle()
    has = board.has()
    assert has.total() == many
    shares = [has[owner] for owner in running]
    assert max(shares) - min(shares) <= 1


@given(st.lists(st.sets(st.sampled_from(OWNERS), min_size=1), max_size=12))
def test_a_lane_that_others_cannot_serve_stays_where_it_is_served(serves: list[set[str]]) -> None:
    known = {owner: {lane.sending(n) for n, who in enumerate(serves) if owner in who} for owner in OWNERS}
    board = Board(known, {})
    board.settle()
    assert board.has().total() == len(serves)
    for name, one in board.lanes.items():
        if name.startswith("send:"):
            assert name in known[one.owner]


def test_kinds_are_shared_each_for_itself() -> None:
    names = {lane.sending(n) for n in range(4)} | {lane.polling(n) for n in range(4)} | {lane.clock()}
    board = Board({"a": names, "b": names}, dict.fromkeys(sorted(names), "a"))
    board.settle()
    assert board.has() == {"a": 2, "b": 2}
    assert board.lanes["clock"].owner == "a", "one lane is not passed on"


def test_who_is_silent_has_lost_and_who_lives_has_not() -> None:
    lanes = {
        lane.sending(1): Standing("a", 0.5),
        lane.sending(2): Standing("b", -0.5),
        lane.process("a"): Standing("a", 0.5),
    }
    assert lane.plan(lanes, "c", {lane.sending(1), lane.sending(2)}).take == {lane.sending(2)}
