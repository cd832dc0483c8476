"""Answering a consultation: by tap, number or a closed phrase, once, changed through SỬA until the end (people 3)."""

import re
from functools import partial

from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, as_list, choices, settled
from handlers.kit.reading import polite, short, vote
from handlers.kit.reading.replies.said import SELF, bare
from handlers.kit.reading.times.spoken import clock
from handlers.kit.router import Change, Handler, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import too_long
from handlers.votes import wording
from handlers.votes.asking import PROBATIONARY, question, waiting
from models import member, motion, outbox
from models.charter import Ballots
from models.folding import fold, tidy
from models.meeting import Meeting
from models.motion import (
    Ballot,
    Choice,
    Closed,
    Motion,
    MotionKind,
    NotThere,
    OtherPhone,
    Probationary,
    SaidAlready,
    Unchangeable,
)
from models.terms import Circumstance
from models.until import is_open


def _read(text: str) -> tuple[str, str] | None:
    said = vote(text)
    if said is not None:
        return {"approve": Choice.APPROVE, "against": Choice.AGAINST}[said].value, ""
    return (Choice.OTHER.value, "") if _is_label_of_other(text) else None


def _is_label_of_other(text: str) -> bool:
    return fold(_I_HAVE.sub("", bare(text))) == fold(wording.LABELS[Choice.OTHER])


def _motion(turn: Turn, subject: str) -> Motion:
    return turn.session.get_one(Motion, int(subject))


def _matter(turn: Turn, subject: str) -> str:
    return wording.matter(_motion(turn, subject))


