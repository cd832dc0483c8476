"""/vanban and the file itself, in either order: what is taken to be sent down, and what was sent already."""

from dataclasses import replace

from handlers.dispatches import adding, preparing
from handlers.kit import handed_in
from handlers.kit.form import Answers
from handlers.kit.incoming import Kind
from handlers.kit.message import Message, Reply, as_list
from handlers.kit.router import Who, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.words import Command, understand
from models import dispatch
from models import form as forms
from models.organisation import Organisation

WORD = "vanban"
ORDER = 40
"""Before rosters and documents: under this word a table of people is a paper like any other."""


@router.command(
    WORD,
    who=Who.ABOVE,
    careful=True,
    help="Gửi văn bản cho các chi bộ trực thuộc (nhắn /vanban rồi gửi tệp)",
)
def send(turn: Turn) -> Reply:
    """Asks for the file; what stands behind the word is its number and title."""
    places = dispatch.offices(turn.session, turn.me, turn.now)
    if not places:
        return Message(NOTHING_BELOW if turn.leads() else OF_THE_OFFICE)
    return preparing.FORM.start(turn, {"said": turn.rest, **_only(places)})


def _only(places: list[Organisation]) -> Answers:
    return {"office": str(places[0].id)} if len(places) == 1 else {}


@router.file(ORDER)
def take(turn: Turn) -> Reply:
    """Takes the file of whoever sends papers down: under the word, while its form is open, or where he leads no branch for whose
    library it might be. None for any other."""
    said = _said(turn)
    before = forms.open_at(turn.session, turn.address)
    open_here = before is not None and before.name == preparing.FORM.name
    places = _offices(turn)
    if said is not None and not places:
        return Message(NOTHING_BELOW if turn.speaks_as_leader() else OF_THE_OFFICE)
    if not places or not turn.may(Purpose.CONTENT) or not (said is not None or open_here or not turn.leads()):
        return None
    refused = handed_in.by_another_way(turn) if turn.said.file is None else handed_in.unfit(turn)
    if refused is not None:
        turn.heeded = open_here
        return refused
    assert turn.said.prepared is not None
    for place in places:
        if (known := dispatch.again(turn.session, place, turn.said.prepared.data)) is not None:
            forms.close(turn.session, turn.address)
            turn.heeded = True
            return adding.offer(turn, place, known)
    kept = dict(before.answers) if before is not None and open_here else {}
    if said is not None:
        turn.said = replace(turn.said, text=said)
    answers = {
        "said": said or kept.get("said") or "",
        **({"office": kept["office"]} if kept.get("office") else _only(places)),
        **handed_in.staged(turn),
    }
    asked = as_list(preparing.FORM.start(turn, answers))
    return [handed_in.earlier_dropped(), *asked] if kept.get("file") else asked


def _said(turn: Turn) -> str | None:
    """What stands behind the word in the caption; None where the word is not there."""
    if turn.said.kind not in (Kind.FILE, Kind.PHOTO):
        return None
    meant = understand(turn.said.text, [router.commands[WORD].word], asked=False)
    return meant.rest if isinstance(meant, Command) else None


def _offices(turn: Turn) -> list[Organisation]:
    """For which the speaker sends; on a shared phone whoever sends for one is the one who speaks."""
    people = [turn.member] if turn.member is not None else [member for member, _ in turn.members]
    for person in people:
        if places := dispatch.offices(turn.session, person, turn.now):
            turn.becomes(person)
            return places
    return []


# Wording

NOTHING_BELOW = "Dưới tổ chức của đồng chí chưa có chi bộ nào để gửi văn bản. Muốn gửi tài liệu cho chi bộ mình, xin gửi tệp."
OF_THE_OFFICE = (
    "Việc này của cấp ủy cấp trên: bí thư, phó bí thư hoặc quản trị của Đảng bộ làm. Cần giúp, xin nhắn GỌI."
)
