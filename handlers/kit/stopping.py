"""THÔI after a thing was sent to many: what has not gone yet is stopped, and what was meant to stand on it does not stand (people 26).

Each feature joins with the kind of its notices, and says what stopping them undoes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.kit.features import Features
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.kit.wording import shortened
from models import outbox
from models.outbox import Notice


@dataclass(frozen=True)
class Stoppable:
    """A kind of notice that may be stopped.

    undone: what stopping undoes where nothing has gone yet; gives a sentence about it, or "". partly: the sentence where some have it
    already. instead: the way out for a notice that had better not be stopped; None where it may be. put_right: the sentence where all
    have it, and how it is put right; as `partly` where none is given. may: who stops what he has sent.
    """

    undone: Callable[[Turn, Notice], str]
    partly: Callable[[Turn, Notice], str] = lambda turn, notice: ""
    instead: Callable[[Turn, Notice], Message | None] = lambda turn, notice: None
    put_right: Callable[[Turn, Notice], str] | None = None
    may: Callable[[Turn], bool] = Turn.leads


LATELY = timedelta(minutes=10)
"""So long after it somebody who says THÔI means what he has just done."""
Done = tuple[datetime, Message]
"""When something was done that nobody can take back by THÔI, and what is to be known of it."""
done_lately: Features[Callable[[Turn, datetime], Done | None]] = Features()
"""What of a feature the speaker did last, since that moment."""
_KINDS: dict[str, Stoppable] = {}


def may_be_stopped(kind: str, how: Stoppable) -> None:
    """A feature joins."""
    _KINDS[kind] = how


def ask(turn: Turn) -> Reply:
    """Asks whoever sent something whether his newest sending is to be stopped; of what he did a moment ago and has gone, that it stands.
    None where there is neither."""
    if (turn.member is None and not turn.speaks_as_leader()) or not _his(turn):
        return None
    found = outbox.unsent(turn.session, turn.me, _his(turn), turn.now)
    if found is None:
        return _stands(turn)
    instead = _KINDS[found.notices[0].kind].instead(turn, found.notices[0])
    return instead or _FORM.start(turn, {"notices": [notice.id for notice in found.notices]})


def _his(turn: Turn) -> list[str]:
    """The kinds of notices that the speaker may stop."""
    return [kind for kind, how in _KINDS.items() if how.may(turn)]


def _stands(turn: Turn) -> Message | None:
    """THÔI changes nothing of what has happened already, and says so (people 26)."""
    since = turn.now - LATELY
    found = [one for feature in done_lately if (one := feature(turn, since)) is not None]
    return max(found, key=lambda done: done[0])[1] if found else None


@done_lately
def _sent(turn: Turn, since: datetime) -> Done | None:
    found = outbox.last(turn.session, turn.me, _his(turn), since)
    if found is None or not found[1]:
        return None
    notice, people = found
    how = _KINDS[notice.kind]
    return notice.created_at, gone(people, (how.put_right or how.partly)(turn, notice))


def _sending(turn: Turn, answers: Answers) -> outbox.Sending:
    return outbox.sending(turn.session, answers["notices"])


def _ask(turn: Turn, answers: Answers) -> Message:
    return Message(stop_this(_sending(turn, answers)), choices(("stop", STOP), ("go", GO_ON)))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _ask(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    what = _sending(turn, answers)
    if answers["go"] == "go":
        return going_on()
    if not what.waiting:
        return all_gone()
    outbox.stop(turn.session, what)
    notice, how = what.notices[0], _KINDS[what.notices[0].kind]
    return stopped(what, (how.partly if what.gone else how.undone)(turn, notice))


_FORM = router.form(
    Form(
        "dung",
        (Step("go", _ask, _said),),
        _done,
        left=lambda: going_on(),
        may=lambda turn, answers: bool(_his(turn)),
    )
)

# Wording

STOP = "Dừng lại"
GO_ON = "Cứ gửi"


def stop_this(what: outbox.Sending) -> str:
    first = what.notices[0].content["text"].replace(NAME, "").partition("\n")[0]
    gone = f"{what.gone} tin đã đi, không lấy lại được; " if what.gone else ""
    return f"Dừng gửi “{shortened(first)}”? {gone}{what.waiting} tin chưa đi."


def stopped(what: outbox.Sending, rest: str) -> Message:
    done = f"Đã dừng: {what.gone} tin đã đi, {what.waiting} tin chưa đi thì thôi."
    if not what.gone:
        done = f"Đã dừng: {what.waiting} tin chưa đi thì thôi, chưa ai nhận."
    return Message(f"{done} {rest}".strip())


def gone(people: int, put_right: str) -> Message:
    return Message(f"Tin đã đi hết {people} đồng chí, không lấy lại được. {put_right}")


def going_on() -> Message:
    return Message("Chưa dừng gì, tin vẫn gửi. Muốn dừng tin chưa đi, nhắn THÔI rồi chọn Dừng lại.")


def all_gone() -> Message:
    return Message("Tin đã đi hết, không dừng được nữa.")