@router.question(wording.KIND, _read, _matter, careful=True, in_words=wording.IN_WORDS)
def answer(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Records the speaker's one voice."""
    about, choice = _motion(turn, subject), Choice(value)
    change = turn.anew and not turn.answered_late
    try:
        ballot = motion.vote(
            turn.session, about, turn.me, choice, turn.now, change=change, phone=turn.binding
        )
    except SaidAlready:
        stands = motion.ballot_of(turn.session, about, turn.me)
        assert stands is not None
        return said_already(stands, about)
    except Unchangeable:
        return Message(UNCHANGEABLE)
    except motion.REFUSED as why:
        return Message(refused(turn, about, why))
    outbox.close_question(turn.session, wording.KIND, str(about.id), turn.now, turn.me.id)
    receipt = settled(recorded(turn.me.given, ballot, about))
    if ballot.choice is Choice.OTHER:
        return [receipt, *as_list(_WORDS.start(turn, {"motion": about.id}))]
    return receipt


@router.changeable(Purpose.CONTENT)
def changes(turn: Turn) -> list[Change]:
    """Voices on what has not ended; one that may not change is shown as it stands."""
    found = []
    for about in motion.put_to(turn.session, turn.me):
        stands = motion.ballot_of(turn.session, about, turn.me)
        if stands is not None and is_open(about, turn.now):
            found.append(Change(stands.said_at, wording.matter(about), _again(turn, about, stands)))
    return found


def _again(turn: Turn, about: Motion, stands: Ballot) -> Message | Handler:
    """The question once more; where nine numbers are in use, in a form."""
    if not about.changeable:
        return partial(_as_it_is, about=about, stands=stands)
    if not _has_room(turn, about):
        return partial(_CHOOSING.start, answers={"motion": about.id, "anew": True})
    return Message(anew(stands, about)).asking(wording.KIND, str(about.id), *wording.CHOICES)


def _as_it_is(turn: Turn, about: Motion, stands: Ballot) -> Message:
    return said_already(stands, about)


def shown_again(turn: Turn, about: Motion) -> Reply:
    """What waits for the speaker's voice, to one who asks for it; where nine numbers are in use, in a form, whose numbers are its own."""
    return question(turn, about) if _has_room(turn, about) else _CHOOSING.start(turn, {"motion": about.id})


def _has_room(turn: Turn, about: Motion) -> bool:
    asked, size = (wording.KIND, str(about.id)), len(wording.CHOICES)
    return outbox.has_room(turn.session, turn.address.id, asked, turn.me.id, size, turn.now)


def _choose(turn: Turn, answers: Answers) -> Message:
    about = turn.session.get_one(Motion, answers["motion"])
    stands = motion.ballot_of(turn.session, about, turn.me) if answers.get("anew") else None
    text = anew(stands, about) if stands else question(turn, about).text
    return Message(text, choices(*wording.CHOICES, about=str(about.id)))


def _chosen(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"choice": value} if value else _choose(turn, answers)


def _voted(turn: Turn, answers: Answers) -> Reply:
    turn.anew = bool(answers.get("anew"))
    return answer(turn, str(answers["motion"]), answers["choice"], "")


_CHOOSING = router.form(Form("chony", (Step("choice", _choose, _chosen),), _voted))


@router.leftover(10)
def spoken(turn: Turn) -> Reply:
    """A phrase of the closed list where no question stands open in this chat: at another address of the member, or too late."""
    if vote(turn.rest) is None and not _is_label_of_other(turn.rest):
        return None
    if any(offer.kind == wording.KIND for offer in outbox.open_offers(turn.session, turn.address.id)):
        return None
    if asked := waiting(turn):
        return shown_again(turn, asked[0])
    if turn.branch is None:
        return None
    lately = turn.now - motion.LATELY
    recent = [
        about
        for about in motion.of_branch(turn.session, turn.here)
        if about.ended_at > lately and _concerns(turn, about)
    ]
    if not recent:
        return None
    stands = motion.ballot_of(turn.session, recent[0], turn.me)
    if is_open(recent[0], turn.now) and stands is not None:
        return said_already(stands, recent[0])
    try:
        motion.may_answer(turn.session, recent[0], turn.me, turn.now, turn.binding)
    except motion.REFUSED as why:
        return Message(refused(turn, recent[0], why))
    return None


def _concerns(turn: Turn, about: Motion) -> bool:
    """Whether the speaker may know of it: what chi ủy or a tổ đảng decides is its own (people 17)."""
    if about.held_at_id is None:
        return True
    met = turn.session.get_one(Meeting, about.held_at_id)
    body = member.of_body(turn.here, turn.now, met.body, met.cell)
    return turn.me.id in set(turn.session.exec(body))


def refused(turn: Turn, about: Motion, why: motion.Refusal) -> str:
    """Why an answer was not recorded, in words."""
    if isinstance(why, Closed):
        return closed(about, turn)
    if isinstance(why, NotThere):
        return NOT_THERE_ON_PAPER if about.ballots is Ballots.PAPER else NOT_THERE
    if isinstance(why, OtherPhone):
        return ON_PAPER if about.ballots is Ballots.PAPER else OTHER_PHONE
    if isinstance(why, Probationary):
        return PROBATIONARY
    if about.kind is MotionKind.MEETING:
        return NOT_COUNTED
    holds = {circumstance.kind for circumstance in member.circumstances(turn.session, turn.me, turn.now)}
    if Circumstance.SUSPENDED in holds:
        return SUSPENDED
    return EXEMPT if Circumstance.EXEMPT in holds else NOT_ASKED


def _words(turn: Turn, answers: Answers) -> Message:
    return Message(WHICH_OPINION)


def _words_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if _read(text) is not None or polite(text):
        return Message(WORDS_PLEASE)
    if not any(c.isalpha() for c in text):
        return _words(turn, answers)
    return too_long(text) or {"words": tidy(text)}


def _explained(turn: Turn, answers: Answers) -> Reply:
    about = turn.session.get_one(Motion, answers["motion"])
    try:
        done = motion.explained(turn.session, about, turn.me, answers["words"], turn.now, turn.binding)
    except motion.REFUSED as why:
        return Message(refused(turn, about, why))
    return Message(words_recorded(about) if done else NOTHING_TO_ADD)


_WORDS = router.form(
    Form("ykien", (Step("words", _words, _words_said),), _explained, left=lambda: Message(WITHOUT_WORDS))
)

# Wording

_I_HAVE = re.compile(rf"^(?:(?:{SELF}|toi) )?(?:xin )?(?:(?:có|co) )?(?=[yý] )")
WHICH_OPINION = "Xin đồng chí cho biết ý kiến khác ấy."
WORDS_PLEASE = "Đồng chí đang ghi Ý KIẾN KHÁC. Xin nhắn nội dung bằng lời. Muốn đổi sang ý khác, nhắn SỬA."
WITHOUT_WORDS = "Đã thôi. Ý KIẾN KHÁC của đồng chí vẫn được ghi, nội dung như cũ. Muốn đổi, nhắn SỬA."
NOTHING_TO_ADD = "Đồng chí không còn ghi Ý KIẾN KHÁC, nên không ghi nội dung này."
EXEMPT = "Đồng chí được miễn sinh hoạt nên chỉ biểu quyết khi có mặt tại cuộc họp."
NOT_THERE = "Theo danh sách, đồng chí không có mặt khi mở biểu quyết này, nên chưa ghi. Nếu có mặt, xin giơ tay và báo người điều hành."
NOT_THERE_ON_PAPER = "Việc này bỏ phiếu kín bằng giấy, và theo danh sách đồng chí không có mặt. Nếu có mặt, xin báo người điều hành."
OTHER_PHONE = (
    "Máy này chưa biểu quyết được: máy phải vào Sổ tay trước khi mở biểu quyết, có đồng chí khác xác nhận, và máy chung thì chỉ dùng "
    "cho người vào trước. Xin đồng chí giơ tay."
)
NOT_COUNTED = "Đồng chí không có trong danh sách biểu quyết việc này, nên chưa ghi. Nếu có mặt, xin báo người điều hành."
ON_PAPER = "Việc này bỏ phiếu kín bằng giấy, không bấm trên máy."
IF_WRONG = "Nếu nhầm, nhắn SỬA."
STAYS = "Việc này không đổi ý được."
UNCHANGEABLE = "Việc này đã ghi thì không đổi được. Cần hỏi, xin nhắn GỌI."
SUSPENDED = "Hiện đồng chí đang đình chỉ sinh hoạt, nên chưa ghi. Cần hỏi, xin nhắn GỌI."
NOT_ASKED = (
    "Việc này hỏi đảng viên chính thức đang sinh hoạt ở chi bộ khi mở lấy ý kiến; đồng chí không có trong danh sách ấy. "
    "Đồng chí có ý kiến, xin nhắn GÓP Ý và nội dung."
)


def recorded(given: str, ballot: Ballot, about: Motion) -> str:
    said = wording.LABELS[ballot.choice].upper()
    return (
        f"Đã ghi: đồng chí {given} {said}, {wording.matter(about)}. {IF_WRONG if about.changeable else STAYS}"
    )


def said_already(ballot: Ballot, about: Motion) -> Message:
    said = wording.LABELS[ballot.choice].upper()
    rest = "Muốn đổi, nhắn SỬA." if about.changeable else UNCHANGEABLE
    return Message(f"Đã ghi rồi: đồng chí {said}, {wording.matter(about)}. {rest}")


def anew(ballot: Ballot, about: Motion) -> str:
    said = wording.LABELS[ballot.choice].upper()
    return f"Đồng chí đang ghi {said}, {wording.matter(about)}. Nay đồng chí chọn:"


def words_recorded(about: Motion) -> str:
    return f"Đã ghi ý kiến khác của đồng chí, {wording.matter(about)}. Nếu nhầm, nhắn SỬA."


def closed(about: Motion, turn: Turn) -> str:
    if about.taken_back:
        return "Việc này bí thư đã thôi lấy ý kiến, nên không ghi. Muốn góp ý, xin nhắn GÓP Ý và nội dung."
    ended = about.ended_at.astimezone(turn.zone)
    when = clock(ended) if ended.date() == turn.now.date() else short(ended, turn.now)
    what = "Lấy ý kiến" if about.kind is MotionKind.CONSULTATION else "Biểu quyết"
    return f"{what} này kết thúc lúc {when}, không ghi thêm được. Muốn góp ý, xin nhắn GÓP Ý và nội dung."
