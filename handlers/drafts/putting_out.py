"""A draft is put out for comment, and what was said of it is collected by member (people 14, 39)."""

from datetime import datetime
from functools import partial

from handlers.drafts.wording import called
from handlers.kit import until
from handlers.kit.message import NAME, Message, Reply
from handlers.kit.outgoing import LeftOut, Outgoing
from handlers.kit.putting_out import PutOut
from handlers.kit.router import Matter, Who, router
from handlers.kit.signing import sender
from handlers.kit.turn import Turn
from handlers.kit.wording import capital, shortened
from models import draft, member, outbox
from models.draft import Comment, Draft
from models.member import Member
from models.terms import Body, Standing
from models.until import Until


def _whom(turn: Turn) -> tuple[outbox.People, LeftOut]:
    left_out = member.left_out(turn.session, turn.here, turn.now, Body.BRANCH, None)
    return member.called(turn.here, turn.now), left_out.items()


def _sent(turn: Turn, text: str, then: Until, not_before: datetime | None) -> Reply:
    made = draft.put_out(turn.session, turn.here, turn.me, text, then, turn.now)
    people, _ = _whom(turn)
    message = Message(shown(text, then, turn.now, sender(turn, turn.me)), protected=True)
    return _DRAFTS.tell(turn, made, called(made), people, message, not_before)


_PUTTING_OUT = Outgoing(
    "duthao",
    asks=lambda: Message(WHICH_TEXT),
    faulty=lambda text: None if any(c.isalpha() for c in text) else Message(WHICH_TEXT),
    shown=lambda turn, text, then: shown(text, then, turn.now, sender(turn, turn.me)),
    whom=_whom,
    sent=_sent,
).handler()


@router.command(
    "duthao", who=Who.LEADER, careful=True, help="Đưa dự thảo ra lấy góp ý (nhắn /duthao rồi nội dung)"
)
def put_out(turn: Turn) -> Reply:
    """Puts a draft out for comment."""
    return _PUTTING_OUT(turn)


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

_DRAFTS = PutOut(
    "draft",
    "draft:{}",
    Draft,
    draft.take_back,
    taken="góp ý",
    still_open="Dự thảo vẫn nhận góp ý của ai đã nhận; nhắn KẾT QUẢ để xem.",
)
WHICH_TEXT = "Xin nhắn nội dung dự thảo. Dòng đầu là tên, ví dụ: Dự thảo nghị quyết tháng 12."


def shown(text: str, then: Until, now: datetime, sender: str | None) -> str:
    """The first line is what a locked screen shows; it is not said twice."""
    head = shortened(text)
    body = text.removeprefix(head).strip()
    lines = [
        f"DỰ THẢO XIN GÓP Ý: {head}",
        f"Kính gửi đồng chí {NAME}.",
        *([body] if body else []),
        f"Nhận góp ý đến {until.said(then, now)}. Xin nhắn thẳng ý kiến vào đây, hoặc nhắn GÓP Ý và nội dung.",
        *([sender] if sender else []),
    ]
    return "\n".join(lines)


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
