"""Who takes the database and its log learns from answers without names no more than chance tells; from a naive schema, by the same means,
nearly everything (people 11).

The attacker is given much: every commit of a log that nobody could empty, every row before and after it, the order, the times and the
lengths of all that stands there, and what half of the people answered, to learn from. Only the server's key is not his: it lies elsewhere.
"""

import json
import random
import shutil
import sqlite3
import struct
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.store import Store
from models import survey
from models.database import Session
from models.folding import fold
from models.member import Member, Membership
from models.sealing import Keys, lend
from models.survey import Asked, Survey, SurveyKind
from models.survey.boxes import SurveyBox
from models.terms import Standing
from tests.cast import ZONE, plant
from tests.database import ready

pytestmark = pytest.mark.sqlite(
    "answers without names are refused on PostgreSQL, whose log is not ours to empty"
)
NOW = datetime(2026, 12, 1, 8, tzinfo=ZONE)
END = NOW + timedelta(days=3)
PEOPLE = 1000
OPTIONS = ("Rất tốt", "Tốt", "Khá", "Kém")
BY_CHANCE = PEOPLE // len(OPTIONS)
WORDS = tuple("ý kiến " + "rất " * n + "riêng" for n in (0, 5, 20, 60))
"""A long answer for one, a short one for another."""
KEYS = Keys(b"elsewhere")

Answers = dict[int, int]
"""Which of the four answers each member gave."""


@dataclass(frozen=True)
class Schema:
    """Where the attacker looks: members who have answered; the rows beside them, by which he sees that one changed, and all that he can
    make of such a row; what came of it, as it is stored."""

    answered: str
    beside: str
    details: str
    result: str


NAIVE = Schema(
    "SELECT member_id FROM voter WHERE voted ORDER BY voted_at",
    "SELECT id FROM ballot",
    "SELECT option, words, length(words) FROM ballot WHERE id = ?",
    "SELECT option FROM ballot ORDER BY id",
)
BOXES = Schema(
    'SELECT DISTINCT member_id FROM survey_box WHERE "full" ORDER BY id',
    'SELECT id, "full" FROM survey_box',
    "SELECT length(sealed), sealed, substr(sealed, 21), substr(sealed, 1, length(sealed) - 20), substr(sealed, 1, 1), "
    "substr(sealed, -2, 1), length(rtrim(sealed, 'A=')) FROM survey_box WHERE id = ?",
    "SELECT taken FROM survey_tally ORDER BY id",
)


def test_a_naive_schema_tells_everything(tmp_path: Path) -> None:
    said = _answers()
    held = _naive(tmp_path / "naive.db", said)
    assert _by_commits(tmp_path / "naive.db", NAIVE, said) > 0.95 * PEOPLE / 2
    assert _by_order(tmp_path / "naive.db", NAIVE, said) > 0.95 * PEOPLE
    held.close()


def test_boxes_tell_no_more_than_chance(tmp_path: Path) -> None:
    said = _answers()
    store, file = Store(ready(tmp_path)), tmp_path / "so.db"
    with store.unit() as session:
        survey_id, members = _open(session)
    said = dict(zip(members, said.values(), strict=True))
    order = list(members)
    random.Random(11).shuffle(order)
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:  # keeps the log from being emptied
        reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM survey_box").fetchone()
        for member_id in order:
            with store.unit() as session:
                _answer(session, survey_id, member_id, said[member_id])
        assert _by_commits(file, BOXES, said) < _at_most(PEOPLE / 2)
        assert not _found(file, *WORDS)
        _close(store, survey_id)
        assert _by_order(file, BOXES, said) < _at_most(PEOPLE)
    lengths = _every(file, "SELECT DISTINCT length(sealed) FROM survey_box")
    assert lengths == [(None,)], "nothing is left to open"
    store._wipes_at = 0.0
    with store.unit() as session:
        session.exec(select(Survey)).all()
    assert (tmp_path / "so.db-wal").stat().st_size == 0
    with store.unit() as session:
        _, (levels, words) = survey.counts(session, session.get_one(Survey, survey_id))
        assert levels.options == [BY_CHANCE] * 4
        told = sorted((WORDS[n] for n in said.values()), key=fold)
        assert [text for _, text in words.words] == told
        assert all(who is None for who, _ in words.words)
    store.close()


def test_after_each_answer_the_log_is_empty_and_all_boxes_are_alike(tmp_path: Path) -> None:
    store = Store(ready(tmp_path))
    with store.unit() as session:
        survey_id, members = _open(session, people=20)
    for place, member_id in enumerate(members):
        with store.unit() as session:
            _answer(session, survey_id, member_id, place % 4)
        assert (tmp_path / "so.db-wal").stat().st_size == 0
    with store.unit() as session:
        lengths = {len(sealed or "") for sealed in session.exec(select(SurveyBox.sealed))}
    assert len(lengths) == 1, "whether or not somebody answered"
    store.close()


