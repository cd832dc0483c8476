"""Replies to open questions through the whole program, on a list written before the readers were looked at (asked_replies.tsv): each is
typed by a member of his own under a question that the secretary put out, and what then stands in the database is held against what was
meant. Nothing may ever stand that was not meant, a vote least of all; to ask again is safe.

`python -m tests.handlers.test_asked_replies` prints every row that was not read, and the figures.
"""

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlmodel import Session, select

from bot.store import Store
from models.announcement import Announcement, received
from models.draft import Comment, DraftPoint
from models.folding import fold
from models.meeting import Attendance
from models.motion import Ballot, Choice
from models.survey import SurveyAnswer, SurveyKind, SurveyQuestion
from tests.cast import ZONE, Branch, crowd
from tests.joined import joined
from tests.shapes import OnWeb

AT_ONCE = 55
"""So many answer one question; the next one is put out to a branch of its own."""
READ = {
    "vote": 0.84,
    "secret": 1,
    "single": 0.87,
    "several": 0.91,
    "scale": 0.9,
    "date": 0.98,
    "text": 1,
    "yesno": 0.9,
    "many": 1,
}
READ |= {"attendance": 0.94, "two": 0.66, "draft": 1, "points": 1, "notice": 1}
"""The share of each kind that is read right, at least."""
FAILED = "trục trặc"
"""The handbook says so where a turn broke off: no answer at all."""

SAYS_NOTHING = ("ask", "not")
WHEN = "a) Sáng thứ bảy\nb) Chiều chủ nhật\nc) Tối thứ sáu\nd) Tối thứ ba"
MEETING = "/moihop 19h30 ngày 6/12 tại nhà văn hóa"
MOTION = "/layykien Lắp đèn ở ngõ 3"
PUT_OUT = {
    "vote": (MOTION, "1"),
    "secret": (MEETING, "1", "@", "/bieuquyet Kết nạp quần chúng Mận vào Đảng", *"122", "đủ cả", *"11"),
    "single": (f"/khaosat Giờ sinh hoạt\n1. Sinh hoạt vào lúc nào?\n{WHEN}", "1"),
    "several": (
        "/khaosat Việc chung\n1. Đồng chí quan tâm việc gì? (chọn nhiều)\n"
        "a) Đất đai\nb) Môi trường\nc) An ninh trật tự\nd) Văn hóa, văn nghệ",
        "1",
    ),
    "scale": (
        "/khaosat Sinh hoạt\n1. Sinh hoạt của chi bộ thế nào? (thang 1-5: 1 là rất kém, 5 là rất tốt)",
        "1",
    ),
    "date": ("/khaosat Thăm hỏi\n1. Đồng chí đi thăm gia đình chính sách được ngày nào? (ngày)", "1"),
    "text": ("/khaosat Đề nghị\n1. Đồng chí đề nghị chi bộ việc gì? (trả lời bằng lời)", "1"),
    "yesno": ("/khaosat Máy\n1. Đồng chí có điện thoại thông minh không?\na) Có\nb) Không", "1"),
    "many": (
        f"/khaosat Sinh hoạt\n1. Sinh hoạt vào lúc nào?\n{WHEN}\n"
        "2. Ở đâu?\na) Nhà văn hóa\nb) Trường tiểu học\nc) Nhà bí thư\n"
        "3. Bao lâu?\na) Một tiếng\nb) Tiếng rưỡi\nc) Hai tiếng",
        "1",
    ),
    "attendance": (MEETING, "1"),
    "two": (MEETING, "1", MOTION, "1"),
    "draft": ("/duthao Dự thảo nghị quyết tháng 12\nChi bộ lắp đèn ở ngõ 3 và dọn vệ sinh ngõ 12.", "1"),
    "points": (
        "/duthao Dự thảo nghị quyết tháng 12\n1. Dọn vệ sinh ngõ 12.\n2. Lắp đèn ở ngõ 3.\n3. Thăm các gia đình chính sách.",
        "1",
    ),
    "notice": ("/nhantin Sáng chủ nhật tổng vệ sinh, 7 giờ có mặt ở nhà văn hóa", "1"),
}
"""What the secretary types for each kind of question; "@": the meeting goes on."""
AT_THE_MEETING = datetime(2026, 12, 6, 19, 40, tzinfo=ZONE)
CHOICES = {
    Choice.APPROVE: "Tán thành",
    Choice.AGAINST: "Không tán thành",
    Choice.OTHER: "Ý kiến khác",
}


