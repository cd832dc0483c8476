"""`check`: is everything reachable and sane? Each finding is a sentence that says what to do."""

from datetime import datetime

from bot.config import Clock, Settings
from bot.messengers import TROUBLES, Messenger, Wanted, wanted
from bot.store import Store
from models import document, member, outbox, setting
from models.organisation import branches
from models.terms import ChannelName


async def findings(settings: Settings, store: Store) -> list[tuple[bool, str]]:
    """What was found, good and bad."""
    found = [(True, DATABASE)]
    with store.unit() as session:
        bots = wanted(settings, session, settings.keys())
    found += [await _reached(bot) for bot in bots if bot.listens]
    if settings.public_url is None:
        found.append((True, NO_URL))
    with store.unit() as session:
        if setting.has(session, setting.HELD):
            found.append((False, HOLDS.format(outbox.held(session))))
        places = branches(session)
        if places and setting.anybody(session) and not setting.invented(session):
            found.append((False, TRIAL))
        if not places:
            found.append((False, NOBODY))
        for place in places:
            people = len(session.exec(member.belonging(place)).all())
            led = member.leaders(session, place, _now(settings))
            zalo = document.reach(session, member.belonging(place)).get(ChannelName.ZALO, 0)
            if zalo and settings.public_url is None:
                found.append((True, BY_WORDS.format(place.name, zalo)))
            found.append(
                (bool(led), BRANCH.format(place.name, people) if led else NO_LEADER.format(place.name))
            )
    return found


async def _reached(bot: Wanted) -> tuple[bool, str]:
    messenger: Messenger = bot.connect()
    named = CHANNELS[messenger.name]
    try:
        return True, REACHED.format(named, (await messenger.who())[1])
    except TROUBLES:
        return False, NOT_REACHED.format(named, f"SOTAY_{messenger.name.upper()}_TOKEN")
    finally:
        await messenger.close()


def _now(settings: Settings) -> datetime:
    return Clock(settings.timezone, settings.now)()


# Wording

DATABASE = "Cơ sở dữ liệu mở được."
NO_URL = "Chưa đặt SOTAY_PUBLIC_URL: Sổ tay không gửi đường dẫn nào; người dùng Zalo nhận tài liệu bằng chữ."
BY_WORDS = "{}: {} đồng chí dùng Zalo, tài liệu chỉ đến bằng tên và phần đầu; xin có bản in."
HOLDS = "Đây là bản khôi phục, chưa nghe và chưa gửi gì, đang giữ {} tin. Khi máy cũ đã dừng hẳn: python -m bot outbox release"
TRIAL = (
    "Đây là bản thử đã nhập danh sách: ai cũng có thể đóng vai người khác. Danh sách thật thì bỏ cơ sở dữ liệu này, bắt đầu lại không đặt "
    "SOTAY_TRIAL."
)
NOBODY = "Chưa có chi bộ nào. Nhập danh sách: python -m bot import-members TỆP"
BRANCH = "{}: {} đồng chí, đã có người phụ trách."
NO_LEADER = '{} chưa có bí thư. Giao: python -m bot appoint "Họ tên" "Bí thư" "Chi bộ"'
CHANNELS = {ChannelName.TELEGRAM: "Telegram", ChannelName.ZALO: "Zalo"}
REACHED = "{}: nối được với {}."
NOT_REACHED = "{}: chưa nối được. Xem lại {} và mạng."
