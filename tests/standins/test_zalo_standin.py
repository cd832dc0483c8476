"""The Zalo stand-in, through plain httpx: what its client must live with."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import httpx
import pytest

from tests.standins.conftest import Hook
from tests.standins.zalo import Zalo
from tests.standins.zalo_people import Person

LAN = "6ede9afa66b88fe6d6a9"


@pytest.fixture
def zalo() -> Iterator[Zalo]:
    with Zalo() as standin:
        yield standin


@pytest.fixture
def lan(zalo: Zalo) -> Person:
    person = zalo.person(LAN, "Nguyễn Thị Lan")
    person.says("xin chào")
    return person


def call(zalo: Zalo, method: str, read: float = 5, **params: object) -> httpx.Response:
    address = f"{zalo.url}/bot{zalo.token}/{method}"
    return httpx.post(address, json=params, trust_env=False, timeout=read, verify=False)


def poll(zalo: Zalo, timeout: float = 0) -> dict:
    return call(zalo, "getUpdates", timeout=timeout).json()["result"]["message"]


def send(zalo: Zalo, text: str = "Chào", **more: object) -> httpx.Response:
    return call(zalo, "sendMessage", **{"chat_id": LAN, "text": text} | more)


def test_a_conversation(zalo: Zalo, lan: Person) -> None:
    me = call(zalo, "getMe").json()["result"]
    assert (me["id"], me["account_type"]) == (zalo.token.split(":")[0], "BASIC")
    message = poll(zalo)
    assert message["from"] == {"id": LAN, "display_name": "Nguyễn Thị Lan", "is_bot": False}
    assert message["chat"] == {"id": LAN, "chat_type": "PRIVATE"} and message["text"] == "xin chào"
    assert isinstance(message["message_id"], str) and message["date"] > 10**12
    sent = send(zalo, "1. Tham dự").json()["result"]
    assert lan.wait("Tham dự").message_id == sent["message_id"] and sent["date"] > 10**12
    assert call(zalo, "sendPhoto", chat_id=LAN, photo="https://example.org/a.png", caption="Biểu đồ").json()[
        "ok"
    ]
    assert (lan.seen[1].text, lan.seen[1].photo) == ("Biểu đồ", "https://example.org/a.png")
    assert call(zalo, "sendChatAction", chat_id=LAN, action="typing").json() == {"ok": True}
    assert zalo.violations == []


def test_an_update_is_read_once_or_for_ever(zalo: Zalo, lan: Person) -> None:
    lan.says("hai")
    assert [poll(zalo)["text"], poll(zalo)["text"]] == ["xin chào", "hai"]
    assert call(zalo, "getUpdates", timeout="0").json() == {"ok": False, "description": "Request timeout"}
    zalo.replay = True
    assert [poll(zalo, 5)["text"], poll(zalo, 5)["text"]] == ["hai", "hai"]
    lan.says("ba")
    assert [poll(zalo)["text"], poll(zalo)["text"]] == ["ba", "ba"]


def test_an_idle_poll_and_a_quota_come_both_ways(zalo: Zalo, lan: Person) -> None:
    poll(zalo)
    zalo.quota = 1
    send(zalo)
    for errors, idle_status, quota_status in [("http", 408, 429), ("body", 200, 200)]:
        zalo.errors = errors
        idle, quota = call(zalo, "getUpdates", timeout=0), send(zalo)
        assert (idle.status_code, quota.status_code) == (idle_status, quota_status)
        assert [one.json().get("error_code") for one in (idle, quota)] == (
            [408, 429] if errors == "body" else [None, None]
        )
    assert len(lan.seen) == 1


def test_a_waiting_poll_hears_at_once(zalo: Zalo, lan: Person) -> None:
    poll(zalo)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(poll, zalo, 20)
        zalo.until(lambda: len(zalo.called("getUpdates")) == 2)
        lan.says("mới")
        assert waiting.result(5)["text"] == "mới"


def test_a_poll_whose_client_is_gone_swallows_nothing(zalo: Zalo, lan: Person) -> None:
    poll(zalo)
    with pytest.raises(httpx.ReadTimeout):
        call(zalo, "getUpdates", read=0.1, timeout=20)
    zalo.until(lambda: not zalo._state.connections, timeout=0.2)
    lan.says("mới")
    assert poll(zalo)["text"] == "mới"


def test_refusals(zalo: Zalo, lan: Person) -> None:
    assert send(zalo, "a" * 2001).status_code == send(zalo, "").status_code == 400
    assert send(zalo, chat_id="never-wrote").status_code == 400
    zalo.person("silent", "Trần Văn Tú")
    assert send(zalo, chat_id="silent").status_code == 400
    assert call(zalo, "sendPhoto", chat_id=LAN, photo="file").status_code == 400
    assert httpx.get(f"{zalo.url}/bot1:x/getMe", trust_env=False).status_code == 401
    assert zalo.violations == [] and lan.seen == []
    assert call(zalo, "getme").status_code == 400  # method names are case-sensitive
    assert send(zalo, reply_markup={"inline_keyboard": []}).json()["ok"]
    assert send(zalo, chat_id=7).status_code == 400
    assert zalo.violations == [
        "no such method: getme",
        "sendMessage: unknown reply_markup",
        "sendMessage.chat_id: no string: 7",
    ]


def test_what_people_send(zalo: Zalo, lan: Person) -> None:
    poll(zalo)
    lan.sends_photo(b"\x89PNG", caption="ảnh")
    zalo.photo_field = "photo"
    lan.sends_photo()
    first, second = poll(zalo), poll(zalo)
    assert httpx.get(first["photo_url"], trust_env=False).content == b"\x89PNG" and first["caption"] == "ảnh"
    assert second["photo"].startswith("http") and "photo_url" not in second
    lan.sends_voice()
    lan.sends_sticker()
    lan.sends_link()
    lan.sends_file()
    events = [call(zalo, "getUpdates", timeout=0).json()["result"] for _ in range(4)]
    kinds = [event["event_name"].split(".")[1] for event in events]
    assert kinds == ["voice", "sticker", "link", "unsupported"]
    bare = {"from", "chat", "message_id", "date"}
    assert [event["message"].keys() - bare for event in events] == [
        {"voice_url"},
        {"sticker", "url"},
        set(),
        set(),
    ]


def test_the_bots_own_message_may_come_back(zalo: Zalo, lan: Person) -> None:
    poll(zalo)
    zalo.echo = True
    sent = send(zalo).json()["result"]
    echo = poll(zalo)
    assert (
        echo["from"]["is_bot"]
        and echo["from"]["id"] == zalo.me["id"]
        and echo["message_id"] == sent["message_id"]
    )


def test_a_bot_has_room_for_so_many_and_a_month_for_so_many(zalo: Zalo, lan: Person) -> None:
    zalo.room = 2
    for name in ("tu", "hoa"):
        zalo.person(name, name).says("xin chào")
    assert zalo.turned_away == ["hoa"] and len(zalo.pending) == 2
    assert send(zalo, chat_id="hoa").status_code == 400

    zalo.quota = 1
    for moment, status in [
        ("2026-11-30T23:59+07:00", 200),
        ("2026-11-30T23:59+07:00", 429),
        ("2026-12-01T00:00+07:00", 200),
    ]:
        zalo.clock = datetime.fromisoformat(moment).timestamp
        assert send(zalo).status_code == status
    assert zalo.sent == {"2026-11": 1, "2026-12": 1}


def test_faults(zalo: Zalo, lan: Person) -> None:
    for kind in (429, 500, 502, "drop-before", "drop-after"):
        zalo.fault("sendMessage", kind)
    zalo.fault("sendMessage", "hang", seconds=5)
    assert [send(zalo, "x").status_code for _ in range(3)] == [429, 500, 502]
    for text in ("drop-before", "drop-after"):
        with pytest.raises(httpx.RemoteProtocolError):
            send(zalo, text)
    with pytest.raises(httpx.ReadTimeout):
        call(zalo, "sendMessage", read=0.1, chat_id=LAN, text="hang")
    assert [message.text for message in lan.seen] == ["drop-after", "hang"]
    zalo.fault("getUpdates", "drop-after")
    with pytest.raises(httpx.RemoteProtocolError):
        poll(zalo)
    assert zalo.pending == []  # handed out, and lost on the way
    zalo.down()
    with pytest.raises(httpx.ConnectError):
        send(zalo)
    zalo.up()
    assert send(zalo).status_code == 200


@pytest.mark.parametrize("flat", [True, False])
def test_a_webhook(zalo: Zalo, lan: Person, flat: bool, hook: Hook) -> None:
    poll(zalo)
    zalo.flat = flat
    assert call(zalo, "getWebhookInfo").status_code == 404
    assert call(zalo, "setWebhook", url=hook.url, secret_token="short").status_code == 400
    answer = call(zalo, "setWebhook", url=hook.url, secret_token="long-enough").json()
    assert answer["result"]["url"] == hook.url
    assert call(zalo, "getUpdates", timeout=0).status_code == 400
    lan.says("qua móc")
    zalo.until(lambda: not zalo.pending)
    ((headers, body),) = hook.got
    update = body if flat else body["result"]
    assert headers["X-Bot-Api-Secret-Token"] == "long-enough" and update["message"]["text"] == "qua móc"
    call(zalo, "deleteWebhook")
    assert call(zalo, "getWebhookInfo").status_code == 404
    assert zalo.violations == []
