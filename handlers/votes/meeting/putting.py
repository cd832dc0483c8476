"""Putting a vote to the meeting that is being held: what, of which kind, who is there; shown with who taps and who raises a hand."""

from datetime import timedelta
from zlib import crc32

from handlers.kit import occasions
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.outgoing import dropped
from handlers.kit.router import router
from handlers.kit.signing import sender
from handlers.kit.turn import Priority, Purpose, Turn
from handlers.kit.wording import too_long
from handlers.votes import wording as votes
from handlers.votes.meeting import presence, wording
from models import charter, motion, outbox
from models.charter import Ballots, Subject
from models.folding import tidy
from models.meeting import Meeting, in_session
from models.member import Member
from models.motion import AskedAlready, Motion, NobodyToAsk, NotHeld

OPEN_FOR = timedelta(hours=1)
"""A vote in a room is closed by hand within minutes; one that was forgotten takes no taps from the way home."""


def held(turn: Turn) -> list[Meeting]:
    """The meetings that are being held."""
    return in_session(turn.session, turn.here, turn.now)


def start(turn: Turn, text: str) -> Reply:
    """Opens the form; `text` is the question, as far as it was said."""
    meetings = held(turn)
    if not meetings:
        return Message(NO_MEETING)
    answers: Answers = {"text": tidy(text) or None}
    if len(meetings) == 1:
        answers |= _at(turn, meetings[0])
    return _PUTTING.start(turn, answers)


def _at(turn: Turn, about: Meeting) -> Answers:
    return {"meeting": about.id, "there": presence.known(turn, about)}


def _meeting(turn: Turn, answers: Answers) -> Message:
    pairs = [(str(one.id), occasions.matter(one, turn.now).capitalize()) for one in held(turn)]
    return Message(WHICH_MEETING, choices(*pairs))


def _meeting_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None:
        return _meeting(turn, answers)
    return _at(turn, turn.session.get_one(Meeting, int(value)))


def _text(turn: Turn, answers: Answers) -> Message:
    return Message(WHICH_QUESTION)


def _text_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if not any(c.isalpha() for c in text):
        return _text(turn, answers)
    return too_long(text) or {"text": tidy(text)}


def _subject(turn: Turn, answers: Answers) -> Message:
    return Message(WHICH_SUBJECT, choices(*((s.value, label) for s, label in wording.SUBJECTS.items())))


def _subject_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"subject": value} if value else _subject(turn, answers)


def _ballots(turn: Turn, answers: Answers) -> Message:
    return Message(HOW_TO_VOTE, choices(*((b.value, label) for b, label in wording.BALLOTS.items())))


def _ballots_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"ballots": value} if value else _ballots(turn, answers)


def _kind(answers: Answers) -> tuple[Subject, Ballots]:
    return Subject(answers["subject"]), Ballots(answers.get("ballots") or Ballots.OPEN)


def _preview(turn: Turn, answers: Answers) -> Message:
    subject, ballots = _kind(answers)
    about, there = turn.session.get_one(Meeting, answers["meeting"]), answers["there"]
    counted, reasons = motion.electorate(turn.session, about, there, turn.now)
    voters = counted & set(there)
    tapping = (
        set()
        if ballots is Ballots.PAPER
        else set(turn.session.exec(outbox.receiving(sorted(voters), Purpose.DECISION)))
    )
    joined = set(turn.session.exec(outbox.receiving(sorted(voters - tapping), Purpose.CONTENT)))
    until, fixed, by = turn.now + OPEN_FOR, bool(answers.get("fixed")), sender(turn, turn.me)
    shown = wording.asked(answers["text"], about, ballots, until, turn.now, by, fixed)
    shown = shown.replace(NAME, turn.me.given)
    below = wording.electorate(
        len(counted),
        reasons,
        len(tapping),
        _named(turn, voters - tapping),
        _named(turn, joined),
        charter.majority(subject, turn.now.date()),
        ballots,
    )
    text = f"{shown}\n\n{kind_said(subject)}\n{below}"
    what = f"{answers['text']}\n{about.id}\n{fixed}\n{kind_said(subject)}\n{below}"  # not the hour until which, which goes on
    return Message(
        text,
        choices(
            ("send", OPENS[ballots]), ("edit", "Sửa"), ("stop", "Thôi"), about=f"{crc32(what.encode()):x}"
        ),
    )


def _named(turn: Turn, ids: set[int]) -> list[Member]:
    return sorted((turn.session.get_one(Member, who) for who in ids), key=lambda person: person.folded)


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _preview(turn, answers)


