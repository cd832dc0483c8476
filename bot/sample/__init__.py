"""The sample branch: invented people, something waiting for each of them, and anybody may be anybody (people 29)."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import func, select

from bot.config import Clock, Settings
from bot.store import Store
from handlers import roster as rosters
from handlers.meetings import wording
from models import meeting, member, organisation, outbox, setting
from models.database import Session
from models.member import Member
from models.outbox import Purpose
from models.roster import apply, plan

ROSTER = Path(__file__).with_name("roster.csv")
AHEAD = timedelta(days=2)
EVENING = 19, 30


def refusal(settings: Settings) -> str | None:
    """Why the sample may not be planted here; None where it may."""
    if settings.telegram_token or settings.zalo_token or settings.public_url:
        return NOT_WITH_TOKENS
    store = Store(settings.url)
    try:
        with store.unit() as session:
            people = session.exec(select(func.count()).select_from(Member)).one()
        return NOT_EMPTY if people else None
    finally:
        store.close()


def is_sample(settings: Settings) -> bool:
    """Whether the database holds the sample."""
    store = Store(settings.url)
    try:
        with store.unit() as session:
            return setting.has(session, setting.SAMPLE)
    finally:
        store.close()


def plant(settings: Settings) -> None:
    """Plants the branch with a meeting that waits for answers, and marks the database as the sample."""
    store, now = Store(settings.url), Clock(settings.timezone, settings.now)()
    read = rosters.read(ROSTER.name, ROSTER.read_bytes(), today=now.date())
    try:
        with store.unit() as session:
            apply(session, plan(session, read.rows, None, now), None, now)
            setting.put(session, setting.SAMPLE, "1")
            _call_a_meeting(session, now)
    finally:
        store.close()


def _call_a_meeting(session: Session, now: datetime) -> None:
    branch = organisation.branches(session)[0]
    secretary = member.leaders(session, branch, now)[0]
    evening = (now + AHEAD).replace(hour=EVENING[0], minute=EVENING[1], second=0, microsecond=0)
    called = meeting.call(session, branch, secretary, evening, PLACE, now)
    invitation = wording.invitation(called, now).asking("attendance", called.occasion, *wording.CHOICES)
    outbox.tell(
        session,
        meeting.called_to(called),
        invitation.content(),
        key=f"meeting:{called.occasion}",
        kind="meeting",
        now=now,
        purpose=Purpose.TIMES,
        expires=called.starts,
        organisation_id=branch.id,
        author_id=secretary.id,
    )


# Wording

PLACE = "nhà văn hóa tổ dân phố số 9"
NOT_WITH_TOKENS = "Chi bộ mẫu chỉ trồng được khi không đặt mã bot và địa chỉ công khai."
NOT_EMPTY = "Cơ sở dữ liệu đã có người, không trồng chi bộ mẫu vào đây."
