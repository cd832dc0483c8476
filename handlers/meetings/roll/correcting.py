"""The roll is set right in a line, read back and confirmed; then it is taken, or nobody met."""

from typing import Any

from handlers.kit import names, people
from handlers.kit import roll_line as line
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.phrases import begins
from handlers.kit.reading import short, yes_no
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.meetings import rights, wording
from handlers.meetings.roll import news, page
from handlers.meetings.roll.proposed import proposed
from handlers.meetings.roll.shown import IS_IT_RIGHT, KIND, NOT_HELD, question, summary
from models import meeting, outbox
from models.meeting import Marked, Marks, Meeting
from models.member import Member
from models.terms import MeetingState, Presence

REASON_AT_MOST = 200


def read(text: str) -> tuple[str, str] | None:
    """What a plain reply to the question means: right, not held, or what is not right, in its own words."""
    if _says_not_held(text):
        return NOT_HELD[0], ""
    if line.is_one(text):
        return "edit", text
    said = yes_no(text)
    return None if said is None else ("right" if said else "edit", "")


def _says_not_held(text: str) -> bool:
    words = text.split()
    return 0 < begins(words, NOBODY_MET) == len(words)


def start(turn: Turn, about: Meeting, value: str, rest: str) -> Reply:
    """Goes on with an answer to the question: `value` of its choices, `rest` what is not right."""
    answers: Answers = {
        "meeting": about.id,
        "marks": _kept(proposed(turn.session, about, turn.zone)),
        "unclear": [],
        "taken": _taken_at(turn, about),
    }
    if value != "edit":
        return _ROLL.start(turn, answers | {"right": value})
    if not rest:
        return _ROLL.start(turn, answers)
    said = _set_right(turn, answers, rest)
    return _ROLL.start(turn, answers | (said if isinstance(said, dict) else {"trouble": said.text}))


def _who(turn: Turn, answers: Answers) -> Message:
    name, ids, _, _ = answers["unclear"][0]
    persons = [turn.session.get_one(Member, number) for number in ids[:8]]
    return Message(
        people.several(name, len(ids)), choices(*((str(p.id), people.described(turn, p)) for p in persons))
    )


def _who_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None:
        return _who(turn, answers)
    _, _, mark, reason = answers["unclear"][0]
    person, marks = turn.session.get_one(Member, int(value)), dict(answers["marks"])
    passed = answers.get("passed", [])
    if not _put(turn, answers, marks, person, mark, reason):
        passed = [*passed, person.known_as]
    return {"marks": marks, "passed": passed, "unclear": answers["unclear"][1:], "who": None}


def _right(turn: Turn, answers: Answers) -> Message:
    if answers.get("trouble"):
        return Message(answers["trouble"])
    if not answers.get("changed"):
        return Message(HOW)
    shown = summary(page.by_mark(turn.session, _marks(answers)))
    passed = not_recorded(answers["passed"]) if answers.get("passed") else ""
    return Message(f"{passed}{shown}\n{IS_IT_RIGHT}", choices(*PREVIEW))


def _right_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = (value, "") if value else read(text)
    if said is None or (said[0] == "edit" and said[1]):
        return _set_right(turn, answers, text)
    return Message(HOW) if said[0] == "edit" else {"right": said[0]}


def _set_right(turn: Turn, answers: Answers, text: str) -> Answers | Message:
    """The answers that a line gives; a sentence, and nothing changed, where a name in it is nobody's."""
    said = line.read(text)
    marks: dict[str, Any] = dict(answers["marks"])
    if said.everyone:
        marks = {who: [Presence.PRESENT, None] for who in marks}
    unclear, passed = [], []
    for piece, mark in said.pieces:
        found, name, reason = names.named(turn, piece)
        if not found:
            return people.nobody(piece)
        if len(found) > 1:
            unclear.append([name, [who.id for who in found], mark, reason])
        elif not _put(turn, answers, marks, found[0], mark, reason):
            passed.append(found[0].known_as)
    if said.unread or not (said.pieces or said.everyone):
        return unread(said.unread)
    return {
        "marks": marks,
        "unclear": unclear,
        "passed": passed,
        "changed": True,
        "trouble": None,
        "right": None,
    }


def _put(
    turn: Turn, answers: Answers, marks: dict[str, Any], person: Member, mark: Presence | None, reason: str
) -> bool:
    """Marks somebody; False where an absence is not recorded of him (R3), which takes him off the roll.

    An absence without a word about its reason keeps the one that is known, from the roll as it was or from what he answered.
    """
    about = _about(turn, answers)
    if mark != Presence.PRESENT and person.id not in meeting.expected(turn.session, about):
        marks.pop(str(person.id), None)
        return False
    before, answer = answers["marks"].get(str(person.id)), meeting.answer_of(turn.session, about, person)
    reason = reason[:REASON_AT_MOST] or (before and before[1]) or (answer and answer.reason) or ""
    mark = mark or (Presence.EXCUSED if reason else Presence.UNEXCUSED)
    marks[str(person.id)] = [mark, reason if mark == Presence.EXCUSED else None]
    return True


