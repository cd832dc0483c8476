"""What holds for every page: weight, contrast, and silence about what went wrong."""

import re

import pytest
from sqlalchemy import text

from bot import logs
from bot.pages.drawing import STATIC
from tests.bot.pages.house import Browser, House

STYLE = (STATIC / "style.css").read_text()
AAA = 7.0
READ_ON = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("soft", "paper"),
    ("soft", "sheet"),
    ("deep", "paper"),
    ("deep", "sheet"),
    ("on-deep", "deep"),
    ("on-mine", "mine"),
    ("on-done", "done"),
    ("on-warn", "warn"),
]


def colours(scheme: str) -> dict[str, str]:
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in STYLE.split("@media", 2)[:2]
    )
    return {"light": light, "dark": dark}[scheme]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), READ_ON)
def test_words_can_be_read_by_weak_eyes(scheme: str, ink: str, ground: str) -> None:
    known = colours(scheme)
    assert contrast(known[ink], known[ground]) >= AAA


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_fields_and_buttons_can_be_seen(scheme: str) -> None:
    known = colours(scheme)
    assert min(contrast(known["edge"], known[ground]) for ground in ("paper", "sheet")) >= 3


async def test_a_page_with_all_it_needs_is_light(house: House, lan: Browser) -> None:
    parts = [await lan.http.get(path) for path in set(re.findall(r"/static/[\w.]+", lan.page))]
    assert len(parts) == 8
    assert all(part.status_code == 200 for part in parts)
    assert sum(len(part.content) for part in parts) + len(lan.page.encode()) < 60_000


async def test_nothing_is_fetched_from_elsewhere(house: House, lan: Browser) -> None:
    for part in [lan.page, STYLE, *(script.read_text() for script in STATIC.glob("*.js"))]:
        assert not re.search(r"(?:src|href|url|import)\W{1,3}(?:https?:)?//", part)


async def test_what_went_wrong_is_not_told(
    house: House, lan: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.set_up()
    await house.store.write(lambda s: s.connection().execute(text("ALTER TABLE web_session RENAME TO gone")))
    answer = await lan.open()
    assert answer.status_code == 500
    assert "Trang gặp trục trặc" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    logged = "".join(capfd.readouterr())
    assert "page_failed" in logged
    assert "OperationalError at" in logged or "ProgrammingError at" in logged, (
        "each database has its own name for it"
    )
    assert "no such table" not in logged and "does not exist" not in logged


ENDLESS = "7" * 5000
"""More digits than Python reads as a number."""


@pytest.mark.parametrize(
    "path",
    [
        f"/tailieu/{ENDLESS}",
        f"/tailieu/{ENDLESS}/noi-dung",
        f"/tailieu/{'9' * 19}",
        f"/thu/1/tailieu/{ENDLESS}",
        f"/hinh/{ENDLESS}",
        f"/hinh/{ENDLESS}/a",
        f"/f/{ENDLESS}",
        f"/f/{ENDLESS}/doc",
        f"/f/{ENDLESS}/noi-dung?trang={ENDLESS}",
        f"/tailieu/1/noi-dung?trang={ENDLESS}",
        "/f/%00",
        "/tailieu/٣",
    ],
    ids=lambda path: path[:40],
)
async def test_an_address_that_nobody_gave_out_is_no_page_and_says_so(lan: Browser, path: str) -> None:
    answer = await lan.http.get(path, follow_redirects=False)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


async def test_no_address_brings_the_server_into_trouble(lan: Browser) -> None:
    for path in (f"/u/{ENDLESS}", "/u/%00", f"/static/{ENDLESS}", "/static/%00", f"/cu?truoc={ENDLESS}"):
        assert 400 <= (await lan.http.get(path)).status_code < 500, path[:40]
    for bot in ("%00", ENDLESS):
        assert (await lan.http.post(f"/hook/telegram/{bot}")).status_code == 404
