"""Putting a question to the entitled: /layykien."""

from datetime import datetime

from handlers.kit.message import Message, Reply
from handlers.kit.outgoing import LeftOut, Outgoing
from handlers.kit.putting_out import PutOut
from handlers.kit.router import Who, router
from handlers.kit.signing import sender
from handlers.kit.turn import Turn
from handlers.votes import wording
from handlers.votes.meeting import putting
from models import motion, outbox
from models.database import Session
from models.member import Member
from models.motion import Motion, MotionKind, NobodyToAsk
from models.until import Until


def question(turn: Turn, about: Motion) -> Message:
    """The question with its choices, as it goes to everybody and is shown again to one who asks for it."""
    if about.kind is MotionKind.MEETING:
        return putting.shown(turn, about)
    author = turn.session.get_one(Member, about.author_id)
    text = wording.asked(about.question, about.until, turn.now, sender(turn, author))
    return Message(text).asking(wording.KIND, str(about.id), *wording.CHOICES)


def unreached(session: Session, about: Motion) -> int:
    """How many of those asked are silent because a consultation never came to them: they have no phone, or it did not arrive."""
    if about.kind is not MotionKind.CONSULTATION:
        return 0
    return len(motion.silent(session, about) - outbox.reached_by(session, MOTIONS.key.format(about.id)))


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
NOBODY = (
    "Không có đồng chí nào để hỏi: chỉ hỏi đảng viên chính thức đang sinh hoạt ở chi bộ. Chưa gửi cho ai."
)
PROBATIONARY = (
    "Theo Điều lệ, đảng viên dự bị chưa biểu quyết. Đồng chí có ý kiến, xin nhắn GÓP Ý và nội dung."
)
