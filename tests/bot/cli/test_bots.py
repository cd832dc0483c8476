"""The fleet at the command line: a token goes in and never comes out, and a bot that ends leaves nobody behind."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from bot import logs
from bot.cli import app
from bot.store import Store
from models import address, bot_account, invite, not_joined, outbox
from models.address import Address, Binding
from models.bot_account import BotAccount
from models.fleet import quota
from models.member import Member
from models.outbox import Delivery, Notice
from models.sealing import Broken, Keys
from models.terms import AddressState, ChannelName, Consent, DeliveryState, JoinedBy
from tests.cast import Branch, plant
from tests.database import ready
from tests.player import START
from tests.standins.telegram import Telegram
from tests.standins.zalo import Zalo

KEYS = Keys(b"fleet")
SECRET = Zalo.TOKEN.partition(":")[2]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = ready(tmp_path)
    settings = {"DATABASE_URL": url, "SECRET_KEY": "fleet", "NOW": "2026-12-01T08:00"}
    for name, value in settings.items():
        monkeypatch.setenv(f"SOTAY_{name}", value)
    opened = Store(url)
    yield opened
    opened.close()
    logs.set_up()


@pytest.fixture
def zalo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zalo]:
    with Zalo() as server:
        monkeypatch.setenv("SOTAY_ZALO_API", server.url)
        yield server


def run(*words: str, said: str = "") -> Result:
    result = CliRunner().invoke(app, ["bots", *words], input=f"{said}\n")
    assert SECRET not in result.output + result.stderr, "the token comes out"
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def account(store: Store) -> BotAccount:
    with store.unit() as session:
        return session.exec(select(BotAccount).where(BotAccount.external_id == "7000000002")).one()


def test_a_bot_is_added_by_its_token_which_is_sealed(store: Store, zalo: Zalo) -> None:
    with store.unit() as session:
        place = plant(session, KEYS, START).place
    done = run("add", "--channel", "zalo", "--organisation", place.name, "--people", "40", said=zalo.token)
    assert (done.exit_code, place.name in done.stdout) == (0, True)
    kept = account(store)
    assert kept.sealed_token and SECRET not in kept.sealed_token
    assert bot_account.token_of(KEYS, kept) == zalo.token
    with pytest.raises(Broken):
        bot_account.token_of(Keys(b"another"), kept)
    assert (kept.organisation_id, kept.limits) == (place.id, (40, 3_000))


def test_what_is_not_named_stays_when_a_bot_is_added_again(store: Store, zalo: Zalo) -> None:
    with store.unit() as session:
        place = plant(session, KEYS, START).place
    limits = ("--people", "40", "--month", "2000", "--per-second", "3")
    run("add", "--channel", "zalo", "--organisation", place.name, *limits, said=zalo.token)
    again = run("add", "--channel", "zalo", said=zalo.token)
    assert (again.exit_code, place.name in again.stdout) == (0, True)
    kept = account(store)
    assert (kept.organisation_id, kept.limits, kept.per_second) == (place.id, (40, 2_000), 3)
    run("add", "--channel", "zalo", "--organisation", "mọi tổ chức", "--people", "45", said=zalo.token)
    kept = account(store)
    assert (kept.organisation_id, kept.limits, kept.per_second) == (None, (45, 2_000), 3)


def test_the_last_trouble_is_told_in_the_time_of_here(store: Store, zalo: Zalo) -> None:
    run("add", "--channel", "zalo", said=zalo.token)
    with store.unit() as session:
        bot_account.troubled(session, ChannelName.ZALO, "7000000002", "network", START)
    assert f"({START:%d/%m %H:%M})" in run("list").stdout


def test_what_is_no_token_or_a_wrong_one_is_told_and_nothing_is_written(store: Store, zalo: Zalo) -> None:
    for said, code, word in (
        ("", 2, "không phải mã bot"),
        ("vài chữ", 2, "không phải mã bot"),
        ("7000000002:sai", 1, "Zalo không nhận mã bot này"),
    ):
        done = run("add", "--channel", "zalo", said=said)
        assert (done.exit_code, word in done.stderr) == (code, True), said
    zalo.stop()
    done = run("add", "--channel", "zalo", said=zalo.token)
    assert (done.exit_code, "Chưa nối được Zalo" in done.stderr) == (1, True)
    zalo.start()
    assert run("add", said=zalo.token).exit_code == 2
    assert run("add", "--channel", "zalo", "--people", "0", said=zalo.token).exit_code == 2
    assert run("add", "--channel", "zalo", "--organisation", "Không có", said=zalo.token).exit_code == 2
    with store.unit() as session:
        assert session.exec(select(BotAccount)).all() == []


def test_a_token_at_the_command_line_is_refused_and_not_repeated(store: Store, zalo: Zalo) -> None:
    done = run("add", "--channel", "zalo", zalo.token)
    assert (done.exit_code, "không ghi ở dòng lệnh" in done.stderr) == (2, True)
    assert zalo.calls == []


def test_a_telegram_token_that_is_wrong_is_told_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with Telegram() as server:
        monkeypatch.setenv("SOTAY_TELEGRAM_API", server.url)
        done = run("add", "--channel", "telegram", said="123456:sai-roi")
        assert (done.exit_code, "Telegram không nhận" in done.stderr) == (1, True)
        assert run("add", "--channel", "telegram", said=server.token).exit_code == 0


def test_the_list_shows_places_and_the_month(store: Store, zalo: Zalo) -> None:
    assert "Chưa có bot nào" in run("list").stdout
    run("add", "--channel", "zalo", said=zalo.token)
    with store.unit() as session:
        branch, bot = plant(session, KEYS, START), bot_account.living(session)[0]
        branch.joins(session, "lan", bot.id, "z1", START)
        address.at(session, bot, "z2", "ai đó", START)
        invite.issue(session, KEYS, session.get_one(Member, branch.names["tú"]), START, bot_id=bot.id)

        quota.count(session, {bot.id: 2_400}, START)
    listed = run("list").stdout.splitlines()
    assert len(listed) == 2, "one line a bot where it is piped"
    assert re.split(r"\s{2,}", listed[1].strip())[4:] == ["1", "1", "1", "47", "2400", "600", "tốt"]


class Moving:
    """Two Zalo bots; at the first Lan and Hòa, Lan also on Telegram, and the phone of bà Ba's son; Sáu refused."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.unit() as session:
            self.branch: Branch = plant(session, KEYS, START)
            old = bot_account.known(session, ChannelName.ZALO, "1", "bot_cu", START)
            self.new = bot_account.known(session, ChannelName.ZALO, "2", "bot_moi", START).id
            telegram = bot_account.known(session, ChannelName.TELEGRAM, "3", "sotay_bot", START)
            telegram.organisation_id = old.organisation_id
            self.old = old.id
            for who in ("lan", "hòa", "tú"):
                self.branch.joins(session, who, old.id, f"z-{who}", START)
            self.branch.joins(session, "ba", old.id, "z-ba", START, Consent.RELATIVE)
            self.branch.joins(session, "sáu", old.id, "z-sáu", START, Consent.REFUSED)
            self.branch.joins(session, "lan", telegram.id, "1001", START)
            people = [self.branch.names[who] for who in ("lan", "hòa")]
            outbox.tell(session, people, {"text": "mai họp"}, key="meeting:1", kind="meeting", now=START)

    def heard(self, who: str) -> list[str]:
        """What goes to a chat at the old bot now."""
        with self.store.unit() as session:
            where = session.exec(select(Address).where(Address.identity == f"z-{who}")).one()
            rows = (
                select(Notice)
                .join(Delivery)
                .where(Delivery.address_id == where.id, Delivery.state == DeliveryState.QUEUED)
            )
            return [notice.content["text"] for notice in session.exec(rows)]

    def owed(self, who: str) -> list[tuple[int | None, DeliveryState]]:
        """Where the meeting's notice stands for a member."""
        with self.store.unit() as session:
            rows = (
                select(Delivery)
                .join(Notice)
                .where(Notice.key == "meeting:1", Delivery.member_id == self.branch.names[who])
                .order_by(Delivery.id)  # type: ignore[arg-type]
            )
            return [(row.bot_id, row.state) for row in session.exec(rows)]


