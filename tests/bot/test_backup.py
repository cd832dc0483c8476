"""A copy of the database: the same rows again, nothing readable without the passphrase, and silence until it is let go."""

import json
import resource
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from bot import backup
from bot.migrate import upgrade
from models import bot_account, copying, document, outbox, setting
from models.database import engine
from models.form import OpenForm
from models.inbox import Inbox
from models.member import Member
from models.organisation import Organisation
from models.outbox import Delivery
from models.sealing import Keys
from models.terms import ChannelName, DeliveryState, OrganisationKind
from tests import database
from tests.cast import Branch, plant
from tests.player import START

KEYS = Keys(b"one")
WORDS = "bốn từ không liên quan"


url = database.blank


@contextmanager
def at(place: str, *, writes: bool) -> Iterator[Session]:
    """A session on a database, which nobody has open afterwards."""
    opened = engine(place, writes=writes)
    try:
        with Session(opened) as session:
            yield session
    finally:
        opened.dispose()


def filled(folder: Path) -> Branch:
    """A branch with a file of three parts, a form half done, messages owed in each state, and ids of rows that are gone."""
    with at(database.ready(folder), writes=True) as session, session.begin():
        branch = plant(session, KEYS, START)
        ward = Organisation(kind=OrganisationKind.GRASSROOTS, name="Phường", folded="phuong", since=START)
        session.add(ward)
        session.flush()
        branch.place.parent_id = ward.id  # the one above has the higher id
        bot = bot_account.known(session, ChannelName.ZALO, "1", "so", START)
        branch.joins(session, "lan", bot.id, "84", START)
        document.put(session, bytes(range(256)) * 3000, "chữ", None, START)
        session.add(Inbox(bot_id=bot.id, external_id="7", chat="84", raw=None, received_at=START))
        told = outbox.tell(session, [branch.names["lan"]], {"text": "x"}, key="a", kind="n", now=START)
        for n, state in enumerate(DeliveryState):
            late = START - timedelta(hours=1) if n % 2 else None
            session.add(
                Delivery(
                    notice_id=told.id,
                    bot_id=bot.id,
                    state=state,
                    priority=2,
                    not_before=START,
                    expires_at=late,
                )
            )
        address = branch_address(session)
        session.add(
            OpenForm(
                address_id=address,
                name="f",
                step="s",
                answers={"a": None, "b": ["đ", 1]},
                serial=1,
                touched=START,
            )
        )
        gone = Delivery(notice_id=told.id, state=DeliveryState.SENT, priority=2, not_before=START)
        session.add(gone)
        session.flush()
        session.delete(gone)
    return branch


def branch_address(session: Session) -> int:
    from models.address import Address

    return session.exec(select(Address.id)).one()


def rows(place: str) -> dict[str, list[object]]:
    """All that is in a database, table by table."""
    with at(place, writes=False) as session:
        return {
            table.name: [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key))]
            for table in SQLModel.metadata.sorted_tables
        }


def test_every_row_comes_back_and_what_is_owed_is_held(tmp_path: Path) -> None:
    filled(tmp_path)
    backup.save(url(tmp_path), tmp_path / "sao", WORDS, KEYS)
    count, same_key = backup.restore(url(tmp_path, "b"), tmp_path / "sao", WORDS, KEYS)
    before, after = rows(url(tmp_path)), rows(url(tmp_path, "b"))
    assert count == sum(map(len, before.values())) and same_key
    assert after.pop("setting") == [*before.pop("setting"), (setting.HELD, "1")]
    assert all(before[name] for name in ("member", "file_part", "inbox", "form", "organisation"))
    owed, held = before.pop("delivery"), after.pop("delivery")
    assert after == before
    states = [(dict(zip(Delivery.__table__.c.keys(), row, strict=True))["state"]) for row in held]
    assert len(held) == len(owed)
    assert not {DeliveryState.QUEUED, DeliveryState.SENDING} & set(states)


