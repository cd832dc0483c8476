"""Files on their way in: what is refused leaves no trace in the database, and a slow file keeps nobody else waiting."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.store import Store
from models import bot_account, copying, inbox
from models.database import engine
from models.terms import ChannelName
from tests.database import KIND, SQLITE, ready
from tests.player import START, play
from tests.shapes import OnTelegram, OnWeb

KEPT, SECRET, NAMED, TYPED, DROPPED, LEFT = (
    "KEPT-4711",
    "SECRET-4712",
    "NAMED-4713",
    "TYPED-4714",
    "DROP-4715",
    "LEFT-4716",
)
TITLED, MARKED, STRANGER = "TITLED-4717", "MARKED-4718", "STRANGER-4719"

STORY = f"""
@ 2026-12-01 08:00
tú  ~ file a.txt: Kế hoạch {KEPT}
tú  < Tên tài liệu: ...
tú  ! Dùng tên này
tú  < Tài liệu này thuộc loại nào? ...
tú  ! Nội bộ
tú  < TÀI LIỆU: ...
tú  ! Gửi
tú  < Đã gửi tài liệu số 1: A, ...
tú  < TÀI LIỆU: ...
tú  ~ file b.txt: MẬT / Phương án {SECRET}
tú  < Tài liệu có dấu độ mật, Sổ tay không nhận và không giữ. ...
tú  ~ file TUYỆT MẬT {NAMED}.txt: Phương án
tú  < Tài liệu có dấu độ mật, ...
tú  > Độ mật: Tối mật. Phương án {TYPED}
tú  < Tin có dấu độ mật, ...
tú  ~ file c.png: {DROPPED}
tú  < Sổ tay không đọc được chữ ...
tú  > 2
tú  < Đã bỏ tệp, ...
tú  ~ file e.txt: Nháp
tú  < Tên tài liệu: ...
tú  > Kế hoạch {TITLED}
tú  < Tài liệu này thuộc loại nào? ...
tú  ! Nội bộ
tú  < TÀI LIỆU: Kế hoạch {TITLED} ...
tú  ! Thôi
tú  < Đã bỏ tệp, ...
tú  ~ file f.txt: Nháp hai
tú  < Tên tài liệu: ...
tú  > Kế hoạch {MARKED}
tú  < Tài liệu này thuộc loại nào? ...
tú  ! Nội bộ
tú  < TÀI LIỆU: Kế hoạch {MARKED} ...
tú  > Ở trên có dấu Tối mật
tú  < Tin có dấu độ mật, Sổ tay không nhận và không giữ. Tệp đang hỏi dở cũng đã bỏ. ...
tú  ~ file d.txt: Nháp {LEFT}
tú  < Tên tài liệu: ...
tú  > /huy
tú  < Đã thôi, ...
"""


def _held(folder: Path) -> bytes:
    """All that a database holds: on SQLite its files, with the log in which what is gone might still stand; on PostgreSQL, whose files are
    the server's own, every row."""
    if KIND == SQLITE:
        files = sorted(folder.glob("truyen.db*"))
        assert {"truyen.db", "truyen.db-wal"} <= {file.name for file in files}
        return b"".join(file.read_bytes() for file in files)
    opened = engine(ready(folder, "truyen"), writes=False)
    with opened.connect() as connection:
        rows = "".join(copying.lines(connection))
    opened.dispose()
    return rows.encode()


def peeking(shape: type[Any], folder: Path) -> Any:
    """A messenger that keeps what the database holds at the story's end, while the program still has it open."""

    class Peeking(shape):  # type: ignore[misc]
        async def close(self) -> None:
            self.held = _held(folder)
            await super().close()

    return Peeking()


@pytest.mark.parametrize("shape", [OnTelegram, OnWeb])
async def test_what_is_refused_or_dropped_is_nowhere_to_be_found(shape: type[Any], tmp_path: Path) -> None:
    (tmp_path / "truyen.txt").write_text(STORY, encoding="utf-8")
    messenger = peeking(shape, tmp_path)
    await play(tmp_path / "truyen.txt", messenger, tmp_path)
    held = messenger.held
    assert KEPT.encode() in held, "a file that is kept is found so: the search works"
    for gone in (SECRET, NAMED, TYPED, DROPPED, LEFT, TITLED, MARKED):
        assert gone.encode() not in held
    assert b"secrecy.refused" in held, "when, which rule and from whom is kept"


async def test_a_strangers_words_are_nowhere_either(tmp_path: Path) -> None:
    story = f"""
người lạ: lan
@ 2026-12-01 08:00
lan > TUYỆT MẬT phương án {STRANGER}
lan < Tin có dấu độ mật, ở đây không nhận và không giữ. Xin xóa tin vừa gửi trên máy, không chuyển tiếp.
"""
    (tmp_path / "truyen.txt").write_text(story, encoding="utf-8")
    messenger = peeking(OnTelegram, tmp_path)
    await play(tmp_path / "truyen.txt", messenger, tmp_path)
    held = messenger.held
    assert b"secrecy.refused" in held
    assert STRANGER.encode() not in held


