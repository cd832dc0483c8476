"""What a leader does about phones: a new code in chat, and undoing a joining that was wrong."""

from datetime import datetime

from handlers.joining import places
from handlers.joining.codes import invitation_code
from handlers.kit import people
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.people import described
from handlers.kit.reach import CHANNELS
from handlers.kit.reading import yes_no
from handlers.kit.router import Who, router
from handlers.kit.turn import Turn
from models import address as addresses
from models import invite, outbox
from models.address import Address, Binding
from models.audit import note
from models.database import Session
from models.member import Member
from models.terms import ChannelName

PHONES_AT_MOST = 8


@router.command(
    "capma", "cấp mã", who=Who.LEADER, careful=True, help="Cấp mã mới cho một đồng chí (ví dụ: /capma Lan)"
)
def new_code(turn: Turn) -> Reply:
    """A new code for a member."""
    return people.one_of(turn, turn.rest, _give_code, HOW_TO_CODE)


@people.then("capma")
def _give_code(turn: Turn, person: Member, kept: Answers) -> Reply:
    tell_of_code(turn.session, person, turn.me, turn.now)
    invite.void(turn.session, person, turn.now)  # its place is free again
    code = invite.draw()
    bot_id, ways = places.to_name(turn.session, person, code, turn.now)
    invite.issue(turn.session, turn.keys, person, turn.now, turn.me.id, code, bot_id)
    note(turn.session, turn.now, turn.me.id, "code.issue", f"member:{person.id}")
    return invitation_code(person, code, ways)


def tell_of_code(session: Session, person: Member, by: Member | None, now: datetime) -> None:
    """Before a code goes out, whoever has an address already hears of it there, also where it was silent lately (people 10).

    by: the leader who issues it; None at the command line.
    """
    for binding, address in addresses.of_member(session, person):
        if binding.consent in addresses.RECEIVING:
            said = code_issued(by.given if by else None).content()
            key = f"code:{person.id}:{now.timestamp()}:{binding.id}"
            outbox.owe(session, address, person.id, said, key=key, now=now)


@router.command(
    "gomay",
    "gỡ máy",
    who=Who.LEADER,
    careful=True,
    always=True,
    carries=True,
    help="Gỡ một máy ghi nhầm",
)
def undo(turn: Turn) -> Reply:
    """Undoes a joining: the address serves the member no more."""
    return people.one_of(turn, turn.rest, _which_phone, HOW_TO_UNDO)


@people.then("gomay")
def _which_phone(turn: Turn, person: Member, kept: Answers) -> Reply:
    bound = addresses.of_member(turn.session, person)
    if not bound:
        return no_phone(person.known_as)
    known: Answers = {"person": person.id}
    return _UNDOING.start(turn, known | {"binding": bound[0][0].id} if len(bound) == 1 else known)


def _which(turn: Turn, answers: Answers) -> Message:
    person = turn.session.get_one(Member, answers["person"])
    bound = addresses.of_member(turn.session, person)
    pairs = [(str(binding.id), told(turn, binding)) for binding, _ in bound[:PHONES_AT_MOST]]
    return Message(which(described(turn, person)), choices(*pairs, ("none", KEEP)))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == "none":
        return {"binding": 0, "sure": False}
    return {"binding": int(value)} if value else _which(turn, answers)


def told(turn: Turn, binding: Binding) -> str:
    """A phone in words, so that it can be told from others of the member."""
    address = turn.session.get_one(Address, binding.address_id)
    since = binding.joined_at.astimezone(turn.zone)
    return phone(addresses.channel_of(turn.session, address), address.shown_name, since)


def _sure(turn: Turn, answers: Answers) -> Message:
    person = turn.session.get_one(Member, answers["person"])
    binding = turn.session.get_one(Binding, answers["binding"])
    return Message(sure(described(turn, person), told(turn, binding)), choices(("yes", "Gỡ"), ("no", KEEP)))


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = {"yes": True, "no": False}.get(value or "", yes_no(text))
    return {"sure": said} if said is not None else _sure(turn, answers)


def _undone(turn: Turn, answers: Answers) -> Reply:
    if not answers["sure"]:
        return kept_as_is()
    person = turn.session.get_one(Member, answers["person"])
    binding = turn.session.get_one(Binding, answers["binding"])
    if binding.ended_at is not None:
        return gone_already(person.known_as)
    cut_off(turn, person, binding)
    return undone(person.known_as)


def cut_off(turn: Turn, person: Member, binding: Binding) -> None:
    """The phone serves the member no more, and is told so: it may be the right one after all."""
    outbox.let_go(turn.session, binding, turn.now)
    note(turn.session, turn.now, turn.me.id, "join.undo", f"binding:{binding.id}")
    where = turn.session.get_one(Address, binding.address_id)
    said = no_longer_yours(person.given).content()
    outbox.owe(turn.session, where, None, said, key=f"undone:{binding.id}", now=turn.now)


_UNDOING = router.form(
    Form(
        "gomay",
        (Step("binding", _which, _which_said), Step("sure", _sure, _sure_said)),
        _undone,
        may=leading,
    )
)


# Wording

KEEP = "Thôi"
HOW_TO_CODE = "Xin nhắn kèm tên, ví dụ: /capma Lan"
HOW_TO_UNDO = "Xin nhắn kèm tên, ví dụ: /gomay Lan"


def code_issued(by: str | None) -> Message:
    who = f"Đồng chí {by}" if by else "Người quản trị"
    return Message(
        f"{who} vừa cấp một mã mới mang tên đồng chí. Nếu đồng chí không nhờ việc này, xin nhắn GỌI."
    )


def no_phone(name: str) -> Message:
    return Message(f"Đồng chí {name} chưa có máy nào trong Sổ tay.")


def which(person: str) -> str:
    return f"Đồng chí {person} có nhiều máy. Gỡ máy nào?"


def phone(channel: ChannelName, shown: str | None, since: datetime) -> str:
    """'Zalo “Lan Nguyễn”, từ 03/12/2026'."""
    name = f" “{shown}”" if shown else ""
    return f"{CHANNELS[channel]}{name}, từ {since:%d/%m/%Y}"


def sure(person: str, told: str) -> str:
    return f"Máy này sẽ không còn là của đồng chí {person}: {told}. Gỡ máy này?"


def gone_already(name: str) -> Message:
    return Message(f"Máy ấy đã được gỡ rồi, không còn là của đồng chí {name}.")


def kept_as_is() -> Message:
    return Message("Đã thôi, máy ấy vẫn như cũ.")


def no_longer_yours(given: str) -> Message:
    return Message(
        f"Máy này thôi nhận tin cho đồng chí {given}: bí thư chi bộ vừa gỡ. Nếu nhầm, xin gặp bí thư chi bộ."
    )


def undone(name: str) -> Message:
    return Message(f"Đã gỡ: máy ấy không còn là của đồng chí {name}. Muốn ghi lại, nhắn /capma và tên.")
