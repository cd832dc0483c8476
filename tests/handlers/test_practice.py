"""What is said at a practice evening is swept away with it: also from what the handbook has told (people 44)."""

from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from models.outbox import Notice
from scheduler import practices
from tests.desk import START, opened_desk
from tests.player import NIGHT


async def test_nothing_that_was_practised_stays_in_the_database(tmp_path: Path) -> None:
    async with opened_desk(tmp_path) as desk:
        for who in ("tú", "lan"):
            await desk.joins(who, who)
        for who, text in (("tú", "/buoitap"), ("lan", "/tap"), ("lan", "dự"), ("lan", "nhất trí")):
            await desk.says(who, text)

        def told(session: object) -> str:
            return "\n".join(str(notice.content) for notice in session.exec(select(Notice)))  # type: ignore[attr-defined]

        assert "THAM DỰ" in await desk.store.read(told)
        later = START + timedelta(hours=4)
        await desk.store.write(lambda session: practices.end_due(session, later, NIGHT))
        for trace in ("THAM DỰ", "TÁN THÀNH", "practice_"):
            assert trace not in await desk.store.read(told)
