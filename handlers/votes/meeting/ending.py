"""The end of a vote at a meeting: who has tapped keeps the hand down, the other hands are typed in, and the result is seen before it is
told (people 6)."""

from datetime import datetime, timedelta
from functools import partial

from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import Closable, router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from handlers.votes import closing, wording
from handlers.votes.meeting import hands_line
from handlers.votes.meeting.wording import hands_said, names
from models import member, motion, outbox
from models.charter import Ballots
from models.database import Session
from models.motion import Closed, Hands, Motion, MotionKind, TooManyHands
from models.organisation import Organisation
from models.outbox import Priority

HANDS_WAITED_FOR = timedelta(hours=12)
"""So long after its time a vote waits for the hands of its room; then it is closed with the taps alone."""


@router.closable
def closables(turn: Turn) -> list[Closable]:
    """The votes at meetings that nobody has closed, those out of time too: their hands are still to come."""
    return [
        Closable(f"motion:{about.id}", capital(wording.matter(about)), None, partial(_begin, about=about))
        for about in motion.of_branch(turn.session, turn.here)
        if about.kind is MotionKind.MEETING and about.closed_at is None
    ]


def _begin(turn: Turn, about: Motion) -> Reply:
    return _ENDING.start(turn, {"motion": about.id})


def waits_for_hands(session: Session, about: Motion, now: datetime) -> bool:
    """Whether a vote whose time has come is left open for its hands; whoever leads is asked for them once."""
    if about.kind is not MotionKind.MEETING or now >= about.ends + HANDS_WAITED_FOR:
        return False
    if not motion.without_a_voice(session, about):
        return False
    branch = session.get_one(Organisation, about.organisation_id)
    key = f"motion:{about.id}:hands"
    if not outbox.stands(session, key):
        outbox.tell(
            session,
            [leader.id for leader in member.leaders(session, branch, now)],
            Message(hands_missing(about)).content(),
            key=key,
            kind="hands",
            now=now,
            priority=Priority.URGENT,
            organisation_id=branch.id,
        )
    return True


def _about(turn: Turn, answers: Answers) -> Motion:
    return turn.session.get_one(Motion, answers["motion"])


def _hands(turn: Turn, answers: Answers) -> Message:
    about = _about(turn, answers)
    tapped = [who for who, _ in motion.voices(turn.session, about)]
    left = motion.without_a_voice(turn.session, about)
    asked = (
        papers(len(left)) if about.ballots is Ballots.PAPER else hands(names(tapped), names(left), len(left))
    )
    none = [("none", NO_HANDS)] if about.ballots is Ballots.OPEN else []
    return Message(asked, choices(*none, ("stop", NOT_YET)))


def _hands_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    about = _about(turn, answers)
    able = len(motion.without_a_voice(turn.session, about))
    if value == "stop":
        return {"hands": [0, 0, 0], "sure": "stop"}
    said = Hands() if value == "none" else hands_line.read(text, able)
    if said is None:
        return Message(HOW)
    return {"hands": list(said)} if sum(said) <= able else Message(too_many(about, sum(said), able))


def _any_left(turn: Turn, answers: Answers) -> bool:
    return bool(motion.without_a_voice(turn.session, _about(turn, answers)))


def _raised(answers: Answers) -> Hands:
    return Hands(*(answers.get("hands") or (0, 0, 0)))


def _sure(turn: Turn, answers: Answers) -> Message:
    about, raised = _about(turn, answers), _raised(answers)
    left = len(motion.without_a_voice(turn.session, about))
    if sum(raised) > left:
        return Message(too_many(about, sum(raised), left), choices(("edit", "Sửa"), ("stop", NOT_YET)))
    shown = closing.result_of(turn.session, about, turn.now, raised).text
    said = [typed(hands_said(raised), left - sum(raised))] if left else []
    text = "\n\n".join([*said, shown, IT_IS_TOLD])
    return Message(
        text, choices(("close", "Đóng"), ("edit", "Sửa"), ("stop", NOT_YET), about="-".join(map(str, raised)))
    )


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == "edit":
        return {"hands": None}
    return {"sure": value} if value else _sure(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    about = _about(turn, answers)
    if answers["sure"] == "stop":
        return Message(LEFT_OPEN)
    try:
        motion.raise_hands(turn.session, about, _raised(answers), turn.me, turn.now)
        return closing.by_hand(turn, about)
    except TooManyHands as why:
        return Message(too_many(about, sum(_raised(answers)), why.args[0]))
    except Closed:
        return Message(CLOSED_ALREADY)


_ENDING = router.form(
    Form(
        "giotay",
        (Step("hands", _hands, _hands_said, _any_left), Step("sure", _sure, _sure_said)),
        _done,
        left=lambda: Message(LEFT_OPEN),
        may=leading,
    )
)

# Wording

NO_HANDS, NOT_YET = "Không ai giơ tay", "Chưa đóng"
HOW = "Xin nhắn số giơ tay của từng ý, ví dụ: 19 tán thành, 1 không, 0 khác. Muốn để mở, nhắn THÔI."
LEFT_OPEN = "Đã thôi, vẫn để mở."
CLOSED_ALREADY = "Việc này đã đóng rồi."
IT_IS_TOLD = "Bấm Đóng thì kết quả gửi cho các đồng chí được tính."


def hands(tapped: str, left: str, able: int) -> str:
    done = f"Đã bấm máy, xin giữ tay xuống: {tapped}.\n" if tapped else "Chưa ai bấm máy.\n"
    return (
        f"{done}Còn {able} đồng chí giơ tay: {left}.\n"
        "Xin nhắn số giơ tay, ví dụ: 19 tán thành, 1 không, 0 khác."
    )


def papers(able: int) -> str:
    return (
        f"Có {able} đồng chí bỏ phiếu kín. Xin nhắn kết quả kiểm phiếu, ví dụ: 19 tán thành, 1 không, 0 khác."
    )


def too_many(about: Motion, said: int, able: int) -> str:
    if about.ballots is Ballots.PAPER:
        return f"Số phiếu là {said}, mà chỉ có {able} đồng chí có mặt được biểu quyết. Xin đếm lại rồi nhắn."
    return f"Số giơ tay là {said}, mà chỉ còn {able} đồng chí có mặt chưa bấm máy. Xin đếm lại rồi nhắn."


def typed(said: str, silent: int) -> str:
    rest = f" Còn lại {silent} không biểu quyết." if silent else ""
    return f"Đồng chí nhập: {said}.{rest}"


def hands_missing(about: Motion) -> str:
    return f"{capital(wording.matter(about))} đã hết giờ bấm máy, chưa có số giơ tay. Xin nhắn /dong để nhập và lấy kết quả."
