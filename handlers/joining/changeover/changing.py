"""The change itself: where to, what everybody hears of it, and then everybody hears it."""

from datetime import datetime
from zlib import crc32

from handlers.joining import places
from handlers.joining.changeover.planning import Plan, impossible, plan_of, possible
from handlers.joining.changeover.telling import CALL, make_known, nothing_more_of
from handlers.joining.changeover.wording import (
    SAMPLE,
    comes_first,
    for_leaders,
    please_join,
    please_open,
    preview,
    receipt,
)
from handlers.joining.places import Seat
from handlers.kit import late
from handlers.kit.form import Answers, Form, Step, edited, leading
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.outgoing import dropped
from handlers.kit.reach import place_in
from handlers.kit.router import router
from handlers.kit.turn import Priority, Purpose, Turn
from models import changeover, invite, outbox
from models.audit import note
from models.changeover import Changeover, Place, Standing
from models.fleet import room
from models.folding import fold
from models.member import Member
from models.terms import ChannelName


def _to(turn: Turn, answers: Answers) -> Message:
    offered = choices(*((channel.value, place_in(channel)) for channel in possible(turn)))
    return Message(NOT_KNOWN if answers.get("unclear") else WHERE_TO, offered)


def named(text: str) -> str:
    """What was said of where to, as the words for it are kept."""
    return fold(text).strip(" .?").removeprefix("sang ")


def _to_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = ChannelName(value) if value else WORDS.get(named(text))
    if said is None:
        return _to(turn, answers)
    return impossible(turn, said) or {"to": said.value}


def _preview(turn: Turn, answers: Answers) -> Message:
    plan = plan_of(turn, ChannelName(answers["to"]))
    text = preview(plan, _ways(turn, plan, turn.me, SAMPLE)).replace(NAME, turn.me.given)
    return Message(text, choices(SEND, EDIT, STOP, about=f"{crc32(text.encode()):x}"))


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == "edit":
        return edited(answers, "to")
    return {"go": value} if value else _preview(turn, answers)


def _ways(turn: Turn, plan: Plan, person: Member, code: str) -> list[str]:
    """How somebody joins; for the preview: as the first who is to join does."""
    seat = plan.seats.get(person.id) or next(iter(plan.seats.values()), Seat([], None))
    web = room.web_address(turn.session) if plan.channel is ChannelName.WEB else None
    return places.ways(seat.bots, web, code)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["go"] == "stop":
        return dropped()
    channel = ChannelName(answers["to"])
    if wrong := impossible(turn, channel):
        return wrong
    plan, not_before = plan_of(turn, channel), late.not_before(turn, answers)
    before = changeover.under_way(turn.session, turn.here)
    begun = changeover.begin(turn.session, turn.here, channel, turn.me, plan.everybody, turn.now)
    if before is not None and before.id != begun.id:
        nothing_more_of(turn.session, before, turn.now)
    note(turn.session, turn.now, turn.me.id, "changeover.begin", f"changeover:{begun.id}")
    _tell(turn, begun, plan, not_before)
    return receipt(plan, late.in_the_morning(not_before, turn.now) if not_before else None)


def _tell(turn: Turn, begun: Changeover, plan: Plan, not_before: datetime | None) -> None:
    """Everybody whom it concerns, where he is reached; a code that has not gone yet is of no use beside a newer one."""
    outbox.call_off(turn.session, CALL, f"changeover:{begun.id}", turn.now)
    occasion = f"changeover:{begun.id}:{turn.now.timestamp()}"
    for one in plan.invited:
        seat, code = plan.seats[one.member.id], invite.draw()
        invite.issue(turn.session, turn.keys, one.member, turn.now, turn.me.id, code, seat.keeps)
        ways = _ways(turn, plan, one.member, code)
        _say(turn, one, please_join(plan.channel, one.member.given, code, ways), occasion, not_before)
    for one in plan.those(Place.TO_OPEN):
        _say(turn, one, please_open(plan.channel, one.member.given), occasion, not_before)
    moved = [one.member for one in plan.those(Place.BOTH)]
    said = for_leaders(turn.me.given, plan)
    make_known(turn, occasion, comes_first(plan.channel), moved, said, Purpose.TIMES, not_before)


def _say(turn: Turn, one: Standing, message: Message, occasion: str, not_before: datetime | None) -> None:
    """To where he is reached now alone: a code goes to no other phone. Urgent, for where a month runs short it leads away from there."""
    outbox.owe(
        turn.session,
        one.reached_at,
        one.member.id,
        message.content(),
        key=f"{occasion}:{one.member.id}",
        now=turn.now,
        kind=CALL,
        purpose=Purpose.HERE,
        priority=Priority.URGENT,
        not_before=not_before,
        expires=turn.now + invite.CODE_LIVES,
        organisation_id=turn.here.id,
        author_id=turn.me.id,
    )


CHANGING = router.form(
    Form(
        "chuyenkenh",
        (Step("to", _to, _to_said), Step("go", _preview, _preview_said), late.STEP),
        _done,
        left=dropped,
        may=leading,
    )
)


# Wording

WORDS = {
    "zalo": ChannelName.ZALO,
    "telegram": ChannelName.TELEGRAM,
    "tele": ChannelName.TELEGRAM,
    "trang web": ChannelName.WEB,
    "web": ChannelName.WEB,
}
SEND, EDIT, STOP = ("send", "Gửi"), ("edit", "Sửa"), ("stop", "Thôi")
WHERE_TO = "Chuyển cả chi bộ sang nhận tin ở đâu?"
NOT_KNOWN = f"Sổ tay chưa rõ nơi ấy. {WHERE_TO}"
