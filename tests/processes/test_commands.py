"""The command line as outside scripts use it: exit codes, last lines, files."""

import csv
import os
import pty
import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from bot.config import ROOT
from models.invite import code_in, well_formed
from tests.database import blank
from tests.processes.program import PATIENCE, Program, command

ROSTER = ROOT / "bot" / "sample" / "roster.csv"
pytestmark = pytest.mark.process


def roster(folder: Path, *rows: tuple[str, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ("Chi bộ", "Họ và tên", "Ngày sinh", "Số thẻ đảng", "Ngày chính thức", "Chức vụ", "Điện thoại")
    )
    for row in rows:
        sheet.append(row)
    book.save(folder / "ds.xlsx")
    return folder / "ds.xlsx"


TU = ("Chi bộ 1", "Nguyễn Văn Tú", "02/03/1964", "90000001", "01/01/1990", "Bí thư", "0900000001")
LAN = ("Chi bộ 1", "Nguyễn Thị Lan", "19/05/1948", "90000002", "01/01/1980", "", "0900000002")


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    file = roster(tmp_path, TU, LAN)
    first = command(tmp_path, "import-members", str(file))
    assert (first.returncode, first.stdout.splitlines()[-1]) == (0, "Thêm 2 · Sửa 0 · Giữ nguyên 0 · Lỗi 0")
    again = command(tmp_path, "import-members", str(file))
    assert again.stdout.splitlines()[-1] == "Thêm 0 · Sửa 0 · Giữ nguyên 2 · Lỗi 0"


def test_who_has_died_is_told_by_name_and_leads_no_more(tmp_path: Path) -> None:
    hoa = ("Chi bộ 1", "Trần Thị Hòa", "11/07/1970", "90000003", "01/01/1999", "Phó bí thư", "")
    command(tmp_path, "import-members", str(roster(tmp_path, TU, LAN, hoa)))
    file = tmp_path / "ds.csv"
    file.write_text(
        "Chi bộ,Họ và tên,Số thẻ đảng,Tình trạng\nChi bộ 1,Nguyễn Văn Tú,90000001,từ trần\n", "utf-8"
    )
    for more in (["--dry-run"], []):
        assert "TỪ TRẦN: Nguyễn Văn Tú" in command(tmp_path, "import-members", str(file), *more).stdout
    led = "Chi bộ 1"
    ends = command(tmp_path, "appoint", "Trần Thị Hòa", "Phó bí thư", led, "--end")
    assert (ends.returncode, ends.stdout.strip()) == (
        0,
        "Đã ghi: đồng chí Trần Thị Hòa thôi Phó bí thư, Chi bộ 1.",
    )
    again = command(tmp_path, "appoint", "Trần Thị Hòa", "Phó bí thư", led, "--end")
    assert again.returncode == 2 and "không giữ chức vụ" in again.stdout + again.stderr


def test_one_bad_row_and_nothing_is_written(tmp_path: Path) -> None:
    bad = ("Chi bộ 1", "Trần Văn Sáu", "31/02/1990", "90000003", "01/01/2015", "", "")
    file = roster(tmp_path, TU, bad)
    refused = command(tmp_path, "import-members", str(file))
    assert refused.returncode == 1
    assert "Dòng 3, cột Ngày sinh" in refused.stdout
    assert "Sổ tay chưa ghi gì" in refused.stdout
    marked = openpyxl.load_workbook(tmp_path / "ds.xlsx.loi.xlsx").active
    assert marked is not None
    heading = [cell.value for cell in marked[1]]
    assert heading[-1] == "Lỗi"
    assert "lịch" in str(marked.cell(3, len(heading)).value)
    dry = command(tmp_path, "import-members", str(file), "--dry-run")
    assert "Sẽ thêm: Nguyễn Văn Tú" in dry.stdout
    skipped = command(tmp_path, "import-members", str(file), "--skip-bad")
    assert skipped.stdout.splitlines()[-1] == "Thêm 1 · Sửa 0 · Giữ nguyên 0 · Lỗi 1"


def test_a_file_that_names_no_branch_is_told_so_once(tmp_path: Path) -> None:
    file = tmp_path / "ds.csv"
    file.write_text(
        "Họ và tên,Ngày sinh,Ngày chính thức\nNguyễn Văn Tú,1964,1/1/1990\nNguyễn Thị Lan,1948,1/1/1980\n"
        "Trần Văn Sáu,31/2/1990,1/1/2015\n",
        "utf-8",
    )
    told = command(tmp_path, "import-members", str(file))
    assert told.returncode == 1
    assert told.stderr.count("--branch") == 1 and "chi bộ" not in told.stdout.lower()
    assert "Dòng 4, cột Ngày sinh" in told.stdout
    assert told.stdout.splitlines()[-1] == "Thêm 0 · Sửa 0 · Giữ nguyên 0 · Lỗi 2"
    named = command(tmp_path, "import-members", str(file), "--branch", "Chi bộ 1", "--skip-bad")
    assert named.stdout.splitlines()[-1] == "Thêm 2 · Sửa 0 · Giữ nguyên 0 · Lỗi 1"


def test_where_no_marked_copy_can_be_written_the_totals_are_still_told(tmp_path: Path) -> None:
    """As when Excel holds the last one open, or the folder is for reading only."""
    bad = ("Chi bộ 1", "Trần Văn Sáu", "31/02/1990", "90000003", "01/01/2015", "", "")
    file = roster(tmp_path, TU, bad)
    (tmp_path / "ds.xlsx.loi.xlsx").mkdir()
    for more, added in ((["--skip-bad"], 1), ([], 0)):
        told = command(tmp_path, "import-members", str(file), *more)
        assert told.returncode == 1
        assert "Dòng 3, cột Ngày sinh" in told.stdout
        assert "Không ghi được ds.xlsx.loi.xlsx" in told.stderr
        same = 1 - added
        assert told.stdout.splitlines()[-1] == f"Thêm {added} · Sửa 0 · Giữ nguyên {same} · Lỗi 1"


def test_a_changed_phone_and_a_second_secretary(tmp_path: Path) -> None:
    command(tmp_path, "import-members", str(roster(tmp_path, TU, LAN)))
    changed = command(tmp_path, "import-members", str(roster(tmp_path, TU, (*LAN[:6], "0900000099"))))
    assert changed.stdout.splitlines()[-1] == "Thêm 0 · Sửa 1 · Giữ nguyên 1 · Lỗi 0"
    second = command(tmp_path, "import-members", str(roster(tmp_path, TU, (*LAN[:5], "Bí thư", LAN[6]))))
    assert second.returncode == 1
    assert "python -m bot appoint" in second.stdout


def test_codes_join(tmp_path: Path) -> None:
    command(tmp_path, "import-members", str(roster(tmp_path, TU, LAN)))
    made = command(tmp_path, "invite", "--csv", str(tmp_path / "ma.csv"), "--pdf", str(tmp_path / "thu.pdf"))
    assert made.returncode == 0, made.stderr
    raw = (tmp_path / "ma.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert list(rows[0]) == ["Chi bộ", "Họ và tên", "Ngày sinh", "Số thẻ đảng", "Mã", "Đường dẫn"]
    codes = {row["Họ và tên"]: row["Mã"] for row in rows}
    assert all(well_formed(code_in(code) or "") for code in codes.values())
    assert {row["Ngày sinh"] for row in rows} == {"02/03/1964", "19/05/1948"}, "as people write a date"
    assert (tmp_path / "thu.pdf").read_bytes().startswith(b"%PDF")
    talk = command(tmp_path, "chat", "--code", codes["Nguyễn Thị Lan"], say="1\n/lichhop\n")
    again = command(tmp_path, "chat", "--code", codes["Nguyễn Thị Lan"], say="/lichhop\n")
    assert "chưa đúng" not in again.stdout, "one's own code opens one's own chat again"
    assert "họp" in again.stdout
    assert talk.returncode == 0, talk.stderr
    assert "Chào đồng chí Nguyễn Thị Lan" in talk.stdout
    assert "ĐỒNG Ý" in talk.stdout
    assert "Hiện chưa có cuộc họp nào" in talk.stdout
    renewed = command(tmp_path, "invite", "--csv", str(tmp_path / "ma2.csv"))
    assert "Đã cấp 0 mã; 1 đồng chí còn mã cũ" in renewed.stdout


def test_nobody_plays_another_outside_the_sample(tmp_path: Path) -> None:
    imported = command(tmp_path, "import-members", str(roster(tmp_path, TU)))
    assert "bản thử" not in imported.stderr
    refused = command(tmp_path, "chat", "--as", "Tú", SOTAY_TRIAL="1")
    assert refused.returncode == 2
    assert "chat --code" in refused.stderr


def test_in_a_trial_anybody_may_be_anybody(tmp_path: Path) -> None:
    blank(tmp_path)
    command(tmp_path, "migrate", SOTAY_TRIAL="1")
    imported = command(tmp_path, "import-members", str(ROSTER), SOTAY_TRIAL="1")
    assert "bản thử" in imported.stderr, "whoever brings a real roster into a trial is told (people 29)"
    checked = command(tmp_path, "check")
    assert checked.returncode == 1
    assert "bản thử đã nhập danh sách" in checked.stdout + checked.stderr
    two = command(tmp_path, "chat", "--as", "Hùng")
    assert two.returncode == 3
    assert "1951" in two.stderr
    said = command(tmp_path, "chat", "--as", "Nguyễn Văn Tú", say="/moihop 19h30 mai tại nhà văn hóa\n1\n")
    assert said.returncode == 0
    assert "Đã gửi giấy mời" in said.stdout


def test_what_is_pasted_into_a_terminal_is_one_message(tmp_path: Path) -> None:
    command(tmp_path, "sample")
    ours, theirs = pty.openpty()
    typed = "/duthao Nghị quyết tháng 12\n1. Dọn vệ sinh ngày 15.\n2. Lắp đèn ngõ 12.\n"
    talk = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--as", "Nguyễn Văn Tú"],
        cwd=ROOT,
        env=Program(tmp_path).environment,
        stdin=theirs,
        stdout=subprocess.PIPE,
        text=True,
    )
    os.write(ours, typed.encode())
    assert talk.stdout is not None
    shown = ""
    while "góp ý theo từng điểm được" not in shown and (line := talk.stdout.readline()):
        shown += line
    os.write(ours, b"\x04")
    shown += talk.communicate(timeout=PATIENCE)[0]
    for number in (ours, theirs):
        os.close(number)
    assert "DỰ THẢO XIN GÓP Ý: Nghị quyết tháng 12" in shown
    assert "2. Lắp đèn ngõ 12." in shown
    assert "chưa ghi lời vừa rồi" not in shown


def test_the_sample_takes_no_real_roster(tmp_path: Path) -> None:
    planted = command(tmp_path, "sample")
    assert planted.returncode == 0, planted.stderr
    assert command(tmp_path, "sample").returncode == 2
    refused = command(tmp_path, "import-members", str(roster(tmp_path, TU)))
    assert refused.returncode == 2
    assert "SOTAY_DATABASE_URL" in refused.stderr


@pytest.mark.sqlite(
    "only a file is made by whatever comes first; see test_without_tables_every_command_says_what_makes_them"
)
def test_a_missing_file_is_made_by_any_command(tmp_path: Path) -> None:
    blank(tmp_path)
    assert command(tmp_path, "import-members", str(roster(tmp_path, TU))).returncode == 0
    assert (tmp_path / "so.db").exists()


@pytest.mark.sqlite("on PostgreSQL any number run")
def test_one_run_on_one_database_from_nothing_and_an_orderly_stop(tmp_path: Path) -> None:
    blank(tmp_path)
    with Program(tmp_path) as program:
        second = command(tmp_path, "run")
        assert second.returncode == 3
        assert "đang chạy" in second.stderr
        assert program.stop() == 0


def test_a_busy_port_is_told_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        busy = command(tmp_path, "run", SOTAY_PORT=port)
    assert busy.returncode == 4
    assert f"Cổng {port} đang bận" in busy.stderr
    assert "Traceback" not in busy.stderr
    behind = "https://sotay.example.vn"
    nowhere = command(tmp_path, "run", SOTAY_HOST="192.0.2.1", SOTAY_PUBLIC_URL=behind)
    assert nowhere.returncode == 4
    assert "SOTAY_HOST" in nowhere.stderr


def test_wrong_settings_are_told_in_words(tmp_path: Path) -> None:
    wrong = command(tmp_path, "check", SOTAY_PUBLIC_URL="http://example.org")
    assert wrong.returncode == 2
    assert "https://" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    nowhere = command(tmp_path, "check", SOTAY_DATABASE_URL="sqlite:////proc/khong/so.db")
    assert nowhere.returncode == 2
    assert "SOTAY_DATABASE_URL" in nowhere.stderr
    assert "[error" not in nowhere.stderr, "no line of a log"


def test_times_are_read_back(tmp_path: Path) -> None:
    read = command(tmp_path, "when", "7 rưỡi tối thứ bảy", "--now", "2026-12-01T08:00")
    assert read.stdout.split() == ["2026-12-05T19:30:00+07:00"]
    words = ("when", "7 rưỡi tối thứ bảy", "--now", "2026-12-01T08:00")
    assert command(tmp_path, *words, SOTAY_TIMEZONE="Asia/Tokyo").stdout.strip().endswith("+09:00")
    assert command(tmp_path, "when", "nhà số 9", "--now", "2026-12-01T08:00").stdout.strip() == "-"
    asked = command(tmp_path, "when", "7 giờ ngày 6/12", "--now", "2026-12-01T08:00").stdout.split()
    assert asked == ["?", "2026-12-06T07:00:00+07:00", "2026-12-06T19:00:00+07:00"]
