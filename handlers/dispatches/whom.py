"""To which branches a paper goes: all below, or those named or numbered ("2, 5", "số 9, cơ quan phường")."""

import re

from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.turn import Turn
from models import dispatch
from models.dispatch import Dispatch
from models.folding import fold, tidy
from models.organisation import Organisation

ALL = "all"
TAPPED_AT_MOST = 8
"""So many branches have a button each; more stand in the text with their numbers."""
LISTED_AT_MOST = 90


def office_of(turn: Turn, answers: Answers) -> Organisation:
    """Who sends."""
    return turn.session.get_one(Organisation, int(answers["office"]))


def may_get(turn: Turn, answers: Answers) -> list[Organisation]:
    """The branches below, by name; of a paper that goes out once more (`again`) those that have not got it."""
    every = dispatch.below(turn.session, office_of(turn, answers))
    if not answers.get("again"):
        return every
    sent = turn.session.get_one(Dispatch, answers["again"])
    have = {row.organisation_id for row in dispatch.rows(turn.session, sent)}
    return [branch for branch in every if branch.id not in have]


def chosen(turn: Turn, answers: Answers) -> list[Organisation]:
    """The branches to which it goes, as they stand today."""
    every = may_get(turn, answers)
    if answers["branches"] == ALL:
        return every
    return [branch for branch in every if branch.id in answers["branches"]]


def _ask(turn: Turn, answers: Answers) -> Message:
    every = may_get(turn, answers)
    all_of_them = (ALL, everybody(len(every)))
    if len(every) <= TAPPED_AT_MOST:
        return Message(WHICH, choices(all_of_them, *((str(one.id), one.name) for one in every)))
    listed = [numbered(at, one.name) for at, one in enumerate(every[:LISTED_AT_MOST], 2)]
    return Message("\n".join([WHICH_OF_MANY, *listed]), choices(all_of_them))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value:
        return {"branches": ALL if value == ALL else [int(value)]}
    every = may_get(turn, answers)
    parts = [part.strip(" .") for part in _BETWEEN.split(tidy(text)) if part.strip(" .")]
    if parts and all(fold(part) in EVERYBODY for part in parts):
        return {"branches": ALL}
    found: list[int] = []
    for part in parts:
        meant = _meant(fold(part), every)
        if len(meant) != 1:
            return which_one(part, [one.name for one in meant[:TAPPED_AT_MOST]])
        found.append(meant[0].id)
    return {"branches": sorted(set(found))} if found else _ask(turn, answers)


def _meant(part: str, every: list[Organisation]) -> list[Organisation]:
    """The branches that a number of the list, or words of a name, mean."""
    if part.isdigit():
        at = int(part) - 2
        return every[at : at + 1] if at >= 0 else []
    whole = [one for one in every if one.folded == part]
    return whole or [one for one in every if f" {part} " in f" {one.folded} "]


STEP = Step("branches", _ask, _said)
"""Ends with `branches`: "all", or their ids."""

# Wording

_BETWEEN = re.compile(r"[,;\n]| (?:và|va) ", re.I)
EVERYBODY = ("1", "tat ca", "tat ca chi bo", "tat ca cac chi bo", "cac chi bo", "het", "tat")
WHICH = "Gửi chi bộ nào? Nhắn một hay nhiều số hoặc tên, ví dụ: 2, 3."
WHICH_OF_MANY = (
    "Gửi chi bộ nào? Nhắn 1 để gửi tất cả; hoặc nhắn các số hay tên, cách nhau dấu phẩy, ví dụ: 2, 5."
)


def everybody(count: int) -> str:
    return f"Tất cả ({count} chi bộ)"


def numbered(at: int, name: str) -> str:
    return f"{at}. {name}"


def which_one(said: str, alike: list[str]) -> Message:
    if not alike:
        return Message(f"Không có chi bộ trực thuộc nào là “{said}”. Xin nhắn lại tên hoặc số.")
    return Message(f"“{said}” có thể là: {'; '.join(alike)}. Xin nhắn rõ tên hoặc số.")
