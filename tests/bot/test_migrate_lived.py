"""The schema's way back and forth under what branches have lived through, nothing that both ends know is lost."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.migrate import config, current, upgrade
from models import copying
from models.database import engine
from tests.database import ready
from tests.player import only_where_it_plays, play
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


@pytest.mark.parametrize("story", [pytest.param(story, marks=only_where_it_plays(story)) for story in LIVED])
async def test_a_branch_goes_back_and_forth(tmp_path: Path, story: str) -> None:
    await play(STORIES / f"{story}.txt", SHAPES["web"](), tmp_path)
    url = ready(tmp_path, "truyen")
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
