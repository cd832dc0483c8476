"""What came of what was asked, across features: seen (/ketqua), and ended by hand (/dong)."""

import re

from handlers.kit.choosing import choosing
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Reply, choices
from handlers.kit.named_results import shown_by_name
from handlers.kit.router import Closable, Matter, Who, router
from handlers.kit.turn import Turn
from models.folding import fold, tidy


def _results(turn: Turn) -> list[Matter]:
    found = [result for lister in router.results for result in lister(turn)]
    return [matter for _, matter in sorted(found, key=lambda result: result[0], reverse=True)]


_SEEING = choosing(
    "ketqua", _results, lambda turn, offered: WHICH_RESULT, lambda turn: Message(NO_RESULT), idle=True
)


@router.command(
    "ketqua",
    "kết quả",
    always=True,
    help="Xem kết quả; /ketqua tháng: số liệu của tháng",
)
def results(turn: Turn) -> Reply:
    """The results that the speaker may see: what is open, then what ended last; or what is named behind the word."""
    if turn.rest:
        for shown in shown_by_name:
            if (reply := shown(turn)) is not None:
                return reply
    return _SEEING(turn)


@router.leftover(20)
def results_in_words(turn: Turn) -> Reply:
    """ "kết quả tháng 11", "ket qua thang nay": what is named, without the slash."""
    text = tidy(turn.rest)
    if (said := _NAMED.match(fold(text))) is None:
        return None
    turn.rest = text[said.end() :]
    reply = next((reply for shown in shown_by_name if (reply := shown(turn)) is not None), None)
    turn.rest = text
    return reply


def _open_ones(turn: Turn) -> list[Closable]:
    return [one for lister in router.closables for one in lister(turn)]


def _confirming(one: Closable) -> Matter:
    if one.shown is None:
        return Matter(one.key, one.title, one.close)
    return Matter(one.key, one.title, lambda turn: _CLOSING.start(turn, {"key": one.key, "shown": one.shown}))


_CHOOSING = choosing(
    "dongviec",
    lambda turn: [_confirming(one) for one in _open_ones(turn)],
    lambda turn, offered: WHICH_TO_CLOSE,
    lambda turn: Message(NOTHING_OPEN),
    may=leading,
)


@router.command("dong", "đóng biểu quyết", who=Who.LEADER, careful=True, help="Đóng việc đang mở")
def close(turn: Turn) -> Reply:
    """Closes a motion, a survey or a draft, shown before it is closed."""
    return _CHOOSING(turn)


def _sure(turn: Turn, answers: Answers) -> Message:
    return Message(answers["shown"], choices(("close", "Đóng"), ("stop", "Thôi"), about=answers["key"]))


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"sure": value} if value else _sure(turn, answers)


def _closed(turn: Turn, answers: Answers) -> Reply:
    if answers["sure"] == "stop":
        return Message(LEFT_OPEN)
    found = next((one for one in _open_ones(turn) if one.key == answers["key"]), None)
    return found.close(turn) if found else Message(CLOSED_ALREADY)


_CLOSING = router.form(Form("dong", (Step("sure", _sure, _sure_said),), _closed, may=leading))

# Wording

_NAMED = re.compile(r"(?:xem )?(?:ket qua|so lieu) (?=thang\b)")
WHICH_RESULT = "Đồng chí xem kết quả nào?"
NO_RESULT = "Chưa có kết quả nào để xem."
WHICH_TO_CLOSE = "Đồng chí muốn đóng việc nào?"
NOTHING_OPEN = "Hiện không có việc lấy ý kiến, góp ý hay khảo sát nào đang mở."
LEFT_OPEN = "Đã thôi, vẫn để mở."
CLOSED_ALREADY = "Việc này đã đóng rồi."
