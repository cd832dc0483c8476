"""Who has received an announcement, for whoever leads: how many of how many, who has not said so, whom nothing reaches."""

from datetime import datetime
from functools import partial

from handlers.announcements import wording
from handlers.kit.message import Message
from handlers.kit.reading import short
from handlers.kit.router import Matter, router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from models import announcement, outbox
from models.announcement import Announcement
from models.member import Member


@router.result
def results(turn: Turn) -> list[tuple[datetime, Matter]]:
    """The branch's announcements, for whoever leads it."""
    if not turn.leads():
        return []
    return [
        (
            one.sent_at,
            Matter(f"announcement:{one.id}", capital(wording.called(one)), partial(_seen, about=one)),
        )
        for one in announcement.of_branch(turn.session, turn.here)
    ]


def _seen(turn: Turn, about: Announcement) -> Message:
    at = short(about.sent_at.astimezone(turn.zone), turn.now)
    if about.waits(turn.now):
        return Message(to_go(about, at))
    told = outbox.meant_for(turn.session, about.key)
    said, reached = announcement.received(turn.session, about), outbox.reached_by(turn.session, about.key)
    people = {who: turn.session.get_one(Member, who) for who in told}
    silent = [people[who] for who in told if who in reached and who not in said]
    without = [people[who] for who in told if who not in reached and who not in said]
    return Message(received(about, at, len(said & people.keys()), silent, without))


# Wording


def to_go(about: Announcement, at: str) -> str:
    return (
        f"{capital(wording.called(about))}, hẹn gửi {wording.audience(about.audience, about.whom)} lúc {at}: chưa đi.\n"
        f"Muốn đổi nội dung, nhắn /dinhchinh {about.number} và nội dung đúng."
    )


def received(about: Announcement, at: str, said: int, silent: list[Member], without: list[Member]) -> str:
    total = said + len(silent) + len(without)
    lines = [
        f"{capital(wording.called(about))}, gửi {wording.audience(about.audience, about.whom)} lúc {at}.",
        f"Đã báo nhận {said} trên {total} đồng chí.",
        _named("Đã gửi, chưa báo nhận", silent),
        _named("Chưa gửi đến được, cần báo", without, phones=True),
    ]
    return "\n".join(line for line in lines if line)


def _named(title: str, people: list[Member], phones: bool = False) -> str:
    if not people:
        return ""
    names = [
        f"{who.known_as}{f' {who.phone}' if phones and who.phone else ''}"
        for who in sorted(people, key=lambda who: who.folded)
    ]
    return f"{title} ({len(names)}): {', '.join(names)}."
