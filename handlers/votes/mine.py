"""/bieuquyet: what waits for the speaker's own voice, and for whoever leads a new question (people 32)."""

from dataclasses import replace
from functools import partial

from handlers.kit.choosing import choosing
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.reading import number, vote
from handlers.kit.router import Matter, router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital, too_long
from handlers.votes import wording
from handlers.votes.answering import shown_again
from handlers.votes.asking import PROBATIONARY, consult, waiting
from handlers.votes.meeting import putting
from models.motion import MotionKind
from models.terms import Standing


def _matters(turn: Turn) -> list[Matter]:
    found = [
        Matter(str(about.id), capital(wording.matter(about)), partial(shown_again, about=about))
        for about in waiting(turn)
    ]
    return [*found, Matter("new", NEW, _putting, at_once=False)] if turn.leads() else found


def _putting(turn: Turn, text: str = "") -> Reply:
    """Whoever says "biểu quyết" may mean a vote that decides: in a meeting he is asked which (people 18); outside there is none (R11),
    and that is said first."""
    if putting.held(turn):
        return too_long(text) or _KINDS.start(turn, {"text": text})
    return [Message(ONLY_CONSULTED), *as_list(consult(replace(turn, rest=text)))]


def _kind(turn: Turn, answers: Answers) -> Message:
    return Message(
        WHICH_KIND, choices((MotionKind.MEETING.value, DECIDING), (MotionKind.CONSULTATION.value, CONSULTING))
    )


def _kind_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"kind": value} if value else _kind(turn, answers)


def _kind_chosen(turn: Turn, answers: Answers) -> Reply:
    if answers["kind"] == MotionKind.MEETING:
        return putting.start(turn, answers["text"])
    return consult(replace(turn, rest=answers["text"]))


_KINDS = router.form(Form("bieuquyetgi", (Step("kind", _kind, _kind_said),), _kind_chosen, may=leading))


_WAITING = choosing(
    "bieuquyet",
    _matters,
    lambda turn, offered: WHICH if len(offered) > 1 else NOTHING_WAITS,
    lambda turn: Message(PROBATIONARY if _is_probationary_here(turn) else NOTHING_WAITS),
)


@router.command("bieuquyet", "biểu quyết", always=True, help="Xem việc đang chờ đồng chí cho ý kiến")
def mine(turn: Turn) -> Reply:
    """What waits for the speaker's own answer; whoever leads may put a new question, also at once behind the word."""
    meant = turn.rest if vote(turn.rest) is None and number(turn.rest) is None else ""
    return _putting(turn, meant) if meant and turn.leads() else _WAITING(turn)


def _is_probationary_here(turn: Turn) -> bool:
    return turn.me.standing is Standing.PROBATIONARY


# Wording

WHICH = "Đồng chí chọn việc nào?"
NEW = "Tạo mới"
ONLY_CONSULTED = "Ngoài cuộc họp, Sổ tay chỉ lấy ý kiến tham khảo; biểu quyết chính thức làm tại cuộc họp."
WHICH_KIND = "Đồng chí muốn hỏi theo cách nào?"
DECIDING, CONSULTING = "Biểu quyết tại cuộc họp đang họp", "Lấy ý kiến (tham khảo)"
NOTHING_WAITS = "Hiện không có việc nào chờ đồng chí cho ý kiến."