class _Slow(OnWeb):
    """A web chat whose files come only once somebody has sent a sticker."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.asked = asyncio.Event(), 0

    async def open(self, store: Store, turns: Any, now: Any) -> None:
        await super().open(store, turns, now)
        fetched = turns._intake._fetched

        async def slow(*about: Any) -> bytes:
            self.asked += 1
            await self.gate.wait()
            return await fetched(*about)

        turns._intake._fetched = slow

    def sends(self, who: str, what: str) -> None:
        if what == "sticker":
            self.gate.set()
        else:
            super().sends(who, what)

    async def settle(self) -> None:
        """What is said is taken in and answered as far as it can be; nobody waits for the file until it is let go."""
        await self.take_in()
        if self.gate.is_set():
            await self.turns.settle()
        while await self.turns.step():
            pass
        await self.deliver()


async def test_a_slow_file_holds_up_its_own_chat_alone(tmp_path: Path) -> None:
    story = """
@ 2026-12-01 08:00
tú  ~ file a.txt: Kế hoạch
tú  > /huy
tú  -
lan > /lichhop
lan < Hiện chưa có cuộc họp nào sắp tới.
tú  -
lan ~ sticker
tú  < Tên tài liệu: “A”. ...
tú  < Đã thôi, chưa có gì thay đổi.
"""
    (tmp_path / "truyen.txt").write_text(story, encoding="utf-8")
    messenger = _Slow()
    await play(tmp_path / "truyen.txt", messenger, tmp_path)
    assert messenger.asked == 1


async def test_a_file_that_cannot_be_had_gets_a_sentence(tmp_path: Path) -> None:
    class Lost(OnWeb):
        """A program that was started anew between the upload and its turn."""

        async def take_in(self, at_most: int = 1000) -> None:
            await super().take_in(at_most)
            self.turns._intake._held.clear()

    story = """
@ 2026-12-01 08:00
tú  ~ file a.txt: Kế hoạch
tú  < Sổ tay chưa lấy được tệp vừa gửi. Xin đồng chí gửi lại sau ít phút.
"""
    (tmp_path / "truyen.txt").write_text(story, encoding="utf-8")
    await play(tmp_path / "truyen.txt", Lost(), tmp_path)


async def test_nothing_is_fetched_from_whom_no_file_is_taken(tmp_path: Path) -> None:
    story = """
@ 2026-12-01 08:00
lan ~ file a.txt: Kế hoạch
lan < Sổ tay chưa nhận tệp ở đây. ...
tú  ~ file MẬT.txt: Kế hoạch
tú  < Tài liệu có dấu độ mật, ...
tú  ~ file b.pdf: 21 MB
tú  < Tệp 21 MB, Sổ tay nhận đến 20 MB. ...
"""
    (tmp_path / "truyen.txt").write_text(story, encoding="utf-8")
    messenger = OnTelegram()
    await play(tmp_path / "truyen.txt", messenger, tmp_path)
    assert [
        call.method for call in messenger.server.calls if call.method.lower() in ("getfile", "file")
    ] == []


@pytest.mark.sqlite("PostgreSQL's log is the server's own housekeeping")
async def test_a_reader_in_the_log_delays_the_wiping_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that stands in the log's past keeps it from being emptied, and no unit waits for him; a later one makes up for it."""
    from datetime import UTC, datetime

    import bot.store
    from models import database, document

    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "busy_timeout=40000"))
    monkeypatch.setattr(bot.store, "WIPES_AGAIN", 0.0)
    url = ready(tmp_path)
    store, reading = Store(url), engine(url, writes=False)
    with reading.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM setting").fetchall()
        async with asyncio.timeout(20):
            await store.write(lambda s: document.refused(s, datetime(2026, 12, 1, tzinfo=UTC), "mat", "x"))
            await store.write(lambda s: None)
        assert (tmp_path / "so.db-wal").stat().st_size > 0
    await store.write(lambda s: None)
    assert (tmp_path / "so.db-wal").stat().st_size == 0
    reading.dispose()
    store.close()


async def test_a_slow_file_holds_up_nothing_at_another_bot(tmp_path: Path) -> None:
    """One person's chat is called the same at every bot of Telegram."""
    store = Store(ready(tmp_path))
    with store.unit() as session:
        bots = [bot_account.known(session, ChannelName.TELEGRAM, number, "so", START) for number in "12"]
        for bot in bots:
            assert inbox.receive(session, bot, "1", "1001", {}, START)
    with store.unit() as session:
        ids = [bot.id for bot in bots]
        for busy, first in ((set(), ids[0]), ({(ids[0], "1001")}, ids[1]), ({(ids[1], "1001")}, ids[0])):
            found = inbox.waiting(session, ids, busy, store.owner)
            assert found is not None and found.bot_id == first
        assert inbox.waiting(session, ids, {(each, "1001") for each in ids}, store.owner) is None
    store.close()
