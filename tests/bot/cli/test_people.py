"""Appointing: in one's own branch, and above it, where nobody belongs but those of the branches below. And the example of a roster that
the guide gives, with what it says of the columns."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import logs
from bot.cli import app
from bot.config import ROOT
from bot.store import Store
from models import acting, member
from models.member import Member
from models.sealing import Keys
from tests.cast import above, plant
from tests.database import ready
from tests.player import START

WARD = "Đảng bộ phường Hoa Sen"


@pytest.mark.parametrize(("name", "place", "code"), [("Vũ Minh", WARD, 0), ("Nguyễn Văn Nam", WARD, 2)])
def test_who_leads_above_belongs_below(
    name: str, place: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = ready(tmp_path)
    for setting, value in (("DATABASE_URL", url), ("SECRET_KEY", "people"), ("NOW", "2026-12-01T08:00")):
        monkeypatch.setenv(f"SOTAY_{setting}", value)
    store = Store(url)
    with store.unit() as session:
        branch = plant(session, Keys(b"people"), START)
        above(session, branch, START)
        minh, number = branch.names["minh"], branch.place.id
    assert CliRunner().invoke(app, ["appoint", name, "Phó bí thư", place]).exit_code == code
    with store.unit() as session:
        who = session.get_one(Member, minh)
        own = member.branch_of(session, who)
        assert own is not None and own.id == number
        assert (acting.right(session, who, own, START.replace(hour=9)) is not None) == (code == 0)
    store.close()
    logs.set_up()


def test_who_follows_a_branch_belongs_to_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = ready(tmp_path)
    for setting, value in (("DATABASE_URL", url), ("SECRET_KEY", "people"), ("NOW", "2026-12-01T08:00")):
        monkeypatch.setenv(f"SOTAY_{setting}", value)
    store = Store(url)
    with store.unit() as session:
        branch = plant(session, Keys(b"people"), START)
        above(session, branch, START)
        kiên, place = branch.names["kiên"], branch.place

    def appoint(*words: str) -> int:
        return CliRunner().invoke(app, ["appoint", *words]).exit_code

    def follows() -> bool:
        with store.unit() as session:
            return kiên in session.exec(member.followers(place.id, START.replace(hour=9))).all()

    assert appoint("Nguyễn Thị Lan", "theo dõi chi bộ", place.name) == 2, "a member follows his branch anyway"
    assert appoint("Bùi Trung Kiên", "theo dõi chi bộ", WARD) == 2, "a committee is no branch"
    assert not follows()
    assert appoint("Bùi Trung Kiên", "theo dõi chi bộ", place.name) == 0
    assert follows()
    monkeypatch.setenv("SOTAY_NOW", "2026-12-01T08:30")
    assert appoint("Bùi Trung Kiên", "theo dõi chi bộ", place.name, "--end") == 0
    assert not follows()
    store.close()
    logs.set_up()


EXAMPLE = ROOT / "docs" / "danh-sach-mau.csv"
NEEDED = {"Họ và tên", "Chi bộ"}
ONE_OF = {"Ngày chính thức", "Tình trạng"}


@pytest.fixture
def imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., tuple[int, list[str]]]]:
    """Imports the example, without some of its columns, into an empty database; gives the exit code and the lines."""
    monkeypatch.setenv("SOTAY_SECRET_KEY", "people")
    monkeypatch.setenv("SOTAY_DATABASE_URL", ready(tmp_path))
    monkeypatch.setenv("SOTAY_NOW", "2026-12-01T08:00")

    def bring(without: set[str] = set(), *more: str) -> tuple[int, list[str]]:  # noqa: B006
        with EXAMPLE.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        with (tmp_path / "ds.csv").open("w", encoding="utf-8", newline="") as file:
            left = csv.DictWriter(
                file, [name for name in rows[0] if name not in without], extrasaction="ignore"
            )
            left.writeheader()
            left.writerows(rows)
        ended = CliRunner().invoke(app, ["import-members", str(tmp_path / "ds.csv"), *more])
        return ended.exit_code, ended.stdout.splitlines()

    yield bring
    logs.set_up()


def test_the_guides_example_is_taken_whole(imported: Callable[..., tuple[int, list[str]]]) -> None:
    assert imported() == (0, ["Thêm 5 · Sửa 0 · Giữ nguyên 0 · Lỗi 0"])


@pytest.mark.parametrize(
    "without", [*({one} for one in sorted(NEEDED)), ONE_OF], ids=lambda without: ", ".join(sorted(without))
)
def test_what_the_guide_calls_needed_is(
    without: set[str], imported: Callable[..., tuple[int, list[str]]]
) -> None:
    assert imported(without)[0] == 1


def test_all_else_may_be_missing(imported: Callable[..., tuple[int, list[str]]]) -> None:
    with EXAMPLE.open(encoding="utf-8-sig") as file:
        others = set(next(csv.reader(file))) - NEEDED - ONE_OF
    assert len(others) > 5
    assert imported(others) == (0, ["Thêm 5 · Sửa 0 · Giữ nguyên 0 · Lỗi 0"])
    assert imported(others | {"Chi bộ"}, "--branch", "Chi bộ tổ dân phố số 9")[0] == 0
