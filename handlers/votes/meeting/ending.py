"""The end of a vote at a meeting: who has tapped keeps the hand down, the other hands are typed in, and the result is seen before it is
told (people 6).

Taps stay open meanwhile. Whoever taps after his hand was counted would count twice: then the hands are asked for anew.
"""

from datetime import datetime, timedelta
from functools import partial
from zlib import crc32

from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.hours import Hours
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import Closable, router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from handlers.votes import closing, wording
from handlers.votes.asking import MOTIONS
from handlers.votes.meeting import hands_line
from handlers.votes.meeting.wording import hands_said, names
from models import member, motion, outbox
from models.charter import Ballots
from models.database import Session
from models.member import Member
from models.motion import Closed, Hands, Motion, MotionKind
from models.organisation import Organisation
from models.outbox import Priority

HANDS_WAITED_FOR = timedelta(hours=12)
"""So long after its time a vote waits for the hands of its room, if they cannot matter; where they might, as long as it takes."""


@router.closable
def closables(turn: Turn) -> list[Closable]:
    """The votes at meetings that nobody has closed, those out of time too: their hands are still to come."""
    return [
        Closable(f"motion:{about.id}", capital(wording.matter(about)), None, partial(_begin, about=about))
        for about in motion.of_branch(turn.session, turn.here)
        if about.kind is MotionKind.MEETING and about.closed_at is None
    ]


def waits_for_hands(session: Session, about: Motion, now: datetime, hours: Hours) -> bool:
    """Whether a vote whose time has come is left open for its hands; whoever leads is asked for them once, at a decent hour."""
    if about.kind is not MotionKind.MEETING or not motion.without_a_voice(session, about, now):
        return False
    late = now >= about.ends + HANDS_WAITED_FOR
    if late and not motion.might_pass(session, about, now):
        return False
    branch = session.get_one(Organisation, about.organisation_id)
    key = f"motion:{about.id}:hands"
    if not outbox.stands(session, key):
        outbox.tell(
            session,
            [leader.id for leader in member.leaders(session, branch, now)],
            Message(hands_missing(about)).content(),
            key=key,
            kind=closing.HANDS,
            now=now,
            priority=Priority.URGENT,
            not_before=hours.for_the_clock(now),
            expires=about.ends + outbox.CALLS_FOR,
            organisation_id=branch.id,
        )
    return True


def _begin(turn: Turn, about: Motion) -> Reply:
    return _ENDING.start(turn, {"motion": about.id, "voices": _voices(turn, about)})


def _about(turn: Turn, answers: Answers) -> Motion:
    return turn.session.get_one(Motion, answers["motion"])


def _voices(turn: Turn, about: Motion) -> list[list[str]]:
    """Who has tapped what, and who may raise a hand, as the count was shown from it."""
    said = [[str(who.id), ballot.choice.value] for who, ballot in motion.voices(turn.session, about)]
    return [*said, *([str(who.id)] for who in motion.without_a_voice(turn.session, about, turn.now))]


def _anew(turn: Turn, answers: Answers) -> Answers | None:
    """The hands are asked for once more where somebody has tapped since they were, or taps something else; None where nobody has."""
    voices = _voices(turn, _about(turn, answers))
    return None if voices == answers["voices"] else {"hands": None, "voices": voices, "more": True}


def _hands(turn: Turn, answers: Answers) -> Message:
    about = _about(turn, answers)
    tapped = [who for who, _ in motion.voices(turn.session, about)]
    left = motion.without_a_voice(turn.session, about, turn.now)
    if about.ballots is Ballots.PAPER:
        return Message(papers(len(left)))
    asked = hands(names(tapped), left, bool(answers.get("all")), bool(answers.get("more")))
    if len(left) <= NAMED_AT_MOST or answers.get("all"):
        return Message(asked)
    return Message(asked, choices(LIST))


def _hands_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if again := _anew(turn, answers):
        return again
    if value == LIST[0]:
        return {"all": True}
    about = _about(turn, answers)
    able = len(motion.without_a_voice(turn.session, about, turn.now))
    said = hands_line.read(text, able)
    if said is None:
        return Message(HOW_MANY_PAPERS if about.ballots is Ballots.PAPER else HOW)
    return {"hands": list(said)} if sum(said) <= able else Message(too_many(about, sum(said), able))


def _any_left(turn: Turn, answers: Answers) -> bool:
    return bool(motion.without_a_voice(turn.session, _about(turn, answers), turn.now))


def _raised(answers: Answers) -> Hands:
    return Hands(*(answers.get("hands") or (0, 0, 0)))


