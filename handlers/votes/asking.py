"""Putting a question to the entitled: /layykien, and /bieuquyet, which shows what waits for the speaker's own answer (people 32)."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from handlers.kit.choosing import choosing
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.outgoing import LeftOut, Outgoing
from handlers.kit.putting_out import PutOut
from handlers.kit.reading import number, vote
from handlers.kit.router import Matter, Who, router
from handlers.kit.signing import sender
from handlers.kit.turn import Turn
from handlers.kit.wording import capital, too_long
from handlers.votes import wording
from handlers.votes.meeting import putting
from models import motion, outbox
from models.member import Member
from models.motion import Motion, MotionKind, NobodyToAsk
from models.terms import Standing
from models.until import Until


def question(turn: Turn, about: Motion) -> Message:
    """The question with its choices, as it goes to everybody and is shown again to one who asks for it."""
    if about.kind is MotionKind.MEETING:
        return putting.shown(turn, about)
    author = turn.session.get_one(Member, about.author_id)
    text = wording.asked(about.question, about.until, turn.now, sender(turn, author))
    return Message(text).asking(wording.KIND, str(about.id), *wording.CHOICES)


def key(about: Motion) -> str:
    """The key of the notice that puts it."""
    return MOTIONS.key.format(about.id)


def waiting(turn: Turn) -> list[Motion]:
    """What is put to the speaker and still waits for his voice, oldest first."""
    mine = reversed(motion.put_to(turn.session, turn.me))
    return [
        about for about in mine if _takes(turn, about) and not motion.ballot_of(turn.session, about, turn.me)
    ]


def _takes(turn: Turn, about: Motion) -> bool:
    """Whether it is open to the speaker, and from this phone."""
    try:
        motion.may_answer(turn.session, about, turn.me, turn.now, turn.binding)
    except motion.REFUSED:
        return False
    return True


def _whom(turn: Turn) -> tuple[outbox.People, LeftOut]:
    left_out = motion.left_out(turn.session, turn.here, turn.now)
    return motion.entitled(turn.here, turn.now), left_out.items()


def _sent(turn: Turn, text: str, then: Until, not_before: datetime | None) -> Reply:
    try:
        made = motion.consult(turn.session, turn.here, turn.me, text, then, turn.now)
    except NobodyToAsk:
        return Message(NOBODY)
    people = motion.asked(made, turn.now)
    return MOTIONS.tell(turn, made, wording.matter(made), people, question(turn, made), not_before)


_CONSULTING = Outgoing(
    "layykien",
    asks=lambda: Message(WHICH_QUESTION),
    faulty=lambda turn, text: None if any(c.isalpha() for c in text) else Message(WHICH_QUESTION),
    shown=lambda turn, text, then: wording.asked(text, then, turn.now, sender(turn, turn.me)),
    whom=_whom,
    sent=_sent,
).handler()


@router.command(
    "layykien",
    "lấy ý kiến",
    "xin ý kiến",
    who=Who.LEADER,
    careful=True,
    help="Lấy ý kiến tham khảo",
)
def consult(turn: Turn) -> Reply:
    """Opens a consultation."""
    return _CONSULTING(turn)


def _matters(turn: Turn) -> list[Matter]:
    found = [
        Matter(str(about.id), capital(wording.matter(about)), partial(question, about=about))
        for about in waiting(turn)
    ]
    return [*found, Matter("new", NEW, _putting, at_once=False)] if turn.leads() else found


def _putting(turn: Turn, text: str = "") -> Reply:
    """Whoever says "biểu quyết" may mean a vote that decides: in a meeting he is asked which (people 18); outside there is none (R11),
    and that is said first."""
    if putting.held(turn):
        return too_long(text) or _KINDS.start(turn, {"text": text})
    return [Message(ONLY_CONSULTED), *as_list(_CONSULTING(replace(turn, rest=text)))]


def _kind(turn: Turn, answers: Answers) -> Message:
    return Message(
        WHICH_KIND, choices((MotionKind.MEETING.value, DECIDING), (MotionKind.CONSULTATION.value, CONSULTING))
    )


def _kind_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"kind": value} if value else _kind(turn, answers)


def _kind_chosen(turn: Turn, answers: Answers) -> Reply:
    if answers["kind"] == MotionKind.MEETING:
        return putting.start(turn, answers["text"])
    return _CONSULTING(replace(turn, rest=answers["text"]))


_KINDS = router.form(Form("bieuquyetgi", (Step("kind", _kind, _kind_said),), _kind_chosen, may=leading))


_WAITING = choosing(
    "bieuquyet",
    _matters,
    lambda turn, offered: WHICH if len(offered) > 1 else NOTHING_WAITS,
    lambda turn: Message(PROBATIONARY if _is_probationary_here(turn) else NOTHING_WAITS),
)


@router.command("bieuquyet", "biểu quyết", help="Xem việc đang chờ đồng chí cho ý kiến")
def mine(turn: Turn) -> Reply:
    """What waits for the speaker's own answer; whoever leads may put a new question, also at once behind the word."""
    meant = turn.rest if vote(turn.rest) is None and number(turn.rest) is None else ""
    return _putting(turn, meant) if meant and turn.leads() else _WAITING(turn)


def _is_probationary_here(turn: Turn) -> bool:
    return turn.me.standing is Standing.PROBATIONARY


# Wording

MOTIONS = PutOut(
    "motion",
    "motion:{}:question",
    Motion,
    motion.take_back,
    taken="trả lời lấy ý kiến",
    still_open="Việc này vẫn hỏi ai đã nhận. Muốn đóng, nhắn /dong.",
    question=wording.KIND,
)
WHICH_QUESTION = "Xin nhắn câu hỏi cần lấy ý kiến, ví dụ: Họp chi bộ lúc 19h30 có hợp với đồng chí không?"
WHICH = "Đồng chí chọn việc nào?"
NEW = "Tạo mới"
ONLY_CONSULTED = "Ngoài cuộc họp, Sổ tay chỉ lấy ý kiến tham khảo; biểu quyết chính thức làm tại cuộc họp."
WHICH_KIND = "Đồng chí muốn hỏi theo cách nào?"
DECIDING, CONSULTING = "Biểu quyết tại cuộc họp đang họp", "Lấy ý kiến (tham khảo)"
NOTHING_WAITS = "Hiện không có việc nào chờ đồng chí cho ý kiến."
NOBODY = (
    "Không có đồng chí nào để hỏi: chỉ hỏi đảng viên chính thức đang sinh hoạt ở chi bộ. Chưa gửi cho ai."
)
PROBATIONARY = (
    "Theo Điều lệ, đảng viên dự bị chưa biểu quyết. Đồng chí có ý kiến, xin nhắn GÓP Ý và nội dung."
)
