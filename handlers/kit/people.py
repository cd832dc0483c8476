"""Naming a member in a message: one means that one, several are shown to choose from, none is told."""

from collections.abc import Callable, Collection

from handlers.kit.form import Answers, Form, May, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.router import router
from handlers.kit.turn import Turn
from models import member
from models.member import Member

Then = Callable[[Turn, Member, Answers], Reply]
"""(turn, the member, what was kept for it) -> reply."""
AT_MOST = 8
_THEN: dict[str, tuple[Then, May]] = {}


def then(name: str, may: May = leading) -> Callable[[Then], Then]:
    """What is done with the member once it is clear who is meant; the name keeps it findable after a restart.

    may: who may choose, asked with what was kept.
    """

    def join(done: Then) -> Then:
        _THEN[name] = done, may
        return done

    return join


def one_of(
    turn: Turn,
    words: str,
    done: Then,
    usage: str,
    kept: Answers | None = None,
    beside: Collection[int] = (),
) -> Reply:
    """Finds the member of the speaker's branch whom the words name, and goes on with `done`; `kept` is handed on to it.

    beside: ids of those of another branch who may be meant as well.
    """
    if not words:
        return Message(usage)
    found = member.find(turn.session, turn.here, words, beside)
    if not found:
        return nobody(words)
    if len(found) == 1:
        return done(turn, found[0], kept or {})
    name = next(name for name, (known, _) in _THEN.items() if known is done)
    return _CHOOSING.start(
        turn, {"then": name, "people": [p.id for p in found[:AT_MOST]], "said": words, "kept": kept or {}}
    )


def described(turn: Turn, person: Member) -> str:
    """A person so that two of a name can be told apart: 'Nguyễn Văn Hùng (tổ 2, 1951)'."""
    branch = member.branch_of(turn.session, person)
    cell = member.cell_of(turn.session, person, branch) if branch else None
    about = [
        part for part in (CELL.format(cell) if cell else None, person.birth and person.birth[:4]) if part
    ]
    return f"{person.name} ({', '.join(about)})" if about else person.name


def _ask(turn: Turn, answers: Answers) -> Message:
    people = [turn.session.get_one(Member, person) for person in answers["people"]]
    pairs = [(str(person.id), described(turn, person)) for person in people]
    return Message(several(answers["said"], len(pairs)), choices(*pairs))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"who": value} if value else _ask(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    done, _ = _THEN[answers["then"]]
    return done(turn, turn.session.get_one(Member, int(answers["who"])), answers["kept"])


def _may(turn: Turn, answers: Answers) -> bool:
    _, may = _THEN[answers["then"]]
    return may(turn, answers["kept"])


_CHOOSING = router.form(Form("chonnguoi", (Step("who", _ask, _said),), _done, may=_may))


# Wording

CELL = "tổ {}"


def nobody(words: str) -> Message:
    return Message(f"Trong chi bộ không có ai tên “{words}”. Xin xem lại tên, có thể nhắn cả họ.")


def several(words: str, count: int) -> str:
    return f"Có {count} đồng chí tên “{words}”. Đồng chí nào?"
