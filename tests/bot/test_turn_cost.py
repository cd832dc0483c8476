"""What a turn asks of the database: so much and no more, since every question of a turn is waited for by all who write meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from tests.joined import joined
from tests.shapes import OnWeb

MEETING = "/moihop 19h30 ngày mai, nhà văn hóa"


@contextmanager
def statements() -> Iterator[list[str]]:
    """Gathers what every database is asked meanwhile, the opening of a unit aside."""
    asked: list[str] = []

    def gather(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", gather)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", gather)


@pytest.mark.parametrize(
    ("who", "text", "tap", "at_most"),
    [
        ("minh", "/lichhop", False, 17),
        ("minh", "có", False, 33),
        ("minh", "Tham dự", True, 32),
        ("minh", "vắng, con ốm", False, 33),
        ("tú", "/danhsach", False, 38),
    ],
)
async def test_a_turn_asks_few_questions(
    tmp_path: Path, who: str, text: str, tap: bool, at_most: int
) -> None:
    shape = OnWeb()
    async with joined(tmp_path, shape, "tú", "minh", "lan"):
        for said in (MEETING, "Gửi"):
            shape.says("tú", said)
            await shape.settle()
        (shape.taps if tap else shape.says)(who, text)
        with statements() as asked:
            await shape.take_in(1)
            await shape.turns.settle()
        assert len(asked) <= at_most, "\n".join(asked)