def test_a_bot_that_ends_tells_its_people_and_they_are_moved(store: Store) -> None:
    moving = Moving(store)
    assert run("remove", "không có").exit_code == 2
    shown = run("remove", "bot_cu", said="2")
    assert (shown.exit_code, "Đã giữ như cũ" in shown.stdout) == (1, True)
    assert "Tin sẽ gửi" in shown.stdout and "bot_moi" in shown.stdout
    with store.unit() as session:
        assert session.get_one(BotAccount, moving.old).ended_at is None
    assert run("remove", "bot_cu", "--to", "bot_moi", said="1").exit_code == 0

    assert moving.heard("lan") == [
        "Bot này thôi phục vụ từ hôm nay. Từ nay tin của đồng chí Lan đến máy kia: Telegram. Đồng chí không phải làm gì."
    ]
    (told,) = moving.heard("hòa")
    assert "Zalo: tìm bot_moi" in told
    code = re.search(r"\d{3} \d{3} \d{3} \d{3}", told)
    assert "xin bí thư chi bộ một mã mới" in moving.heard("ba")[0]
    assert not re.search(r"\d{3} \d{3}", moving.heard("ba")[0]), "a relative gets no code"
    assert moving.heard("sáu") == []

    assert moving.owed("lan")[-1][1] is DeliveryState.QUEUED
    assert moving.owed("hòa")[-1] == (None, DeliveryState.UNREACHED)
    with store.unit() as session:
        bot = session.get_one(BotAccount, moving.old)
        assert bot.ended_at is not None
        branch = moving.branch.place
        missing = {m.member.id: m.why for m in not_joined.standing(session, branch, START).missing}
        assert missing[moving.branch.names["hòa"]] is not_joined.Why.CODE
        assert missing[moving.branch.names["ba"]] is not_joined.Why.ENDED
        news = session.exec(select(Notice).where(Notice.key == f"farewell:{bot.id}:branch:{branch.id}")).one()
        assert news.content["text"].splitlines() == [
            "Bot bot_cu thôi phục vụ từ hôm nay. 1 đồng chí nhận tin ở máy khác, không phải làm gì.",
            "2 đồng chí cần vào lại, Sổ tay đã nhắn nơi vào và mã: Nguyễn Văn Tú, Trần Thị Hòa. Ai chưa vào: nhắn /danhsach chưa vào.",
            "1 đồng chí chưa có nơi vào và chưa có mã (máy người nhà, hoặc các bot đã đủ người), xin đồng chí gọi: Lê Thị Lành. "
            "Cấp mã: nhắn /capma và tên.",
            "Đến khi vào lại, tin của các đồng chí ấy do đồng chí báo.",
        ]

        where = address.at(session, session.get_one(BotAccount, moving.new), "z-hoa-2", None, START)
        assert code is not None
        bound = invite.redeem(session, KEYS, where, invite.code_in(code[0]) or "", START)
        address.consent(bound, Consent.FULL, "2026-11", START)
        outbox.deliver_to(session, where, bound, START)
    assert moving.owed("hòa")[-1] == (moving.new, DeliveryState.QUEUED), "what was owed follows"


