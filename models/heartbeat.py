"""When the program was last alive: a fact that a clock job writes, so that a stop is seen afterwards (people 15)."""

from datetime import datetime

from sqlmodel import Session

from models import setting
from models.setting import Setting

_NAME = "heartbeat"


def beat(session: Session, now: datetime) -> datetime | None:
    """Writes that the program is alive; gives when it last was, in the zone of `now`."""
    last = session.get(Setting, _NAME)
    before = datetime.fromisoformat(last.value).astimezone(now.tzinfo) if last else None
    setting.put(session, _NAME, now.isoformat())
    return before
