"""What was said of a draft, for whoever leads, by member (people 39)."""

from datetime import datetime
from functools import partial

from handlers.drafts.wording import called
from handlers.kit import until
from handlers.kit.message import Message
from handlers.kit.router import Matter, router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from models import draft
from models.draft import Comment, Draft
from models.member import Member
from models.terms import Standing


@router.result
def results(turn: Turn) -> list[tuple[datetime, Matter]]:
    """The comments on each draft of the branch, for whoever leads it."""
    if not turn.leads():
        return []
    return [
        (one.ended_at, Matter(f"draft:{one.id}", capital(called(one)), partial(_collected, about=one)))
        for one in draft.of_branch(turn.session, turn.here)
    ]


def _collected(turn: Turn, about: Draft) -> Message:
    return collected(about, draft.comments(turn.session, about), turn.now)


# Wording


def collected(about: Draft, said: list[tuple[Member, list[Comment]]], now: datetime) -> Message:
    then = until.said(about.closed_at or about.until, now)
    if not said:
        return Message(f"Chưa có góp ý nào cho {called(about)} (nhận đến {then}).")
    count = sum(len(comments) for _, comments in said)
    lines = [f"Góp ý cho {called(about)} (nhận đến {then}): {count} ý của {len(said)} đồng chí."]
    for who, comments in said:
        standing = " (dự bị)" if who.standing is Standing.PROBATIONARY else ""
        lines += [f"{who.known_as}{standing}:", *(f"- {comment.text}" for comment in comments)]
    return Message("\n".join(lines))