class Row(NamedTuple):
    """A line of the list."""

    kind: str
    reply: str
    meaning: str


def rows() -> list[Row]:
    listed = Path(__file__).with_name("asked_replies.tsv").read_text(encoding="utf-8").splitlines()
    return [Row(*line.split("\t")) for line in listed if not line.startswith("#")]


def stages() -> Iterator[tuple[str, tuple[Row, ...]]]:
    """What is played together: a kind of question, and so many replies to it."""
    for kind, listed in groupby(rows(), lambda row: row.kind):
        every = tuple(listed)
        for start in range(0, len(every), AT_ONCE):
            yield kind, every[start : start + AT_ONCE]


class Played(NamedTuple):
    """What came of a reply: what stands, as it is written in the list; what the member heard."""

    row: Row
    stands: set[str]
    heard: list[str]

    @property
    def verdict(self) -> str:
        """Whether it was read "right", "asked" again, or "wrong". Half of what was said is no more than asked again, and so is a comment
        on the whole that was one on a point: it says so itself. Silence is wrong."""
        if not self.heard or any(FAILED in text for text in self.heard):
            return "wrong"
        meant = set() if self.row.meaning in SAYS_NOTHING else set(self.row.meaning.split("; "))
        if self.stands == meant:
            return "right"
        on_the_whole = self.stands == {"comment"} and self.row.meaning.startswith("point")
        return "asked" if self.stands <= meant or on_the_whole else "wrong"


class Stage:
    """A question that is open, and the members it is put to."""

    def __init__(self, shape: OnWeb, store: Store, branch: Branch, kind: str) -> None:
        self.shape, self.store, self.branch, self.kind = shape, store, branch, kind

    async def says(self, who: str, *texts: str) -> None:
        for text in texts:
            self.shape.says(who, text)
            await self.shape.settle()

    async def put_out(self) -> None:
        for text in PUT_OUT[self.kind]:
            if text == "@":
                self.shape.clock.set(AT_THE_MEETING)
            else:
                await self.says("tú", text)

    async def answers(self, who: str, row: Row) -> Played:
        if self.sees(who, "Bắt đầu"):
            await self.taps(who, "Bắt đầu")
        before = len(self.shape.shown(who))
        assert before, f"nobody asked {who}"
        await self.says(who, row.reply)
        stands = await self.stands(who, row)
        if not stands and self.kind == "several" and "Đang chọn:" in self.shape.shown(who)[-1][1]:
            await self.taps(who, "Xong")
            stands = await self.stands(who, row)
        if self.kind in ("draft", "points") and row.meaning not in SAYS_NOTHING:
            if stands and not fold(row.reply).startswith("gop y"):
                stands.add("recorded unasked")
            elif not stands and "Ghi là góp ý" in self.shape.shown(who)[-1][1]:
                await self.taps(who, "Ghi là góp ý")
                stands = await self.stands(who, row)
        return Played(row, stands, [text for _, text in self.shape.shown(who)[before:]])

    def sees(self, who: str, label: str) -> bool:
        return any(known == label for known, _ in self.shape.options.get(self.shape.identity(who), []))

    async def taps(self, who: str, label: str) -> None:
        self.shape.taps(who, label)
        await self.shape.settle()

    async def stands(self, who: str, row: Row) -> set[str]:
        member_id = self.branch.names[who]
        return await self.store.read(partial(standing, member_id=member_id, row=row))