def test_four_answers_are_thrown_away_and_five_are_counted(tmp_path: Path) -> None:
    store = Store(ready(tmp_path))
    for answers in (4, 5):
        with store.unit() as session:
            survey_id, members = _open(session, people=20)
            for member_id in members[:answers]:
                _answer(session, survey_id, member_id, 1)
        with store.unit() as session:
            about = session.get_one(Survey, survey_id)
            assert all(count.hidden for count in survey.counts(session, about)[1])
        _close(store, survey_id)
        with store.unit() as session:
            about = session.get_one(Survey, survey_id)
            assert [count.hidden for count in survey.counts(session, about)[1]] == [answers == 4] * 2
            assert not _found(tmp_path / "so.db", WORDS[1]) or answers == 5
    store.close()


def test_an_answer_may_be_changed_until_the_end(tmp_path: Path) -> None:
    store = Store(ready(tmp_path))
    with store.unit() as session:
        survey_id, members = _open(session, people=20)
        for member_id in members[:6]:
            _answer(session, survey_id, member_id, 0)
            _answer(session, survey_id, member_id, 3)
        first = session.get_one(Member, members[0])
        assert survey.next_question(session, session.get_one(Survey, survey_id), first) is None
        assert survey.answers_by(session, first) == []
    _close(store, survey_id)
    with store.unit() as session:
        assert survey.counts(session, session.get_one(Survey, survey_id))[1][0].options == [0, 0, 0, 6]
    store.close()


def test_refusals(tmp_path: Path) -> None:
    store = Store(ready(tmp_path))
    with store.unit() as session:
        survey_id, members = _open(session, people=20)
        about = session.get_one(Survey, survey_id)
        author, words = session.get_one(Member, members[0]), survey.questions(session, about)[1]
        with pytest.raises(survey.TooLong):
            survey.answer(session, about, words, author, "ế" * 1000, NOW)
        assert survey.answered(session, about, author) == set()
        several = [Asked("Đâu?", ("A", "B"), SurveyKind.SEVERAL)]
        with pytest.raises(survey.NotWithoutNames):
            survey.can_be_asked(session, several, members)
        with pytest.raises(survey.TooFew):
            survey.can_be_asked(session, [Asked("Gì?")], members[:4])
    store.close()


def _answers() -> Answers:
    """As many of each, in no order."""
    said = [place % len(OPTIONS) for place in range(PEOPLE)]
    random.Random(7).shuffle(said)
    return dict(enumerate(said, 1))


def _at_most(people: float) -> float:
    """Five deviations above chance."""
    chance = 1 / len(OPTIONS)
    return people * chance + 5 * (people * chance * (1 - chance)) ** 0.5


def _open(session: Session, people: int = PEOPLE) -> tuple[int, list[int]]:
    """A survey of two questions without names among so many people, and who is asked."""
    lend(session, KEYS)
    branch = plant(session, KEYS, NOW)
    for n in range(people - 9):  # nine of the cast are called
        person = Member(name=f"Người {n}", folded=f"nguoi {n}", standing=Standing.OFFICIAL)
        session.add(person)
        session.flush()
        session.add(Membership(member_id=person.id, organisation_id=branch.place.id, since=NOW))
    session.flush()
    author = session.get_one(Member, branch.names["tú"])
    asked = [Asked("Thế nào?", OPTIONS), Asked("Đề xuất gì?")]
    made = survey.put_out(session, branch.place, author, "Quý 4", asked, END, NOW, nameless=True)
    members = sorted(survey.asked_of(session, made))
    assert len(members) == people
    return made.id, members


def _answer(session: Session, survey_id: int, member_id: int, said: int) -> None:
    lend(session, KEYS)
    about, who = session.get_one(Survey, survey_id), session.get_one(Member, member_id)
    level, words = survey.questions(session, about)
    survey.answer(session, about, level, who, (said,), NOW)
    survey.answer(session, about, words, who, WORDS[said], NOW)


def _close(store: Store, survey_id: int) -> None:
    with store.unit() as session:
        lend(session, KEYS)
        survey.close(session, session.get_one(Survey, survey_id), None, NOW)