def _sure(turn: Turn, answers: Answers) -> Message:
    matter = wording.matter(_about(turn, answers), turn.now)
    doubt = sure_not_held(matter) if answers["right"] == NOT_HELD[0] else nobody_there(matter)
    return Message(doubt, choices(HELD, NOT_HELD))


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    asked_not_held = answers["right"] == NOT_HELD[0]
    said = yes_no(text)
    if _says_not_held(text) or (value is None and said is asked_not_held):
        value = NOT_HELD[0]
    elif said and not asked_not_held:
        value = HELD[0]
    if value is None:
        return _sure(turn, answers)
    return {"right": value, "sure": True} if value == NOT_HELD[0] else {"right": None, "changed": False}


def _is_unsure(turn: Turn, answers: Answers) -> bool:
    """A meeting with nobody there was none, or its roll is not right."""
    nobody = all(marked.presence is not Presence.PRESENT for marked in _marks(answers).values())
    return answers["right"] == NOT_HELD[0] or (
        nobody and _about(turn, answers).state is not MeetingState.OVER
    )


def _done(turn: Turn, answers: Answers) -> Reply:
    about = _about(turn, answers)
    matter = wording.matter(about, turn.now)
    taken = meeting.taken_by(turn.session, about)
    if taken is not None and _taken_at(turn, about) != answers.get("taken"):
        head = taken_meanwhile(taken[0].given, short(taken[1].astimezone(turn.zone), turn.now), matter)
        return question(turn.session, about, turn.zone, head)
    if (
        answers["right"] == "right"
        and taken is not None
        and _marks(answers) == meeting.marks(turn.session, about)
    ):
        outbox.close_question(turn.session, KIND, about.occasion, turn.now)
        return [nothing_new(matter), page.page(turn, about)]
    try:
        if answers["right"] == NOT_HELD[0]:
            meeting.not_held(turn.session, about, turn.me, turn.now)
        else:
            meeting.held(turn.session, about, _marks(answers), turn.me, turn.now)
    except meeting.NotBegun:
        return not_begun(matter)
    outbox.supersede(turn.session, KIND, f"{KIND}:{about.occasion}")
    outbox.close_question(turn.session, KIND, about.occasion, turn.now)
    if taken is None or taken[0].id != turn.me.id:
        news.tell_in_charge(turn, about, again=taken is not None)
    if about.state is MeetingState.POSTPONED:
        return not_held(matter)
    news.tell_away(turn, about)
    return page.page(turn, about)


def _taken_at(turn: Turn, about: Meeting) -> str | None:
    """When the roll was last taken, as kept in the form: by it an overwriting is known."""
    taken = meeting.taken_by(turn.session, about)
    return f"{taken[1].timestamp()}" if taken else None


def _kept(roll: Marks) -> dict[str, Any]:
    return {str(who): [marked.presence, marked.reason] for who, marked in roll.items()}


def _marks(answers: Answers) -> Marks:
    return {int(who): Marked(Presence(mark), reason) for who, (mark, reason) in answers["marks"].items()}


def _about(turn: Turn, answers: Answers) -> Meeting:
    return turn.session.get_one(Meeting, answers["meeting"])


_ROLL = router.form(
    Form(
        "diemdanh",
        (
            Step("who", _who, _who_said, lambda turn, answers: bool(answers.get("unclear"))),
            Step("right", _right, _right_said),
            Step("sure", _sure, _sure_said, _is_unsure),
        ),
        _done,
        may=lambda turn, answers: rights.in_charge(turn, _about(turn, answers)),
    )
)

# Wording

PREVIEW = (("right", "Đúng"), ("edit", "Sửa"))
HELD = ("held", "Có họp")
NOBODY_MET = (
    "không họp được",
    "không họp",
    "chưa họp được",
    "chưa họp",
    "không tổ chức được",
    "không tổ chức",
)
HOW = (
    "Xin nhắn chỗ khác với trên, ví dụ:\ncó mặt Sáu; vắng Lan, Hùng; có lý do Ba đi viện; không lý do Minh\n"
    "Hoặc: chỉ vắng Lan, Hùng (những đồng chí còn lại có mặt)."
)


def not_recorded(names: list[str]) -> str:
    why = "được miễn sinh hoạt, sinh hoạt nơi khác hoặc không được mời họp cuộc này"
    return f"Không ghi vắng: {', '.join(names)} ({why}). Nếu có mặt thì nhắn, ví dụ: có mặt Sáu.\n"


def unread(pieces: list[str]) -> Message:
    what = f" “{', '.join(pieces)}”" if pieces else ""
    return Message(f"Sổ tay chưa rõ{what} là có mặt hay vắng, nên chưa ghi gì.\n{HOW}")


def nothing_new(matter: str) -> Message:
    return Message(f"Điểm danh {matter} đã ghi đúng như vậy rồi, không có gì thay đổi.")


def not_begun(matter: str) -> Message:
    return Message(f"Cuộc {matter} chưa bắt đầu hoặc đang hoãn, chưa điểm danh được.")


def sure_not_held(matter: str) -> str:
    return f"Sổ tay sẽ ghi {matter} không họp, và không báo người được mời. Có đúng là không họp không?"


def nobody_there(matter: str) -> str:
    return f"Theo danh sách, {matter} chưa có ai có mặt. Có họp không?"


def not_held(matter: str) -> Message:
    return Message(
        f"Đã ghi: {matter} không họp, chưa báo người được mời. Định được giờ mới, xin nhắn, ví dụ: /doihop 19h30 thứ ba."
    )


def taken_meanwhile(by: str, at: str, matter: str) -> str:
    return f"Chưa ghi: đồng chí {by} đã điểm danh {matter} lúc {at}. Nay Sổ tay ghi:"
