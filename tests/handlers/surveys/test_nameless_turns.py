"""Answers without names through whole turns: two branches that say opposite things leave the same database behind, but for what is sealed,
and nothing of what they said in any of its files (people 11)."""

import re
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.joined import joined
from tests.shapes import OnTelegram, OnWeb, OnZalo

pytestmark = pytest.mark.sqlite(
    "answers without names are refused on PostgreSQL, whose log is not ours to empty"
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+\d\d:\d\d)?|\b\d{10}(?:\.\d+)?\b")
SURVEY = "/khaosat Sinh hoạt quý 4 (không ghi tên)\n1. Giờ họp có hợp không?\na) Có\nb) Không\n2. Hài lòng không? (thang 1-5)\n3. Đề xuất gì?"
PEOPLE = ("lan", "hòa", "minh", "thái", "sáu", "tú")
SAID = {
    "one": ("1", "5 điểm", "nên có nước chè xanh"),
    "other": ("không ạ", "2 điểm", "họp dài quá, đề nghị bớt phần đọc tài liệu vì ai cũng đã có ở nhà"),
}
ASIDE = {
    ("survey_box", "sealed"): 'length("{}")',
    ("delivery", "external_id"): '"{}" IS NULL',
    ("offer", "id"): '"{}" IS NULL',
}


async def lived(folder: Path, shape: Any, said: tuple[str, str, str]) -> Path:
    """The file of a branch whose members answered so, one of them after a first word that was another."""
    folder.mkdir()
    number, step, words = said
    async with joined(folder, shape, *PEOPLE) as (store, _):

        async def does(who: str, text: str, tap: bool = False) -> None:
            (shape.taps if tap else shape.says)(who, text)
            await shape.settle()

        await does("tú", SURVEY)
        await does("tú", "1")
        for who in PEOPLE:
            await does(who, "Bắt đầu", tap=True)
            await does(who, number)
            await does(who, step, tap=True)
            await does(who, words)
        await does("lan", "SỬA")
        await does("lan", "1")
        await does("lan", number)
        store._wipes_at = 0.0  # where a reader was in the way, the log is emptied by a later unit
        await store.write(lambda session: None)
        assert not store._traces
        copy = folder / "taken.db"
        for part in ("", "-wal"):
            copy.with_name(f"taken.db{part}").write_bytes((folder / f"so.db{part}").read_bytes())
        await does("tú", "/dong")
        await does("tú", "1")
        shown = "\n".join(text for _, text in shape.shown("tú"))
        assert "Trả lời 6 · Chưa trả lời 0 · Chưa nhận được 3" in shown, "it was counted"
        assert f"- {words}" in shown
    return copy


@pytest.mark.parametrize("shape", [OnTelegram, OnZalo, OnWeb])
async def test_what_was_said_leaves_no_trace(
    tmp_path: Path, shape: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda size: "0" * 2 * size)  # chance alike in both
    files = {name: await lived(tmp_path / name, shape(), said) for name, said in SAID.items()}
    for name, (_, step, words) in SAID.items():
        held = b"".join(part.read_bytes() for part in files[name].parent.glob("taken.db*"))
        assert words.encode() not in held
        assert words[-12:].encode() not in held
        assert f"→ {step}".encode() not in held
        assert words.encode("utf-16-le") not in held
    one, other = (_rows(file) for file in files.values())
    assert len(one) > 20
    for table in one:
        assert one[table] == other[table], table


def _rows(file: Path) -> dict[str, list[Any]]:
    """All that stands in a database, but for what is sealed, when (the clock runs on by what the machine takes), and which number the
    messenger gave to which of the copies that went out beside each other, and whose choices were numbered first."""
    with closing(sqlite3.connect(file)) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for table in tables:
            columns = [row[1] for row in opened.execute(f"PRAGMA table_info({table})")]
            shown = ", ".join(ASIDE.get((table, column), '"{}"').format(column) for column in columns)
            rows = opened.execute(f"SELECT {shown} FROM {table}").fetchall()
            told = [MOMENT.sub("then", str(row)) for row in rows]
            found[table] = sorted(told) if table == "offer" else told
        return found
