"""`check`: is everything reachable and sane? Each finding is a sentence that says what to do."""

from datetime import datetime

import httpx
from telegram.error import TelegramError

from bot.channels.telegram import Telegram
from bot.channels.zalo import Refused, Zalo
from bot.config import Clock, Settings
from bot.store import Store
from models import member
from models.organisation import branches


async def findings(settings: Settings, store: Store) -> list[tuple[bool, str]]:
    """What was found, good and bad."""
    found = [(True, DATABASE)]
    if settings.telegram_token is not None:
        found.append(await _telegram(settings))
    if settings.zalo_token is not None:
        found.append(await _zalo(settings))
    if settings.public_url is None:
        found.append((True, NO_URL))
    with store.unit() as session:
        places = branches(session)
        if not places:
            found.append((False, NOBODY))
        for place in places:
            people = len(session.exec(member.belonging(place)).all())
            led = member.leaders(session, place, _now(settings))
            found.append(
                (bool(led), BRANCH.format(place.name, people) if led else NO_LEADER.format(place.name))
            )
    return found


async def _telegram(settings: Settings) -> tuple[bool, str]:
    assert settings.telegram_token is not None
    bot = Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api)
    try:
        return True, REACHED.format("Telegram", (await bot.who())[1])
    except TelegramError:
        return False, NOT_REACHED.format("Telegram", "SOTAY_TELEGRAM_TOKEN")
    finally:
        await bot.close()


async def _zalo(settings: Settings) -> tuple[bool, str]:
    assert settings.zalo_token is not None
    bot = Zalo(settings.zalo_token.get_secret_value(), settings.zalo_api)
    try:
        return True, REACHED.format("Zalo", (await bot.who())[1])
    except (Refused, httpx.HTTPError):
        return False, NOT_REACHED.format("Zalo", "SOTAY_ZALO_TOKEN")
    finally:
        await bot.close()


def _now(settings: Settings) -> datetime:
    return Clock(settings.timezone, settings.now)()


# Wording

DATABASE = "Cơ sở dữ liệu mở được."
NO_URL = "Chưa đặt SOTAY_PUBLIC_URL: Sổ tay không gửi đường dẫn nào; người dùng Zalo nhận tài liệu bằng chữ."
NOBODY = "Chưa có chi bộ nào. Nhập danh sách: python -m bot import-members TỆP"
BRANCH = "{}: {} đồng chí, đã có người phụ trách."
NO_LEADER = "{} chưa có bí thư. Giao: python -m bot appoint “Họ tên” “Bí thư” “Chi bộ”"
REACHED = "{}: nối được với {}."
NOT_REACHED = "{}: chưa nối được. Xem lại {} và mạng."