def _naive(file: Path, said: Answers) -> sqlite3.Connection:
    """Two tables without a link between them, a transaction for each vote: what a careful beginner writes."""
    opened = sqlite3.connect(file, isolation_level=None)
    opened.execute("PRAGMA journal_mode=WAL")
    opened.execute("PRAGMA wal_autocheckpoint=0")
    opened.execute("CREATE TABLE voter (member_id INTEGER PRIMARY KEY, voted INT, voted_at INT)")
    opened.execute("CREATE TABLE ballot (id INTEGER PRIMARY KEY, option INT, words TEXT)")
    opened.executemany("INSERT INTO voter VALUES (?, 0, NULL)", [(member,) for member in said])
    opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    order = list(said)
    random.Random(3).shuffle(order)
    for at, member in enumerate(order):
        opened.execute("BEGIN")
        opened.execute("UPDATE voter SET voted = 1, voted_at = ? WHERE member_id = ?", (at, member))
        opened.execute(
            "INSERT INTO ballot (option, words) VALUES (?, ?)", (said[member], WORDS[said[member]])
        )
        opened.execute("COMMIT")
    return opened


def _by_commits(file: Path, schema: Schema, said: Answers) -> int:
    """Goes through the log commit by commit: who answered in it, and what else changed. Of every thing that changed the attacker
    learns from half of the people which answer goes with it; gives how many of the other half he then gets right, by the best of them."""
    seen: dict[int, dict[str, str]] = {}
    voters, before = (
        {member for (member,) in _every(file, schema.answered, at_first=True)},
        set(_every(file, schema.beside, at_first=True)),
    )
    for look, frames in _commits(file):
        now = {member for (member,) in look(schema.answered)}
        rows = set(look(schema.beside))
        fresh = rows - before
        for member in now - voters:
            seen[member] = {"frames": str(frames), "rows": str(len(fresh))}
            for place, row in enumerate(sorted(fresh, key=str)):
                (found,) = look(schema.details, row[0])
                seen[member] |= {f"{place}.{at}": str(value) for at, value in enumerate(found)}
        voters, before = now, rows
    assert len(seen) == PEOPLE, "each in a commit of his own"
    return max(
        _learned(seen, said, thing) for thing in {thing for things in seen.values() for thing in things}
    )


def _learned(seen: dict[int, dict[str, str]], said: Answers, thing: str) -> int:
    people = sorted(seen)
    random.Random(5).shuffle(people)
    known, others = people[: PEOPLE // 2], people[PEOPLE // 2 :]
    goes_with: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for member in known:
        goes_with[seen[member].get(thing, "")][said[member]] += 1
    guess = {value: counted.most_common(1)[0][0] for value, counted in goes_with.items()}
    return sum(guess.get(seen[member].get(thing, "")) == said[member] for member in others)


def _by_order(file: Path, schema: Schema, said: Answers) -> int:
    """Puts what came of it, in the order in which it is stored, beside the members, in the order of rows, of times and of names."""
    stored = [row[0] for row in _every(file, schema.result)]
    if stored and isinstance(stored[0], str):
        taken = next(counts for row in stored if (counts := json.loads(row)))
        stored = [option for option, many in enumerate(taken) for _ in range(many)]
    orders = [[member for (member,) in _every(file, schema.answered)], sorted(said)]
    orders += [list(reversed(order)) for order in orders]
    return max(
        sum(said[member] == option for member, option in zip(order, stored, strict=True)) for order in orders
    )


def _every(file: Path, query: str, *, at_first: bool = False) -> list[Any]:
    """The rows as they stand now, or as they stood before all that is in the log."""
    where = f"file:{file}?mode=ro&immutable=1" if at_first else f"file:{file}"
    with closing(sqlite3.connect(where, uri=True)) as opened:
        return opened.execute(query).fetchall()


def _found(file: Path, *texts: str) -> bool:
    """Whether any of the texts stands in the database's files, in whatever place."""
    held = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    return any(text.encode() in held for text in texts)


def _commits(file: Path) -> Iterator[tuple[Callable[..., list[Any]], int]]:
    """The database as it stood after each commit of its log, and how many pages that wrote."""
    copy = file.with_name("copy.db")
    shutil.copy(file, copy)
    log = file.with_name(f"{file.name}-wal").read_bytes()
    size, at, salt, frames = struct.unpack(">I", log[8:12])[0], 32, log[16:24], 0
    with copy.open("r+b") as patched:
        while at + 24 + size <= len(log):
            page, after = struct.unpack(">II", log[at : at + 8])
            if log[at + 8 : at + 16] != salt:
                break
            patched.seek((page - 1) * size)
            patched.write(log[at + 24 : at + 24 + size])
            frames += 1
            if after:
                patched.flush()
                with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as opened:
                    opened.execute("PRAGMA mmap_size=1000000000")
                    yield lambda query, *by: opened.execute(query, by).fetchall(), frames
                frames = 0
            at += 24 + size