def standing(session: Session, member_id: int, row: Row) -> set[str]:
    """All that stands of a member, as the list would write it."""
    both = row.kind == "two"
    found = set()
    for ballot in session.exec(select(Ballot).where(Ballot.member_id == member_id)):
        found.add(("v=" if both else "") + CHOICES[ballot.choice])
    for said in session.exec(select(Attendance).where(Attendance.member_id == member_id)):
        coming = "Tham dự" if said.coming else "Xin vắng mặt"
        if row.kind != "secret":
            found.add(("a=" if both else "") + coming)
    for answer in session.exec(select(SurveyAnswer).where(SurveyAnswer.member_id == member_id)):
        question = session.get_one(SurveyQuestion, answer.question_id)
        place = f"{question.place}=" if row.kind == "many" else ""
        found.add(place + _said(question, answer, row.reply))
    for comment in session.exec(select(Comment).where(Comment.member_id == member_id)):
        point = session.get_one(DraftPoint, comment.point_id) if comment.point_id else None
        found.add(f"point {point.place}" if point else "comment")
    for about in session.exec(select(Announcement)):
        if member_id in received(session, about):
            found.add("receipt")
    return found


def _said(question: SurveyQuestion, answer: SurveyAnswer, reply: str) -> str:
    if question.kind is SurveyKind.TEXT:
        return "words" if answer.words == reply else f"other words: {answer.words}"
    if question.kind is SurveyKind.DATE:
        return answer.words or ""
    if question.kind is SurveyKind.SCALE:
        return str(answer.chosen[0] + 1)
    return " + ".join(question.options[place] for place in answer.chosen)


def _join(session: Session, branch: Branch, shape: OnWeb, people: list[str], now: datetime) -> None:
    for who in people:
        shape.meets(who)
        branch.joins(session, who, shape.bot_id, shape.identity(who), now)


@asynccontextmanager
async def stage(folder: Path, kind: str, size: int) -> AsyncIterator[Stage]:
    shape = OnWeb()
    async with joined(folder, shape, "tú") as (store, branch):
        now = shape.clock()
        await store.write(lambda s: crowd(s, branch, "bà con", size, now))
        people = [f"bà con {number}" for number in range(1, size + 1)]
        await store.write(lambda s: _join(s, branch, shape, people, now))
        made = Stage(shape, store, branch, kind)
        await made.put_out()
        yield made


async def play(folder: Path, kind: str, listed: tuple[Row, ...]) -> list[Played]:
    async with stage(folder, kind, len(listed)) as on:
        return [await on.answers(f"bà con {number}", row) for number, row in enumerate(listed, 1)]


async def everything(only: str | None = None) -> list[Played]:
    """What came of every row, or of every row of one kind."""
    played: list[Played] = []
    for kind, listed in stages():
        if only in (None, kind):
            with tempfile.TemporaryDirectory() as folder:
                played += await play(Path(folder), kind, listed)
    return played


def test_the_list() -> None:
    assert len(rows()) > 600
    assert {row.kind for row in rows()} == set(READ) == set(PUT_OUT)


@pytest.mark.parametrize("kind", READ)
async def test_asked_replies(kind: str) -> None:
    played = await everything(kind)
    assert [each for each in played if each.verdict == "wrong"] == []
    right = sum(each.verdict == "right" for each in played)
    assert right / len(played) >= READ[kind], figures(played)


def figures(played: list[Played]) -> str:
    """Every row that was not read, then how many were, kind by kind."""
    lines = [
        f"{each.verdict}: {each.row}, stands {sorted(each.stands)}: {' '.join(each.heard[-1].split())}"
        for each in played
        if each.verdict != "right"
    ]
    for kind in [*READ, ""]:
        counted = Counter(each.verdict for each in played if kind in ("", each.row.kind))
        lines.append(f"{kind or 'all':10} of {counted.total()}: {dict(counted)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(figures(asyncio.run(everything())))
