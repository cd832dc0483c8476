"""Ways out of any corner: what one can say, the last answers that may still change, leaving a form, being called back."""

from dataclasses import replace

from handlers.kit import stopping, waiting
from handlers.kit.as_it_was import stays
from handlers.kit.doubts import MEANT
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import asks_for_help
from handlers.kit.router import Change, Command, Who, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import Menu, by_number, dropped
from models import form as forms
from models import member, outbox
from models.member import Member

LAST = 3
OF_MEMBERS = (Who.MEMBER, Who.EXEMPT)
"""Whose words are no leader's business."""


@router.command(
    "trogiup",
    "trợ giúp",
    "giúp",
    "hướng dẫn",
    "help",
    "?",
    always=True,
    aside=True,
    purpose=Purpose.TIMES,
    help="Xem có thể nhắn gì",
)
def help_me(turn: Turn) -> Reply:
    """What one can say, by role, and what waits for an answer."""
    said = [command for command in router.words_of(turn) if turn.may(command.purpose)]
    in_a_form = forms.open_at(turn.session, turn.address) is not None
    open_ones = (
        [] if in_a_form else waiting.menu(turn, waiting.offers(turn))
    )  # their numbers would be taken by the form
    return what_to_say(said, open_ones)


@router.command(
    "huy", "thôi", "hủy", always=True, purpose=Purpose.TIMES, help="Thôi việc đang làm dở, không thay đổi gì"
)
def leave(turn: Turn) -> Reply:
    """Leaves a form, or an answer that SỬA asked anew; nothing changes. (The form is closed already: here is only the word.) Where
    neither was open, whoever has just sent something to many stops it."""
    turn.heeded = True
    kept = outbox.close_anew(turn.session, turn.address.id, turn.now)
    if turn.left is None and not kept:
        asked = stopping.ask(turn)
        if asked is not None:
            return asked
    form = router.forms.get(turn.left or "")
    return form.left() if form and form.left else dropped()


@router.leftover(20, Purpose.TIMES)
def as_it_was(turn: Turn) -> Reply:
    """ "giữ nguyên", said to what SỬA has put once more."""
    kept = stays(turn.rest) and outbox.close_anew(turn.session, turn.address.id, turn.now)
    return dropped() if kept else None


@router.leftover(30, Purpose.TIMES)
def needs_help(turn: Turn) -> Reply:
    """ "giúp tôi với", "bí thư gọi cho tôi nhé": whether to be rung up is asked, since somebody else is then told."""
    return MEANT.start(turn, {"command": "goi", "rest": ""}) if asks_for_help(turn.rest) else None


@router.command(
    "goi", "gọi", "gọi lại", "0", always=True, aside=True, purpose=Purpose.TIMES, help="Nhờ bí thư gọi lại"
)
def call_me(turn: Turn) -> Reply:
    """Asks to be called back; whoever leads hears who, at what number, over what. Promised only where a leader can be reached."""
    open_here = [offer for offer in waiting.offers(turn) if offer.member_id == turn.me.id]
    matters = [waiting.matter(turn, offer) for offer in open_here[:1]]
    key = f"goi:{turn.me.id}:{turn.now:%Y-%m-%dT%H}"
    leaders = member.leaders(turn.session, turn.here, turn.now)
    others = [leader for leader in leaders if leader.id != turn.me.id]
    leads = len(others) < len(leaders)
    reached = [who for who in others if outbox.reach(turn.session, [who.id], Purpose.CONTENT)[0]]
    who = by_name(reached) if leads else THE_SECRETARY
    try:
        expires = turn.now + outbox.CALLS_FOR
        turn.tell_leaders(wants_a_call(turn.me, matters), key=key, kind="callback", expires=expires)
    except outbox.Again:
        return called_already(who) if reached else please_call(others if leads else None)
    return will_be_called(who) if reached else please_call(others if leads else None)


@router.command("sua", "sửa", always=True, purpose=Purpose.TIMES, help="Đổi câu vừa trả lời")
def change(turn: Turn) -> Reply:
    """The last three answers that may still change, by matter; with one only, its question at once."""
    changes = router.changes(turn)[:LAST]
    if not changes:
        return nothing_to_change()
    return _anew(turn, changes[0]) if len(changes) == 1 else _CHANGING.start(turn)


def _anew(turn: Turn, change: Change) -> Reply:
    """Asks once more; a question is marked as such, so that only this one changes an answer, and not for long."""
    if not isinstance(change.question, Message):
        return change.question(turn)
    asked = change.question.question
    assert asked is not None
    return replace(change.question, question=replace(asked, subject=f"{asked.subject}{outbox.ANEW}"))


def _which(turn: Turn, answers: Answers) -> Message:
    return Message(
        WHICH, choices(*((change.matter, change.matter) for change in router.changes(turn)[:LAST]))
    )


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"matter": value} if value else _which(turn, answers)


def _ask_anew(turn: Turn, answers: Answers) -> Reply:
    found = [change for change in router.changes(turn) if change.matter == answers["matter"]]
    return _anew(turn, found[0]) if found else nothing_to_change()


_CHANGING = router.form(Form("sua", (Step("matter", _which, _which_said),), _ask_anew, purpose=Purpose.TIMES))


# Wording

WHICH = "Đồng chí muốn đổi câu trả lời nào?"


def what_to_say(commands: list[Command], open_ones: Menu) -> Message:
    everybodys = [_line(command) for command in commands if command.who in OF_MEMBERS]
    leaders = [_line(command) for command in commands if command.who not in OF_MEMBERS]
    parts = [f"Đang chờ đồng chí, xin nhắn một số:\n{by_number(open_ones)}"] if open_ones else []
    parts.append("\n".join(("Đồng chí có thể nhắn:", *everybodys)))
    if leaders:
        parts.append("\n".join(("Việc của người phụ trách chi bộ:", *leaders)))
    return Message("\n\n".join(parts))


def _line(command: Command) -> str:
    """A word that always passes bare is shown so: a slash is hard to find on a small keyboard."""
    word = command.word
    bare = word.always and word.bare and command.who in OF_MEMBERS
    return f"{word.bare[0].upper() if bare else f'/{word.name}'}: {command.help}"


def wants_a_call(person: Member, matters: list[str]) -> Message:
    phone = f", {person.phone}," if person.phone else " (chưa có số điện thoại)"
    about = f", đang xem: {matters[0]}" if matters else ""
    return Message(f"Đ/c {person.known_as}{phone} muốn được gọi lại{about}.")


THE_SECRETARY = "bí thư"


def by_name(people: list[Member]) -> str:
    return " hoặc ".join(person.given for person in people)


def will_be_called(who: str) -> Message:
    return Message(f"Đồng chí {who} sẽ gọi lại.")


def please_call(others: list[Member] | None) -> Message:
    """others: who else leads, where a leader asks."""
    if others is None:
        return Message("Sổ tay chưa nhắn được cho bí thư. Xin đồng chí gọi điện thoại cho bí thư chi bộ.")
    if not others:
        return Message("Đồng chí đang phụ trách chi bộ, ngoài ra chưa có ai để nhờ gọi lại.")
    who = by_name(others)
    return Message(f"Sổ tay chưa nhắn được cho đồng chí {who}. Xin đồng chí gọi điện thoại.")


def called_already(who: str) -> Message:
    said = who if who == THE_SECRETARY else f"đồng chí {who}"
    return Message(f"Sổ tay đã báo {said}; đồng chí {who} sẽ gọi lại.")


def nothing_to_change() -> Message:
    return Message("Hiện không có câu trả lời nào đổi được.")
