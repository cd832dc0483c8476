"""Codes on paper: a code in a file works, and where no file could be made no older code ends."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from sqlmodel import col, select
from typer.testing import CliRunner

from bot import logs
from bot.cli import app
from bot.config import Clock
from bot.store import Store
from models import address, bot_account, invite, member
from models.address import Address
from models.invite import Invite
from models.member import Member
from models.outbox import Delivery, Notice
from models.sealing import Keys
from models.terms import AddressState, ChannelName, Consent, JoinedBy
from tests.cast import ZONE, code_for, plant
from tests.database import ready
from tests.player import START
from tests.standins.telegram import Telegram

KEYS = Keys(b"inviting")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The cast in a database of its own, to which the command line is pointed; Lan has a code."""
    url = ready(tmp_path)
    monkeypatch.setenv("SOTAY_DATABASE_URL", url)
    monkeypatch.setenv("SOTAY_SECRET_KEY", "inviting")
    monkeypatch.setenv("SOTAY_NOW", "2026-12-01T08:00")
    opened = Store(url)
    yield opened
    opened.close()
    logs.set_up()


def lans_code(store: Store) -> str:
    with store.unit() as session:
        branch = plant(session, KEYS, START)
        return code_for(session, KEYS, branch, "lan", START)


def run(*words: str) -> int:
    return CliRunner().invoke(app, ["invite", *words]).exit_code


def good_codes(store: Store) -> int:
    with store.unit() as session:
        codes = session.exec(select(Invite)).all()
        return len([code for code in codes if code.void_at is None])


def works(store: Store, code: str) -> bool:
    with store.unit() as session:
        bot = bot_account.known(session, ChannelName.ZALO, "1", "so", START)
        where = address.at(session, bot, code, None, START)
        return invite.named_by(session, KEYS, where, code, Clock(ZONE, START)()) is not None