def _sure(turn: Turn, answers: Answers) -> Message:
    about, raised = _about(turn, answers), _raised(answers)
    left = len(motion.without_a_voice(turn.session, about, turn.now))
    shown = closing.result_of(turn.session, about, turn.now, raised).text
    said = [typed(hands_said(raised), left - sum(raised))] if left else []
    edit = [EDIT] if left else []
    text = "\n\n".join([*said, shown, IT_IS_TOLD])
    counted = f"{raised} {answers['voices']}"
    return Message(
        text,
        choices(
            ("close", "Đóng"),
            *edit,
            ("void", "Bỏ, không tính"),
            ("stop", "Chưa đóng"),
            about=f"{crc32(counted.encode()):x}",
        ),
    )


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == "close" and (again := _anew(turn, answers)):
        return again
    if value == "edit":
        return {"hands": None}
    if value is None and hands_line.read(text, 1) is not None:
        return _hands_said(turn, answers, text, None)
    return {"sure": value} if value else _sure(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    about = _about(turn, answers)
    if answers["sure"] == "stop":
        return Message(LEFT_OPEN)
    try:
        if answers["sure"] == "void":
            return _void(turn, about)
        motion.raise_hands(turn.session, about, _raised(answers), turn.me, turn.now)
    except Closed:
        return Message(CLOSED_ALREADY)
    return closing.by_hand(turn, about)


def _void(turn: Turn, about: Motion) -> Reply:
    """It was put in error: whoever was asked hears that it counts for nothing."""
    asked = list(turn.session.exec(motion.voters(about, turn.now)))
    motion.void(turn.session, about, turn.me, turn.now)
    told = Message(voided(about))
    MOTIONS.tell_result(turn.session, about, asked, told, turn.me, turn.now, turn.now)
    return told


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

EDIT, LIST = ("edit", "Sửa"), ("list", "Xem ai giơ tay")
NAMED_AT_MOST = 15
"""Of more hands the number alone is asked for: their names stood in what was shown before it was opened."""
HOW = (
    "Xin nhắn số giơ tay của từng ý, ví dụ: 19 tán thành, 1 không, 0 khác. Không ai giơ tay thì nhắn “không ai”. "
    "Muốn để mở, nhắn THÔI."
)
HOW_MANY_PAPERS = (
    "Xin nhắn số phiếu của từng ý, ví dụ: 19 tán thành, 1 không, 0 khác. Chưa kiểm xong thì nhắn THÔI."
)
LEFT_OPEN = "Đã thôi, vẫn để mở."
CLOSED_ALREADY = "Việc này đã đóng rồi."
IT_IS_TOLD = "Bấm Đóng thì kết quả gửi cho các đồng chí được tính."


def hands(tapped: str, left: list[Member], every: bool, more: bool) -> str:
    again = "Vừa có đồng chí bấm máy hoặc đổi ý, xin đếm lại.\n" if more else ""
    done = f"Đã bấm máy, xin giữ tay xuống: {tapped}.\n" if tapped else "Chưa ai bấm máy.\n"
    who = f": {names(left)}" if every or len(left) <= NAMED_AT_MOST else ""
    return (
        f"{again}{done}Còn {len(left)} đồng chí giơ tay{who}.\n"
        "Xin nhắn số giơ tay, ví dụ: 19 tán thành, 1 không, 0 khác. Không ai giơ tay thì nhắn “không ai”; chưa đóng thì nhắn THÔI."
    )


def papers(able: int) -> str:
    return (
        f"Có {able} đồng chí bỏ phiếu kín. Xin nhắn kết quả kiểm phiếu, ví dụ: 19 tán thành, 1 không, 0 khác. "
        "Chưa kiểm xong thì nhắn THÔI."
    )


def too_many(about: Motion, said: int, able: int) -> str:
    if about.ballots is Ballots.PAPER:
        return f"Số phiếu là {said}, mà chỉ có {able} đồng chí có mặt được biểu quyết. Xin đếm lại rồi nhắn."
    return f"Số giơ tay là {said}, mà chỉ còn {able} đồng chí có mặt chưa bấm máy. Xin đếm lại rồi nhắn."


def typed(said: str, silent: int) -> str:
    rest = f" Còn lại {silent} không biểu quyết." if silent else ""
    return f"Đồng chí nhập: {said}.{rest}"


def voided(about: Motion) -> str:
    return f"Đã bỏ {wording.matter(about)}, không tính."


def hands_missing(about: Motion) -> str:
    what = (
        "chưa có kết quả kiểm phiếu"
        if about.ballots is Ballots.PAPER
        else "đã hết giờ bấm máy, chưa có số giơ tay"
    )
    return f"{capital(wording.matter(about))}: {what}. Xin nhắn /dong để nhập và lấy kết quả."
