"""What PostgreSQL lets happen at once and SQLite does not: two claims, a claim and a cancellation, a copy while somebody joins;
and that its tables are made by no command but `migrate` and `run`."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from bot import backup, logs
from bot.cli import app
from bot.store import Store
from models import bot_account, copying, outbox
from models.address import Address, Binding
from models.database import engine
from models.member import Member
from models.outbox import Delivery, Want
from models.sealing import Keys
from models.terms import ChannelName, DeliveryState
from scheduler.outcome import Outcome, Result, record
from scheduler.parcel import Parcel, next_parcel
from tests.cast import Branch, plant
from tests.database import blank, ready
from tests.player import START
from tests.postgres import until_somebody_waits

pytestmark = pytest.mark.postgresql("what SQLite does not let happen, or leaves to every command")
KEYS = Keys(b"k")
QUEUED, SENDING, SENT, CANCELLED = (
    DeliveryState.QUEUED,
    DeliveryState.SENDING,
    DeliveryState.SENT,
    DeliveryState.CANCELLED,
)


class Place:
    """A branch on a database; Lan and Hùng have joined, and two notices are owed to Lan."""

    def __init__(self, url: str) -> None:
        self.url, self.store = url, Store(url)
        with self.store.unit() as session:
            self.branch: Branch = plant(session, KEYS, START)
            self.bot_id = bot_account.known(session, ChannelName.TELEGRAM, "1", "so", START).id
            self.branch.joins(session, "lan", self.bot_id, "1001", START)
            self.lan = self.branch.names["lan"]
            for key in "ab":
                outbox.tell(session, [self.lan], {"text": key}, key=key, kind="meeting", now=START)

    def next(self) -> Parcel | None:
        with self.store.unit() as session:
            return next_parcel(session, Want(self.bot_id), START)

    def while_open(self, first: Callable[[Session], object], then: Callable[[], object]) -> object:
        """Does the first in a unit, and begins the second before that unit ends; gives what the second gave."""
        with ThreadPoolExecutor(1) as beside:
            with self.store.unit() as session:
                first(session)
                session.flush()
                second = beside.submit(then)
                until_somebody_waits(self.url)
            return second.result()

    def states(self) -> list[DeliveryState]:
        with self.store.unit() as session:
            return [copy.state for copy in session.exec(select(Delivery).order_by(Delivery.id))]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    standing = Place(ready(tmp_path))
    yield standing
    standing.store.close()


def test_two_claims_at_once_take_one_copy(place: Place) -> None:
    assert place.while_open(lambda s: next_parcel(s, Want(place.bot_id), START), place.next) is None
    assert place.states() == [SENDING, QUEUED]


def test_a_bot_that_two_processes_see_first_at_once_is_one(place: Place) -> None:
    def seen(session: Session) -> int:
        return bot_account.known(session, ChannelName.ZALO, "9", "so", START).id

    def seen_beside() -> int:
        with place.store.unit() as session:
            return seen(session)

    place.while_open(seen, seen_beside)
    with place.store.unit() as session:
        assert len(bot_account.living(session, ChannelName.ZALO)) == 1


def test_an_answer_and_a_notice_of_one_chat_are_not_in_flight_together(place: Place) -> None:
    """The other process has looked before the answer was owed, and so sees the notice alone."""

    def answered(session: Session) -> None:
        where = session.exec(select(Address)).one()
        outbox.owe(session, where, place.lan, {"text": "c"}, key="c", now=START)
        next_parcel(session, Want(place.bot_id), START)

    assert place.while_open(answered, place.next) is None
    assert place.states() == [QUEUED, QUEUED, SENDING]


def test_what_is_taken_back_from_the_dead_is_not_claimed(place: Place) -> None:
    def dead(session: Session) -> None:
        outbox.cancel_for(session, session.get_one(Member, place.lan))

    assert place.while_open(dead, place.next) is None
    assert place.states() == [CANCELLED, CANCELLED]


def test_what_is_taken_back_in_flight_does_not_go_again(place: Place) -> None:
    parcel = place.next()
    assert parcel is not None

    def dead(session: Session) -> None:
        outbox.cancel_for(session, session.get_one(Member, place.lan))

    def lost() -> None:
        with place.store.unit() as session:
            record(session, parcel.delivery_id, Outcome(Result.NOT_SENT), START)

    place.while_open(dead, lost)
    assert place.states() == [CANCELLED, CANCELLED]


def test_what_comes_back_while_its_notice_is_taken_back_does_not_go_again(place: Place) -> None:
    parcel = place.next()
    assert parcel is not None

    def lost() -> None:
        with place.store.unit() as session:
            record(session, parcel.delivery_id, Outcome(Result.NOT_SENT), START)

    with ThreadPoolExecutor(1) as beside, place.store.unit() as session:
        outbox.cancel(session, session.get_one(Delivery, parcel.delivery_id).notice_id)
        session.flush()
        beside.submit(lost).result()
    with place.store.unit() as session:
        following = next_parcel(session, Want(place.bot_id), START + timedelta(minutes=1))
    assert following is not None and following.text == "b"
    assert place.states() == [CANCELLED, SENDING]


def test_a_copy_is_of_one_moment(place: Place, tmp_path: Path) -> None:
    """Somebody joins between two tables."""
    kept = []
    opened = engine(place.url, writes=False)
    with opened.connect() as connection:
        for line in copying.lines(connection):
            kept.append(json.loads(line))
            if kept[-1].get("table") == "address":
                with place.store.unit() as session:
                    place.branch.joins(session, "hùng", place.bot_id, "1002", START)
    opened.dispose()
    filling = engine(ready(tmp_path, "restored"), writes=True)
    with filling.begin() as connection:
        assert copying.take_in(connection, kept) > 0
    with Session(filling) as session:
        assert len(session.exec(select(Binding)).all()) == 1
    filling.dispose()


def test_a_backup_comes_back_and_is_held(place: Place, tmp_path: Path) -> None:
    backup.save(place.url, tmp_path / "sao", "bốn từ không liên quan", KEYS)
    into = blank(tmp_path, "held")
    backup.restore(into, tmp_path / "sao", "bốn từ không liên quan", KEYS)
    opened = engine(into, writes=False)
    with Session(opened) as session:
        assert {copy.state for copy in session.exec(select(Delivery))} == {DeliveryState.HELD}
    opened.dispose()


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[int, str]]]:
    """The command line, pointed to a database; gives the exit code and what stood on stderr."""
    monkeypatch.setenv("SOTAY_SECRET_KEY", "k")

    def told(url: str, *words: str) -> tuple[int, str]:
        monkeypatch.setenv("SOTAY_DATABASE_URL", url)
        ended = CliRunner().invoke(app, list(words))
        return ended.exit_code, ended.stderr

    yield told
    logs.set_up()


def test_without_tables_every_command_says_what_makes_them(
    command: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    url = blank(tmp_path)
    for words in (["check"], ["outbox"], ["invite", "--csv", str(tmp_path / "ma.csv")]):
        code, said = command(url, *words)
        assert code == 5, words
        assert "Chạy: python -m bot migrate" in said
        assert "error" not in said, "a sentence, no line of a log"
    assert command(url, "migrate")[0] == 0
    assert command(url, "outbox") == (0, "")


@pytest.mark.parametrize("words", ["run", "migrate"])
def test_an_account_that_may_make_no_tables_is_told(
    tmp_path: Path, command: Callable[..., tuple[int, str]], words: str
) -> None:
    url = blank(tmp_path)
    with psycopg.connect(url, autocommit=True) as root:
        root.execute(f"CREATE ROLE reader_{words} LOGIN")
    code, said = command(url.replace("postgres@", f"reader_{words}@"), words)
    assert code == 5
    assert "chưa có quyền tạo bảng" in said
    assert "error" not in said


@pytest.mark.parametrize("words", ["run", "migrate", "check"])
def test_what_a_newer_program_made_is_left_alone(
    tmp_path: Path, command: Callable[..., tuple[int, str]], words: str
) -> None:
    url = ready(tmp_path)
    with psycopg.connect(url, autocommit=True) as root:
        root.execute("UPDATE alembic_version SET version_num = '9999'")
    code, said = command(url, words)
    assert code == 5
    assert "một bản Sổ tay mới hơn" in said
    assert "error" not in said