def test_every_printed_code_works(store: Store, tmp_path: Path) -> None:
    lans_code(store)
    assert run("--csv", str(tmp_path / "ma.csv"), "--pdf", str(tmp_path / "thu.pdf")) == 0
    with (tmp_path / "ma.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert all(works(store, invite.code_in(row["Mã"]) or "") for row in rows)
    assert (tmp_path / "thu.pdf").read_bytes().startswith(b"%PDF")
    assert [p.name for p in tmp_path.iterdir() if ".tam" in p.name] == []


def test_where_one_file_cannot_be_made_nothing_is_printed_and_old_codes_stay(
    store: Store, tmp_path: Path
) -> None:
    old = lans_code(store)
    missing = tmp_path / "khong" / "co" / "thu.pdf"
    assert run("--again", "--csv", str(tmp_path / "ma.csv"), "--pdf", str(missing)) == 1
    assert list(tmp_path.glob("ma*")) == []
    assert works(store, old)
    assert good_codes(store) == 1


def test_nobody_gets_a_second_code_unless_asked(store: Store, tmp_path: Path) -> None:
    lans_code(store)
    assert run("--csv", str(tmp_path / "a.csv")) == 0
    before = good_codes(store)
    assert run("--csv", str(tmp_path / "b.csv")) == 0
    assert good_codes(store) == before == 11
    with store.unit() as session:
        assert len(session.exec(member.gone()).all()) == 0


def test_a_file_of_codes_is_never_written_over(store: Store, tmp_path: Path) -> None:
    lans_code(store)
    file = tmp_path / "ma.csv"
    assert run("--csv", str(file)) == 0
    first = file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert run("--csv", str(file)) == 0
    assert file.read_bytes() == first, "nothing new, nothing written"
    assert run("--again", "--csv", str(file)) == 0
    assert (tmp_path / "ma.cu-1.csv").read_bytes() == first
    assert file.read_bytes() != first


def test_whoever_had_an_address_hears_there_of_a_code_that_is_printed(store: Store, tmp_path: Path) -> None:
    """Whoever has one that works gets no code; one that was blocked may work again, and its owner must know."""
    lans_code(store)
    with store.unit() as session:
        bot = bot_account.known(session, ChannelName.ZALO, "1", "so", START)
        for who, consent in (("Nguyễn Thị Lan", Consent.FULL), ("Đỗ Văn Sáu", Consent.REFUSED)):
            person = session.exec(select(Member).where(Member.name == who)).one()
            where = address.at(session, bot, who, None, START)
            bound = address.bind(session, where, person, JoinedBy.CODE, START)
            address.consent(bound, consent, "1", START)
            where.state = AddressState.BLOCKED
    assert run("--again", "--csv", str(tmp_path / "ma.csv")) == 0
    with store.unit() as session:
        (told,) = session.exec(select(Delivery)).all()
        assert session.get_one(Address, told.address_id).identity == "Nguyễn Thị Lan"
        text = session.get_one(Notice, told.notice_id).content["text"]
        assert text.startswith("Người quản trị vừa cấp một mã mới mang tên đồng chí.")


def test_where_nobody_is_there_no_letters_are_made(store: Store, tmp_path: Path) -> None:
    assert run("--pdf", str(tmp_path / "thu.pdf")) == 1
    assert not (tmp_path / "thu.pdf").exists()


def test_two_of_a_name_get_letters_that_tell_them_apart(store: Store, tmp_path: Path) -> None:
    lans_code(store)
    with store.unit() as session:
        for person in session.exec(select(Member).where(col(Member.folded).endswith("hung"))):
            person.name, person.mark = "Nguyễn Văn Hùng", person.birth and person.birth[:4]
    assert run("--pdf", str(tmp_path / "thu.pdf")) == 0
    text = " ".join(extract_text(tmp_path / "thu.pdf").split())
    assert "Nguyễn Văn Hùng (1944)" in text
    assert "Nguyễn Văn Hùng (1963)" in text


def test_the_letter_names_the_bot_before_the_program_ever_ran(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lans_code(store)
    server = Telegram()
    server.start()
    try:
        monkeypatch.setenv("SOTAY_TELEGRAM_TOKEN", server.token)
        monkeypatch.setenv("SOTAY_TELEGRAM_API", server.url)
        assert run("--csv", str(tmp_path / "ma.csv"), "--pdf", str(tmp_path / "thu.pdf")) == 0
    finally:
        server.stop()
    told = (tmp_path / "ma.csv").read_text(encoding="utf-8-sig")
    links = [row["Đường dẫn"] for row in csv.DictReader(told.splitlines())]
    assert links and all(re.fullmatch(r"https://t\.me/\w+\?start=\d{12}", link) for link in links)


def test_where_nothing_can_be_reached_letters_send_nobody_anywhere(store: Store, tmp_path: Path) -> None:
    lans_code(store)
    made = CliRunner().invoke(app, ["invite", "--pdf", str(tmp_path / "thu.pdf")])
    assert made.exit_code == 0
    for missing in ("SOTAY_TELEGRAM_TOKEN", "SOTAY_ZALO_TOKEN", "SOTAY_PUBLIC_URL", "--again"):
        assert missing in made.stderr
    assert "http://127.0.0.1:8000" in made.stderr
    text = " ".join(extract_text(tmp_path / "thu.pdf").split())
    assert "Mở Sổ tay trên máy" not in text and "Vào Sổ tay" not in text and "127.0.0.1" not in text
    assert text.count("xin đồng chí hỏi bí thư chi bộ") == 10


def test_a_bot_that_was_never_reached_is_not_said_to_be_missing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lans_code(store)
    monkeypatch.setenv("SOTAY_TELEGRAM_TOKEN", "123:abc")
    monkeypatch.setenv("SOTAY_TELEGRAM_API", "http://127.0.0.1:1")
    made = CliRunner().invoke(app, ["invite", "--pdf", str(tmp_path / "thu.pdf")])
    assert "Chưa nối được Telegram" in made.stderr and "chưa biết tên bot" in made.stderr
    assert "SOTAY_ZALO_TOKEN" not in made.stderr


def test_the_bot_on_zalo_is_named_on_letters_and_on_the_wall(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lans_code(store)
    with store.unit() as session:
        bot_account.known(session, ChannelName.ZALO, "1", "Bot Chi bộ 9", START)
    monkeypatch.setenv("SOTAY_ZALO_TOKEN", "1:abc")
    monkeypatch.setenv("SOTAY_ZALO_API", "http://127.0.0.1:1")
    assert run("--pdf", str(tmp_path / "thu.pdf")) == 0
    text = " ".join(extract_text(tmp_path / "thu.pdf").split())
    assert text.count("Zalo: tìm Bot Chi bộ 9") == 11
    assert "1. Mở ứng dụng, tìm tên ghi ở trên. 2. Nhắn một chữ bất kỳ." in text


def test_a_letter_for_one_who_has_a_phone_already(store: Store, tmp_path: Path) -> None:
    """Typed in at that phone it says again whose it is, without the leader who recognised it (people 10)."""
    with store.unit() as session:
        branch = plant(session, KEYS, START)
        bot = bot_account.known(session, ChannelName.ZALO, "1", "so", START)
        where = address.at(session, bot, "lan", None, START)
        lan = session.get_one(Member, branch.names["lan"])
        bound = address.bind(session, where, lan, JoinedBy.FACE, START, branch.names["tú"])
        address.consent(bound, Consent.FULL, "1", START)
    assert run("--name", "Lan", "--csv", str(tmp_path / "lan.csv")) == 0
    with (tmp_path / "lan.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert row["Họ và tên"] == "Nguyễn Thị Lan"
    assert works(store, re.sub(r"\D", "", row["Mã"]))
    assert run("--name", "Không Có Ai", "--csv", str(tmp_path / "ai.csv")) == 1