@pytest.mark.parametrize(
    "there, elsewhere, goes_on",
    [
        (Consent.FULL, Consent.FULL, True),
        (Consent.FULL, Consent.TIMES_ONLY, False),
        (Consent.FULL, Consent.RELATIVE, False),
        (Consent.TIMES_ONLY, Consent.TIMES_ONLY, True),
        (Consent.TIMES_ONLY, Consent.RELATIVE, False),
        (Consent.RELATIVE, Consent.RELATIVE, True),
        (Consent.RELATIVE, Consent.TIMES_ONLY, True),
    ],
)
def test_only_a_phone_that_gets_no_less_stands_for_the_one_that_ends(
    store: Store, there: Consent, elsewhere: Consent, goes_on: bool
) -> None:
    moving = Moving(store)
    with store.unit() as session:
        other = bot_account.known(session, ChannelName.TELEGRAM, "3", "sotay_bot", START)
        moving.branch.joins(session, "thái", moving.old, "z-thái", START, there)
        moving.branch.joins(session, "thái", other.id, "1002", START, elsewhere)
    assert run("remove", "bot_cu", "--yes").exit_code == 0
    (told,) = moving.heard("thái")
    assert ("đến máy kia: Telegram" in told) == goes_on
    assert bool(re.search(r"\d{3} \d{3} \d{3} \d{3}", told)) == (not goes_on)


def test_who_had_two_phones_at_the_bot_hears_the_same_code_on_both(store: Store) -> None:
    moving = Moving(store)
    with store.unit() as session:
        for phone in ("z-thái", "z-thái-2"):
            moving.branch.joins(session, "thái", moving.old, phone, START)
    assert run("remove", "bot_cu", "--yes").exit_code == 0
    assert moving.heard("thái") == moving.heard("thái-2")


def test_nobody_joins_at_a_bot_that_has_ended(store: Store) -> None:
    moving = Moving(store)
    assert run("remove", "bot_cu", "--yes").exit_code == 0
    with store.unit() as session:
        person = session.get_one(Member, moving.branch.names["thái"])
        code = invite.issue(session, KEYS, person, START)
        where = address.at(session, session.get_one(BotAccount, moving.old), "z-thai", None, START)
        assert invite.named_by(session, KEYS, where, code, START) is None
        left = session.exec(select(Binding).join(Address).where(Address.bot_id == moving.old)).all()
        assert left and all(binding.ended_at for binding in left)
        closed = session.exec(select(Address).where(Address.identity == "z-lan")).one()
        assert closed.state is AddressState.CLOSED
        assert {bound.joined_by for bound in left} == {JoinedBy.CODE}
