"""The library: what a member may see, found by words of the title, got again by number or tap."""

import re

from handlers.kit import papers
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import polite
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.kit.wording import received
from models import document
from models.document import Document
from models.folding import fold
from models.meeting import Meeting
from models.organisation import Organisation

AT_MOST = 8
NUMBER = re.compile(r"(?:so )?0*(\d{1,6})")


@router.command(
    "tailieu",
    "tài liệu",
    always=True,
    carries=True,
    help="Tìm và nhận lại tài liệu (ví dụ: /tailieu nghị quyết)",
)
def library(turn: Turn) -> Reply:
    """`/tailieu` lists, `/tailieu nghị quyết` searches, `/tailieu 7` gives number 7."""
    asked = NUMBER.fullmatch(fold(turn.rest))
    if asked:
        found = document.numbered(turn.session, turn.here, turn.me, int(asked[1]))
    else:
        found = document.find(turn.session, turn.here, turn.me, turn.rest)
    if not found:
        return no_such(turn.rest) if asked else nothing(turn.rest)
    if turn.rest and len(found) == 1:
        return _shown(turn, found[0])
    return _CHOOSING.start(turn, {"papers": [p.id for p in found[:AT_MOST]], "more": len(found[AT_MOST:])})


def _shown(turn: Turn, paper: Document) -> Message:
    about = turn.session.get(Meeting, paper.meeting_id) if paper.meeting_id else None
    return papers.shown(paper, about, turn.now)


def _ask(turn: Turn, answers: Answers) -> Message:
    found = [turn.session.get_one(Document, one) for one in answers["papers"]]
    return Message(
        which(answers["more"]), choices(*((str(paper.id), _named(turn, paper)) for paper in found))
    )


def _named(turn: Turn, paper: Document) -> str:
    """The title; of a branch that the speaker follows, whose it is, too."""
    if paper.organisation_id == turn.here.id:
        return paper.title
    return of_branch(paper.title, turn.session.get_one(Organisation, paper.organisation_id).name)


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value is None and polite(text):
        return {"paper": ""}
    return {"paper": value} if value else _ask(turn, answers)


def _chosen(turn: Turn, answers: Answers) -> Reply:
    if not answers["paper"]:
        return received()
    chosen = turn.session.get_one(Document, int(answers["paper"]))
    if not document.may_read(turn.session, chosen, turn.me, turn.now):
        return no_such(str(chosen.number))
    return _shown(turn, chosen)


_CHOOSING = router.form(Form("tailieu", (Step("paper", _ask, _said),), _chosen))

# Wording


def of_branch(title: str, branch: str) -> str:
    return f"{title} ({branch})"


def which(more: int) -> str:
    rest = f"\nCòn {more} tài liệu cũ hơn: xin nhắn TÀI LIỆU và một từ trong tên." if more else ""
    return f"Đồng chí cần tài liệu nào?{rest}"


def nothing(words: str) -> Message:
    if not words:
        return Message("Chưa có tài liệu nào.")
    return Message(f"Không có tài liệu nào tên “{words}”. Nhắn TÀI LIỆU để xem tất cả.")


def no_such(number: str) -> Message:
    return Message(f"Không có tài liệu số {number}. Nhắn TÀI LIỆU để xem tất cả.")