def test_a_copy_cut_short_on_its_way_to_this_schema_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power fails, or a migration does, when the rows have just been taken in."""
    filled(tmp_path)
    backup.save(url(tmp_path), tmp_path / "sao", WORDS, KEYS)

    def cut_at_the_last_step(into: str, **more: str) -> None:
        if not more:
            raise KeyboardInterrupt
        upgrade(into, **more)

    monkeypatch.setattr(backup, "upgrade", cut_at_the_last_step)
    with pytest.raises(KeyboardInterrupt):
        backup.restore(url(tmp_path, "b"), tmp_path / "sao", WORDS, KEYS)
    with at(url(tmp_path, "b"), writes=False) as session:
        assert setting.has(session, setting.HELD)
        states = set(session.exec(select(Delivery.state)).all())
        assert DeliveryState.HELD in states
        assert not {DeliveryState.QUEUED, DeliveryState.SENDING} & states


def test_an_id_once_given_is_not_given_again(tmp_path: Path) -> None:
    filled(tmp_path)
    backup.save(url(tmp_path), tmp_path / "sao", WORDS, KEYS)
    backup.restore(url(tmp_path, "b"), tmp_path / "sao", WORDS, KEYS)
    ids = []
    for name in ("so", "b"):
        with at(url(tmp_path, name), writes=True) as session, session.begin():
            row = Delivery(
                notice_id=session.exec(select(func.max(Delivery.notice_id))).one(),
                state=DeliveryState.SENT,
                priority=2,
                not_before=START,
            )
            session.add(row)
            session.flush()
            ids.append((row.id, session.exec(select(func.max(Delivery.id))).one()))
    assert ids[0] == ids[1]


def test_let_go_it_speaks_again_and_marks_what_may_have_gone(tmp_path: Path) -> None:
    filled(tmp_path)
    backup.save(url(tmp_path), tmp_path / "sao", WORDS, KEYS)
    backup.restore(url(tmp_path, "b"), tmp_path / "sao", WORDS, KEYS)
    with at(url(tmp_path, "b"), writes=True) as session, session.begin():
        held = session.exec(select(Delivery.id).where(Delivery.state == DeliveryState.HELD)).all()
        going, late = outbox.release(session, START)
        states = dict(
            session.exec(select(Delivery.id, Delivery.state).where(col(Delivery.id).in_(held))).all()
        )
        assert (going, late) == (
            sum(state == DeliveryState.QUEUED for state in states.values()),
            sum(state == DeliveryState.EXPIRED for state in states.values()),
        )
        assert going and late and going + late == len(held)
        again = session.exec(select(Delivery.again).where(Delivery.state == DeliveryState.QUEUED)).all()
        assert all(again)
        assert not setting.has(session, setting.HELD)


def test_without_the_passphrase_nothing_can_be_read(tmp_path: Path) -> None:
    filled(tmp_path)
    backup.save(url(tmp_path), tmp_path / "sao", WORDS, KEYS)
    with pytest.raises(backup.NotOpened):
        backup.restore(url(tmp_path, "b"), tmp_path / "sao", "bốn từ khác hẳn nhau", KEYS)
    copy = (tmp_path / "sao").read_bytes()
    assert not any(word.encode() in copy for word in ("Lan", "member", "0900000006", "INSERT"))
    assert (tmp_path / "sao").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("left", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_of_a_copy_cut_short_or_changed_nothing_is_taken(tmp_path: Path, left: float) -> None:
    filled(tmp_path)
    backup.save(url(tmp_path), tmp_path / "sao", WORDS, KEYS)
    whole = (tmp_path / "sao").read_bytes()
    cut, changed = bytearray(whole[: int(len(whole) * left)]), bytearray(whole)
    changed[int(len(whole) * left)] ^= 1
    for name, damaged in (("cut", cut), ("changed", changed)):
        (tmp_path / name).write_bytes(damaged)
        into = url(tmp_path, f"into-{name}")
        try:
            backup.restore(into, tmp_path / name, WORDS, KEYS)
        except backup.NotOpened:
            if (tmp_path / f"into-{name}.db").exists():
                with at(into, writes=False) as session:
                    assert session.exec(select(Member)).first() is None
        else:
            assert name == "changed" and len(rows(into)["member"]) == 11, "a bit outside of what counts"


def test_it_is_restored_into_an_empty_database_only(tmp_path: Path) -> None:
    filled(tmp_path)
    backup.save(url(tmp_path), tmp_path / "sao", WORDS, KEYS)
    before = rows(url(tmp_path))
    with pytest.raises(copying.NotEmpty):
        backup.restore(url(tmp_path), tmp_path / "sao", WORDS, KEYS)
    assert rows(url(tmp_path)) == before


def test_another_servers_key_is_told(tmp_path: Path) -> None:
    filled(tmp_path)
    backup.save(url(tmp_path), tmp_path / "sao", WORDS, KEYS)
    _, same_key = backup.restore(url(tmp_path, "b"), tmp_path / "sao", WORDS, Keys(b"two"))
    assert not same_key


def test_a_copy_of_an_older_schema_is_brought_to_this_one(tmp_path: Path) -> None:
    upgrade(url(tmp_path), to="0001")
    opened = engine(url(tmp_path), writes=True)
    with opened.begin() as connection:
        values = {
            "id": 5,
            "kind": "branch",
            "name": "Chi bộ 1",
            "folded": "chi bo 1",
            "since": START.isoformat(),
        }
        line = {"table": "organisation", "columns": list(values), "rows": [list(values.values())]}
        copying.take_in(connection, [line, {"given": {"organisation": 9}}])
    opened.dispose()
    kept = [json.dumps(line), json.dumps({"given": {"organisation": 9}})]
    head = {"format": backup.FORMAT, "revision": "0001", "key": KEYS.tag("backup")}
    backup.pack(tmp_path / "sao", WORDS, head, iter(kept))
    backup.restore(url(tmp_path, "b"), tmp_path / "sao", WORDS, KEYS)
    assert [row[2] for row in rows(url(tmp_path, "b"))["organisation"]] == ["Chi bộ 1"]


def test_on_a_full_disk_there_is_no_copy_and_a_clear_word(tmp_path: Path) -> None:
    rows = (secrets.token_hex(1000) for _ in range(200))
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, most))
    try:
        with pytest.raises(backup.NotWritten):
            backup.pack(tmp_path / "a.so", WORDS, {}, rows)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert list(tmp_path.iterdir()) == []
