"""The tree of organisations from the command line: looked at first, all or nothing, faults given back in a copy of the file;
what stands elsewhere is moved only when asked."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from bot import logs
from bot.cli import app
from bot.store import Store
from models.organisation import Organisation, named
from tests.database import ready

WARD = ("Đảng bộ phường Hoa Sen", "", "Đảng bộ cơ sở")
NINE = ("Chi bộ 9", "Đảng bộ phường Hoa Sen", "Chi bộ")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to whose database the command line is pointed."""
    url = ready(tmp_path)
    for name, value in (("DATABASE_URL", url), ("SECRET_KEY", "tree"), ("NOW", "2026-12-01T08:00")):
        monkeypatch.setenv(f"SOTAY_{name}", value)
    yield tmp_path
    logs.set_up()


def bring(folder: Path, *rows: tuple[str, ...], more: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    """The exit code and the lines of an import of these rows."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("Tổ chức", "Cấp trên", "Loại"), *rows):
        book.active.append(row)
    book.save(folder / "cay.xlsx")
    ended = CliRunner().invoke(app, ["import-organisations", str(folder / "cay.xlsx"), *more])
    return ended.exit_code, ended.output.splitlines()


def known(folder: Path, name: str) -> bool:
    store = Store(ready(folder))
    with store.unit() as session:
        there = named(session, name) is not None
    store.close()
    return there


def test_a_dry_run_shows_and_writes_nothing(folder: Path) -> None:
    code, lines = bring(folder, NINE, WARD, more=("--dry-run",))
    assert code == 0
    assert lines == [
        "Sẽ thêm: Đảng bộ phường Hoa Sen",
        "Sẽ thêm: Chi bộ 9, thuộc Đảng bộ phường Hoa Sen",
        "Thêm 2 · Sửa 0 · Giữ nguyên 0 · Lỗi 0",
    ]
    assert not known(folder, "Chi bộ 9")


def above(folder: Path, name: str) -> str | None:
    store = Store(ready(folder))
    with store.unit() as session:
        place = named(session, name)
        upper = place and place.parent_id and session.get_one(Organisation, place.parent_id).name
    store.close()
    return upper


OTHER = ("Đảng bộ phường Bến Đò", "", "Đảng bộ cơ sở")
MOVED = ("Chi bộ 9", OTHER[0], "Chi bộ")


def test_a_branch_that_a_roster_made_is_put_below_its_superior(folder: Path) -> None:
    """The roster came first, so nothing stood above the branch."""
    (folder / "ds.csv").write_text("Họ và tên,Ngày chính thức\nNguyễn Văn Tú,1/1/1990\n", "utf-8")
    words = ["import-members", str(folder / "ds.csv"), "--branch", "Chi bộ 9"]
    assert CliRunner().invoke(app, words).exit_code == 0
    dry, lines = bring(folder, WARD, NINE, more=("--dry-run",))
    assert (dry, lines[1:]) == (
        0,
        ["Sẽ xếp: Chi bộ 9, thuộc Đảng bộ phường Hoa Sen", "Thêm 1 · Sửa 1 · Giữ nguyên 0 · Lỗi 0"],
    )
    assert above(folder, "Chi bộ 9") is None
    assert bring(folder, WARD, NINE) == (0, ["Thêm 1 · Sửa 1 · Giữ nguyên 0 · Lỗi 0"])
    assert above(folder, "Chi bộ 9") == WARD[0]
    assert bring(folder, WARD, (NINE[0], "", NINE[2]))[1] == ["Thêm 0 · Sửa 0 · Giữ nguyên 2 · Lỗi 0"]
    assert above(folder, "Chi bộ 9") == WARD[0], "an empty cell takes nothing away"


def test_what_stands_elsewhere_is_moved_only_when_asked(folder: Path) -> None:
    bring(folder, WARD, NINE)
    code, lines = bring(folder, OTHER, MOVED)
    assert code == 1
    assert "“Chi bộ 9” đang thuộc “Đảng bộ phường Hoa Sen”" in lines[0] and "--move" in lines[0]
    assert lines[-1] == "Thêm 0 · Sửa 0 · Giữ nguyên 0 · Lỗi 1"
    assert (above(folder, "Chi bộ 9"), known(folder, OTHER[0])) == (WARD[0], False)
    assert (
        "Sẽ chuyển: Chi bộ 9, từ Đảng bộ phường Hoa Sen sang Đảng bộ phường Bến Đò"
        in bring(folder, OTHER, MOVED, more=("--move", "--dry-run"))[1]
    )
    assert bring(folder, OTHER, MOVED, more=("--move",)) == (0, ["Thêm 1 · Sửa 1 · Giữ nguyên 0 · Lỗi 0"])
    assert above(folder, "Chi bộ 9") == OTHER[0]


def test_two_of_a_name_are_not_made_one(folder: Path) -> None:
    code, lines = bring(folder, WARD, OTHER, NINE, MOVED, more=("--move",))
    assert code == 1
    assert lines[0].startswith("Dòng 5, ") and "đã có ở dòng 4" in lines[0]
    assert not known(folder, "Chi bộ 9")


def test_nothing_comes_to_stand_below_itself(folder: Path) -> None:
    bring(folder, WARD, NINE)
    code, lines = bring(folder, (WARD[0], NINE[0], WARD[2]))
    assert code == 1
    assert "đang đứng trên tổ chức ấy" in lines[0]
    assert above(folder, WARD[0]) is None


def test_twice_changes_nothing(folder: Path) -> None:
    assert bring(folder, WARD, NINE) == (0, ["Thêm 2 · Sửa 0 · Giữ nguyên 0 · Lỗi 0"])
    assert known(folder, "Chi bộ 9")
    assert bring(folder, WARD, NINE) == (0, ["Thêm 0 · Sửa 0 · Giữ nguyên 2 · Lỗi 0"])


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (("Chi bộ 10", "Đảng bộ nào đó", "Chi bộ"), "cấp trên “Đảng bộ nào đó”"),
        (("", "Đảng bộ phường Hoa Sen", "Chi bộ"), "Tổ chức"),
    ],
)
@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_one_bad_row_and_nothing_is_written(
    folder: Path, bad: tuple[str, ...], why: str, dry: tuple[str, ...]
) -> None:
    code, lines = bring(folder, WARD, bad, more=dry)
    assert code == 1
    assert lines[0].startswith("Dòng 3, ") and why in lines[0]
    assert "Bản có đánh dấu chỗ sai: cay.xlsx.loi.xlsx" in lines
    assert lines[-1].startswith("Thêm 0 · Sửa 0 · Giữ nguyên 0 · Lỗi 1")
    assert not known(folder, WARD[0])
    marked = openpyxl.load_workbook(folder / "cay.xlsx.loi.xlsx").active
    assert marked is not None
    assert [cell.value for cell in marked[1]] == ["Tổ chức", "Cấp trên", "Loại", "Lỗi"]
    assert why in str(marked.cell(3, 4).value)
    assert marked.cell(2, 4).value is None


def test_what_cannot_be_read_is_one_fault(folder: Path) -> None:
    file = folder / "cay.xlsx"
    file.write_bytes(b"none")
    ended = CliRunner().invoke(app, ["import-organisations", str(file)])
    assert ended.exit_code == 1
    assert ended.output.splitlines()[-1] == "Thêm 0 · Sửa 0 · Giữ nguyên 0 · Lỗi 1"
