"""Who did not get a message and must be called: told once, to whoever sent it, else to the leaders; and one line after a stop (people 15)."""

from collections.abc import Hashable
from contextlib import suppress
from datetime import datetime, timedelta

from handlers.kit.hours import Hours
from handlers.kit.message import NAME, Message
from handlers.kit.reading.times.spoken import clock
from models import heartbeat, member, outbox
from models.database import Session
from models.member import Member
from models.organisation import Organisation
from models.outbox import Loss, Notice, Priority, Purpose

STOPPED = timedelta(minutes=15)
"""A shorter stop is not worth a line."""


def tell_losses(session: Session, now: datetime, hours: Hours) -> None:
    """Tells who will not get a notice any more; where each had his own, with a code, in one message. Nobody is named twice to the same
    reader at once."""
    if hours.for_the_clock(now) > now:
        return
    lost = outbox.losses(session, now)
    alike: dict[Hashable, list[Loss]] = {}
    for loss in lost:
        notice = loss.notice
        own = notice.purpose is Purpose.HERE
        same = (_title(notice), loss.about, notice.author_id) if own else notice.id
        alike.setdefault(same, []).append(loss)
    named: set[tuple[int, int]] = set()
    for group in alike.values():
        notice = group[0].notice
        title = _title(notice)
        missed = {loss.member.id: loss.member for loss in group}.values()
        for reader in _readers(session, notice, now):
            people = [who for who in missed if who.id != reader and (reader, who.id) not in named]
            named |= {(reader, who.id) for who in people}
            if people:
                key = f"lost:{notice.id}:{reader}:{people[0].id}"
                _tell(session, reader, not_arrived(title, people), key, notice.organisation_id, now)
    outbox.told_of(session, lost, now)


def tell_unposted(session: Session, now: datetime, hours: Hours) -> None:
    """Tells whoever posted to a group that nothing came there: of what was refused at any hour, for it answers what he did a moment ago."""
    for notice, where, stale in outbox.unposted(session, now):
        message = unposted(where.shown_name or "", STALE if stale else REFUSED)
        not_before = hours.for_the_clock(now) if stale else None
        for reader in _readers(session, notice, now):
            key = f"unposted:{notice.id}:{reader}"
            with suppress(outbox.Again):
                _tell(session, reader, message, key, notice.organisation_id, now, not_before)


def notice_a_stop(session: Session, now: datetime, hours: Hours) -> None:
    """Writes that the program is alive; after a stop tells each branch's leaders what came late and what did not come."""
    alive = heartbeat.beat(session, now)
    if alive is None or now - alive <= STOPPED:
        return
    for organisation_id, stop in outbox.after_stop(session, alive, now).items():
        branch = session.get_one(Organisation, organisation_id)
        people = list({loss.member.id: loss.member for loss in stop.lost}.values())
        for reader in member.leaders(session, branch, now):
            others = [who for who in people if who.id != reader.id]
            message = stopped(alive, now, stop.late, len(stop.lost), others)
            key = f"stop:{branch.id}:{reader.id}:{now.isoformat()}"
            _tell(session, reader.id, message, key, branch.id, now, hours.for_the_clock(now))
        outbox.told_of(session, stop.lost, now)


def keep_quiet(session: Session, now: datetime, hours: Hours) -> None:
    """What the clock started and could not send before the quiet hours waits until they are over."""
    opens = hours.for_the_clock(now)
    if opens > now:
        outbox.hold(session, opens)


def _readers(session: Session, notice: Notice, now: datetime) -> list[int]:
    """Who sent it, while he leads; else whoever leads."""
    branch = session.get(Organisation, notice.organisation_id) if notice.organisation_id else None
    leaders = [leader.id for leader in member.leaders(session, branch, now)] if branch else []
    return [notice.author_id] if notice.author_id in leaders else leaders


def _tell(
    session: Session,
    reader: int,
    message: Message,
    key: str,
    organisation_id: int | None,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    outbox.tell(
        session,
        [reader],
        message.content(),
        key=key,
        kind=outbox.LOST,
        now=now,
        priority=Priority.URGENT,
        not_before=not_before,
        expires=now + outbox.CALLS_FOR,
        organisation_id=organisation_id,
    )


def _title(notice: Notice) -> str:
    first: str = notice.content["text"].splitlines()[0]
    return first.replace(NAME, "").strip()


# Wording

REFUSED = (
    "Sổ tay không còn trong nhóm, hoặc không được viết ở đó. "
    "Đồng chí thêm lại Sổ tay, gõ /nhom ngay trong nhóm, rồi nhắn /nhom ở đây để gửi lại."
)
STALE = "đến giờ họp vẫn chưa gửi được, nên Sổ tay bỏ tin ấy. Cần báo nhóm, xin đồng chí tự nhắn vào nhóm."


def with_phone(who: Member) -> str:
    return f"{who.known_as}{f' {who.phone}' if who.phone else ' (chưa có số điện thoại)'}"


def not_arrived(title: str, people: list[Member]) -> Message:
    lines = "\n".join(f"- {with_phone(who)}" for who in people)
    return Message(f"Chưa đến nơi: “{title}”. Cần gọi {len(people)} đồng chí:\n{lines}")


def unposted(group: str, why: str) -> Message:
    return Message(f"Tin chưa vào được nhóm “{group}”: {why}")


def stopped(since: datetime, until: datetime, late: int, dropped: int, people: list[Member]) -> Message:
    day = f" {since:%d/%m}" if since.date() != until.date() else ""
    text = f"Máy nghỉ {clock(since)}{day}-{clock(until)}: {late} tin gửi muộn, {dropped} tin bỏ vì quá giờ"
    if people:
        text += f", cần gọi: {'; '.join(with_phone(who) for who in people)}"
    return Message(f"{text}.")
