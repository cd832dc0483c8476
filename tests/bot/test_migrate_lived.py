"""The schema's way back and forth under what branches have lived through, on both databases: nothing that both ends know is lost."""

import json
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.migrate import config, current, upgrade
from models import copying
from models.database import engine
from tests.player import play
from tests.postgres import Databases
from tests.shapes import SHAPES

STORIES = Path(__file__).parents[1] / "stories"
LIVED: dict[str, set[str]] = {
    "bieu_quyet_tai_hop": {"motion", "elector", "ballot"},
    "lay_y_kien": set(),
    "buoi_tap": set(),
    "gop_y_theo_diem": set(),
    "du_thao_ban_moi": set(),
    "khao_sat_cac_kieu_cau": set(),
    "khao_sat_khong_ghi_ten": set(),
    "nhan_tin": set(),
    "van_ban_tu_cap_tren": set(),
}
"""Stories, and where rows are gone at the other end: it knows no vote that was put at a meeting."""
FIRST = "0003"


@pytest.mark.parametrize("story", LIVED)
async def test_a_branch_goes_back_and_forth(
    tmp_path: Path, made: Databases, empty_book: str, story: str
) -> None:
    await play(STORIES / f"{story}.txt", SHAPES["web"](), tmp_path)
    own = f"sqlite:///{tmp_path / 'truyen.db'}"
    other = made(f"{story}_lived", like=empty_book)
    before = engine(own, writes=True)
    beside = engine(other, writes=True)
    with before.begin() as taken, beside.begin() as written:
        copying.take_in(written, (json.loads(line) for line in copying.lines(taken)))
    for url in (own, other):
        opened = engine(url, writes=True)
        with opened.begin() as connection:
            lived = counted(connection)
            command.downgrade(config(connection), FIRST)
            assert current(connection) == FIRST
            left = counted(connection)
            assert {table for table in left if left[table] != lived[table]} == LIVED[story]
        upgrade(url)
        with opened.begin() as connection:
            again = counted(connection)
            assert again == {table: left.get(table, 0) for table in lived}
            list(copying.lines(connection))
        opened.dispose()
    before.dispose()
    beside.dispose()


def counted(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        if connection.dialect.name == "sqlite"
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    return {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
        for (name,) in connection.execute(text(names)).all()
    }
