"""Who is there when a vote is opened: as at the last vote of the meeting; before that by the roll where it was taken, else who said that
he comes; set right in a line (decision 25)."""

from collections.abc import Iterable

from handlers.kit import names, people, roll_line
from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.reading import yes_no
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from models import meeting, member, motion
from models.meeting import Meeting
from models.member import Member
from models.terms import Circumstance, Presence


def known(turn: Turn, about: Meeting) -> list[int]:
    """Ids of who is there as far as is known; whoever puts the vote is."""
    there = motion.seen_at(turn.session, about)
    if there is None:
        marks = meeting.marks(turn.session, about).items()
        there = {who for who, marked in marks if marked.presence is Presence.PRESENT} | {turn.me.id}
    return sorted(there & _body(turn, about))


def _body(turn: Turn, about: Meeting) -> set[int]:
    return set(turn.session.exec(member.of_body(turn.here, turn.now, about.body, about.cell)))


def _ask(turn: Turn, answers: Answers) -> Message:
    """Everybody by name; after that only what was changed, and how many there are, with the names for who asks for them."""
    first = answers.get("first")
    if first is None:
        return Message(shown(_members(turn, answers["there"])), choices(RIGHT, EDIT))
    return Message(shown_again(first, len(answers["there"])), choices(RIGHT, EDIT, LIST))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == LIST[0]:
        return {"first": None}
    if value == EDIT[0]:
        return {"first": HOW}
    if value == RIGHT[0] or (value is None and yes_no(text)):
        return {"present": True, "first": AS_SHOWN}
    return _set_right(turn, answers, text)


def _set_right(turn: Turn, answers: Answers, text: str) -> Answers:
    said, before = roll_line.read(text), set(answers["there"])
    about = turn.session.get_one(Meeting, answers["meeting"])
    body = _body(turn, about)
    there, left_out = _everyone(turn, about, before) if said.everyone else (before, [])
    for piece, mark in said.pieces:
        found, name, _ = names.named(turn, piece)
        if not found:
            return {"first": people.nobody(piece).text}
        if len(found) > 1:
            return {"first": whole_name(name)}
        there = there | {found[0].id} if mark is Presence.PRESENT else there - {found[0].id}
    if said.unread or not (said.pieces or said.everyone):
        return {"first": HOW}
    there &= body
    more, fewer = _members(turn, there - before), _members(turn, before - there)
    return {"there": sorted(there), "first": "\n".join([changed(more, fewer), *left_out])}


def _everyone(turn: Turn, about: Meeting, there: set[int]) -> tuple[set[int], list[str]]:
    """All who are bound to come and have not asked to stay away, beside those there; and who of the body is left out by that.

    Who is exempt or elsewhere for a time counts only when he is there (R3), so that he is there only where he is named.
    """
    body = _body(turn, about)
    exempt = set(turn.session.exec(member.exempt(turn.now))) & body
    excused = member.excused(turn.session, turn.here, turn.now, about.body, about.cell)
    elsewhere = {who for who, why in excused.items() if why is Circumstance.ELSEWHERE}
    staying = meeting.staying_away(turn.session, about) & body - exempt - set(excused)
    everyone = there | (body - exempt - set(excused) - staying)
    counted = len(exempt - elsewhere - everyone), len(elsewhere - everyone)
    asked = _members(turn, staying - everyone)
    return everyone, [*name_them(*counted), *([stay_away(asked)] if asked else [])]


def _members(turn: Turn, ids: Iterable[int]) -> list[Member]:
    return sorted((turn.session.get_one(Member, who) for who in ids), key=lambda person: person.folded)


STEP = Step("present", _ask, _said)
"""Ends with `present`; `there` are the ids."""

# Wording

RIGHT, EDIT, LIST = ("right", "Đúng"), ("edit", "Sửa"), ("list", "Xem danh sách")
HOW = "Xin nhắn ai có mặt, ai vắng, ví dụ:\ncó mặt Sáu, Hùng; vắng Lan\nHoặc: tất cả có mặt, vắng Lan, Hùng."
AS_SHOWN = "Danh sách như đồng chí đã xem."
NAMED_AT_MOST = 15
"""Of more people the number alone is shown."""


def shown(there: list[Member]) -> str:
    return f"Đang có mặt {len(there)} đồng chí: {named(there)}.\n{IS_IT_RIGHT}"


def shown_again(first: str, there: int) -> str:
    return f"{first}\nĐang có mặt {there} đồng chí. {IS_IT_RIGHT}"


IS_IT_RIGHT = "Đúng không? Chỉ đồng chí có mặt mới biểu quyết."


def changed(more: list[Member], fewer: list[Member]) -> str:
    """'Thêm Ngô Thị Bảy; bớt Trần Thị Hòa.'"""
    parts = [
        f"{word} {f'{len(who)} đồng chí' if len(who) > NAMED_AT_MOST else named(who)}"
        for word, who in (("thêm", more), ("bớt", fewer))
        if who
    ]
    return capital(f"{'; '.join(parts)}.") if parts else "Vẫn như trước."


def name_them(exempt: int, elsewhere: int) -> list[str]:
    """'11 đồng chí được miễn, 1 ở nơi khác: ai đến họp, xin ghi thêm tên, ví dụ: thêm Bảy.'"""
    counted = ((exempt, "được miễn sinh hoạt"), (elsewhere, "sinh hoạt nơi khác"))
    parts = [f"{count} đồng chí {why}" for count, why in counted if count]
    return [f"Chưa ghi {', '.join(parts)}: ai đến họp, xin nhắn thêm tên, ví dụ: thêm Bảy."] if parts else []


def stay_away(asked: list[Member]) -> str:
    return f"Chưa ghi {len(asked)} đồng chí đã xin vắng: {named(asked)}. Ai vẫn đến, xin nhắn thêm tên."


def named(people: list[Member]) -> str:
    return ", ".join(person.known_as for person in people)


def whole_name(name: str) -> str:
    return f"Có nhiều đồng chí tên “{name}”, nên chưa ghi dòng vừa rồi. Xin nhắn lại, ghi cả họ và tên."
