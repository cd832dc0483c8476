"""Face to face: a stranger writes anything and gets a number; the member reads it out, the leader answers `47 Lan` (people 7)."""

import re

from handlers.joining import consent, places
from handlers.kit.dispatch import who_speaks
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.people import described
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.kit.wording import leaders_only
from models import address as addresses
from models import confirming, invite, member, outbox
from models.address import Address, TooMany
from models.audit import note
from models.folding import tidy
from models.invite import WaitingNumber
from models.member import Member
from models.terms import JoinedBy

_NUMBER_AND_NAME = re.compile(r"^(\d{2})\s+([^\d\s].*)$", re.S)


def face_to_face(turn: Turn) -> Reply:
    """A number for the stranger; nothing more in ten minutes, whatever is written."""
    if invite.shown_lately(turn.session, turn.address, turn.now):
        return None
    number = invite.number_for(turn.session, turn.address, turn.now)
    return your_number(number) if number else ask_for_code()


@router.code
def recognise(turn: Turn) -> Reply:
    """`47 Lan` from whoever leads a branch, at an address that agreed to all: a relative's phone recognises nobody."""
    said = _NUMBER_AND_NAME.match(tidy(turn.said.text))
    if said is None:
        return None
    if turn.member is None:
        return _by_whom(turn)
    if turn.branch is None:
        return None
    waiting = invite.waiting(turn.session, int(said[1]), turn.here, turn.now)
    if not turn.leads() or (waiting is None and not member.find(turn.session, turn.here, said[2])):
        return None
    if waiting is None:
        return nobody_waits(said[1])
    people = member.find(turn.session, turn.here, said[2])
    if not people:
        return nobody_named(said[2])
    shown = turn.session.get_one(Address, waiting.address_id).shown_name
    asked = {"number": said[1], "waiting": waiting.id, "shown": shown, "people": [p.id for p in people[:8]]}
    return _RECOGNISING.start(turn, asked)


def _by_whom(turn: Turn) -> Reply:
    """On a shared phone the one who leads recognises; where both lead, it is asked who speaks."""
    leading = []
    for person in turn.speakers:
        turn.becomes(person)
        if turn.leads():
            leading.append(person)
    turn.member = turn.binding = turn.branch = None
    if len(leading) > 1:
        return who_speaks(turn)
    if not leading:
        return None
    turn.becomes(leading[0])
    return recognise(turn)


def _which(turn: Turn, answers: Answers) -> Message:
    people = [turn.session.get_one(Member, person) for person in answers["people"]]
    pairs = [(str(person.id), described(turn, person)) for person in people]
    return Message(is_it(answers["number"], answers["shown"]), choices(*pairs, ("none", "Không phải")))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"who": value} if value else _which(turn, answers)


def _bind(turn: Turn, answers: Answers) -> Reply:
    if answers["who"] == "none":
        return not_bound(answers["number"])
    if not turn.leads():
        return leaders_only()
    waiting = invite.still_waiting(turn.session, answers["waiting"], turn.now)
    if waiting is None:
        return nobody_waits(answers["number"])
    person = turn.session.get_one(Member, int(answers["who"]))
    address = turn.session.get_one(Address, waiting.address_id)
    code = invite.draw()
    bot_id, ways = places.code_elsewhere(turn.session, address, person, code, turn.now)
    if ways:
        return _sent_elsewhere(turn, waiting, person, code, bot_id, places.recognised_elsewhere(code, ways))
    try:
        bound = addresses.bind(turn.session, address, person, JoinedBy.FACE, turn.now, turn.me.id)
    except TooMany:
        return full(answers["number"])
    confirming.confirm(turn.session, bound, turn.me, turn.now)
    waiting.done_at = turn.now
    note(turn.session, turn.now, turn.me.id, "join.face", f"binding:{bound.id}")
    consent.ask_there(turn, address, bound)
    return bound_to(person.known_as)


def _sent_elsewhere(
    turn: Turn, waiting: WaitingNumber, person: Member, code: str, bot_id: int | None, message: Message
) -> Reply:
    """This bot has no room: who was recognised gets a code for another one."""
    invite.issue(turn.session, turn.keys, person, turn.now, turn.me.id, code, bot_id)
    waiting.done_at = turn.now
    note(turn.session, turn.now, turn.me.id, "code.issue", f"member:{person.id}")
    address = turn.session.get_one(Address, waiting.address_id)
    outbox.owe(turn.session, address, None, message.content(), key=f"full:{waiting.id}", now=turn.now)
    return places.no_room_here(person.known_as)


_RECOGNISING = router.form(Form("nhanmat", (Step("who", _which, _which_said),), _bind, may=leading))


# Wording


def your_number(number: int) -> Message:
    return Message(f"Xin chào. Số của quý vị: {number}.")


def ask_for_code() -> Message:
    return Message("Xin chào. Xin nhắn mã số ghi trên giấy mời.")


def nobody_waits(number: str) -> Message:
    return Message(
        f"Hiện không có ai chờ với số {number} (số có giá trị 15 phút). Nhờ đồng chí ấy nhắn lại cho Sổ tay để lấy số mới."
    )


def nobody_named(said: str) -> Message:
    return Message(f"Trong chi bộ không có ai tên “{said}”. Xin nhắn lại số và tên, ví dụ: 47 Lan.")


def is_it(number: str, shown: str | None) -> str:
    named = f", tên hiện trên máy là “{shown}”," if shown else ""
    return f"Người mang số {number}{named} là ai?"


def not_bound(number: str) -> Message:
    return Message(f"Đã thôi. Số {number} chưa ghi cho ai; đồng chí có thể nhắn lại số và tên khác.")


def full(number: str) -> Message:
    return Message(f"Máy mang số {number} đã dùng cho hai người, không thêm được nữa.")


def bound_to(name: str) -> Message:
    return Message(
        f"Đã ghi: máy này là của đồng chí {name}. Sổ tay đang hỏi ý đồng chí ấy.\nNếu nhầm, nhắn GỠ MÁY và tên."
    )