def _edit(turn: Turn, answers: Answers) -> Message:
    return Message(
        WHAT_TO_EDIT,
        choices(
            ("text", "Nội dung"),
            ("subject", "Loại việc"),
            ("present", "Ai có mặt"),
            *([("fixed", CHANGES[bool(answers.get("fixed"))])] if _kind(answers)[1] is Ballots.OPEN else []),
        ),
    )


def _edit_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None:
        return _edit(turn, answers)
    if value == "fixed":
        return {"fixed": not answers.get("fixed"), "go": None}
    return {value: None, "go": None} | ({"ballots": None} if value == "subject" else {})


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["go"] == "stop":
        return dropped()
    subject, ballots = _kind(answers)
    about = turn.session.get_one(Meeting, answers["meeting"])
    try:
        made = motion.put(
            turn.session,
            about,
            turn.me,
            subject,
            answers["text"],
            answers["there"],
            turn.now + OPEN_FOR,
            turn.now,
            ballots=ballots,
            changeable=not answers.get("fixed"),
        )
    except NobodyToAsk:
        return Message(NOBODY)
    except NotHeld:
        return Message(NO_MEETING)
    except AskedAlready:
        return Message(ASKED_ALREADY)
    if ballots is Ballots.PAPER:
        return Message(opened_on_paper())
    tapping = outbox.receiving(motion.voters(made, turn.now), Purpose.DECISION)
    turn.tell(
        tapping,
        shown(turn, made),
        key=f"motion:{made.id}:question",
        kind="motion",
        purpose=Purpose.DECISION,
        priority=Priority.URGENT,
        expires=made.ends,
    )
    taps = set(turn.session.exec(tapping))
    hands = {person.id for person in motion.without_a_voice(turn.session, made, turn.now)} - taps
    return Message(opened(len(taps), len(hands)))


def shown(turn: Turn, about: Motion) -> Message:
    """The question as it goes to everybody who taps."""
    assert about.held_at_id is not None
    met, author = (
        turn.session.get_one(Meeting, about.held_at_id),
        turn.session.get_one(Member, about.author_id),
    )
    by, fixed = sender(turn, author), not about.changeable
    text = wording.asked(about.question, met, about.ballots, about.ends, turn.now, by, fixed)
    return Message(text).asking(votes.KIND, str(about.id), *votes.CHOICES)


_PUTTING = router.form(
    Form(
        "bieuquyethop",
        (
            Step("meeting", _meeting, _meeting_said),
            Step("text", _text, _text_said),
            Step("subject", _subject, _subject_said),
            Step(
                "ballots",
                _ballots,
                _ballots_said,
                lambda turn, answers: _kind(answers)[0] in charter.MEETING_CHOOSES,
            ),
            presence.STEP,
            Step("go", _preview, _preview_said),
            Step("edit", _edit, _edit_said, lambda turn, answers: answers.get("go") == "edit"),
        ),
        _done,
        left=dropped,
        may=leading,
    )
)

# Wording

NO_MEETING = (
    "Hiện không có cuộc họp nào đang họp, nên chưa mở biểu quyết. Muốn lấy ý kiến tham khảo, nhắn /layykien."
)
ASKED_ALREADY = "Việc này đang biểu quyết tại cuộc họp, nên không mở thêm. Muốn đóng, nhắn /dong."
OPENS = {Ballots.OPEN: "Gửi", Ballots.PAPER: "Mở"}
WHICH_MEETING = "Biểu quyết tại cuộc họp nào?"
WHICH_QUESTION = "Xin nhắn nội dung cần biểu quyết, ví dụ: Thông qua nghị quyết tháng 12."
WHICH_SUBJECT = "Biểu quyết về việc gì?"
HOW_TO_VOTE = "Cuộc họp chọn biểu quyết cách nào?"
CHANGES = {False: "Bấm rồi không cho đổi ý", True: "Cho đổi ý đến khi đóng"}
WHAT_TO_EDIT = "Đồng chí muốn sửa gì?"
NOBODY = "Trong các đồng chí có mặt chưa có ai được biểu quyết, nên chưa mở. Xin xem lại ai có mặt: nhắn /bieuquyet."


def kind_said(subject: Subject) -> str:
    return f"Loại việc: {wording.SUBJECTS[subject]}."


def opened(taps: int, hands: int) -> str:
    raising = f", {hands} giơ tay" if hands else ""
    return f"Đã mở biểu quyết: {taps} đồng chí bấm máy{raising}.\nXong thì nhắn /dong để nhập số giơ tay và lấy kết quả."


def opened_on_paper() -> str:
    return (
        "Đã ghi cuộc bỏ phiếu kín bằng giấy, không gửi máy nào. Kiểm phiếu xong, nhắn /dong để nhập số phiếu."
    )
