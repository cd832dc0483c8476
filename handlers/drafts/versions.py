"""A draft may be the next version of one before: asked about where the texts are alike, and sent with what changed in plain words."""

from handlers.drafts.wording import called, point_called
from handlers.kit.form import Answers, Step
from handlers.kit.message import Message, choices
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from models import draft
from models.draft import Change, Draft
from models.terms import DocumentClass

ANOTHER = "0"
"""It replaces no draft."""
LINES_AT_MOST = 12
WORDS_AT_MOST = 200
"""Characters of a point that is quoted."""
EDITS_AT_MOST = 3
"""A point in which more has changed is quoted whole."""


def replaced(turn: Turn, answers: Answers) -> Draft | None:
    """The version that the form's text replaces: the newest, whoever has sent one meanwhile; None where it replaces none."""
    if answers.get("replaces") in (None, ANOTHER):
        return None
    before = turn.session.get_one(Draft, int(answers["replaces"]))
    while newer := draft.successor(turn.session, before):
        before = newer
    return before


def _before(turn: Turn, answers: Answers) -> Draft | None:
    return draft.earlier_version(turn.session, turn.here, answers["text"], turn.now)


def _ask(turn: Turn, answers: Answers) -> Message:
    before = _before(turn, answers)
    assert before is not None, "only then is it asked"
    return Message(new_or_another(before), choices((str(before.id), NEW_VERSION), (ANOTHER, OTHER_DRAFT)))


def _said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"replaces": value} if value else _ask(turn, answers)


STEP = Step("replaces", _ask, _said, lambda turn, answers: _before(turn, answers) is not None)
"""Asked where a text looks like the next version of a draft that is open, or just ended."""


# Wording

NEW_VERSION = "Bản mới"
OTHER_DRAFT = "Dự thảo khác"


def new_or_another(before: Draft) -> str:
    return (
        f"Đây là bản mới của {called(before)} hay dự thảo khác? Bản mới thay bản trước, và nói rõ đã sửa gì."
    )


def told(before: Draft, text: str, kind: DocumentClass) -> str:
    """What changed since the version before, line by line; of what is read at the meeting no words."""
    rest = "Bản trước không nhận góp ý nữa; góp ý đã gửi vẫn giữ."
    if kind is DocumentClass.AT_MEETING:
        return rest
    found = [_line(one) for one in draft.changes(before.text, text)]
    more = len(found) - LINES_AT_MOST
    shown = [*found[:LINES_AT_MOST], *([f"... và {more} chỗ khác."] if more > 0 else [])]
    lines = (
        ["So với bản trước:", *(f"* {line}" for line in shown)]
        if found
        else ["So với bản trước: không có chữ nào đổi."]
    )
    return "\n".join([*lines, rest, "", "TOÀN VĂN:"])


def _line(one: Change) -> str:
    if one.old is None or one.new is None:
        there = one.old or one.new
        assert there is not None
        name = point_called(there) if there.label else "câu"
        done = f"Thêm {name}" if one.old is None else f"Bỏ {name} của bản trước"
        return f"{done}: {_quoted(there.text)}."
    moved = f" (trước là {point_called(one.old)})" if one.old.label not in ("", one.new.label) else ""
    name = f"{capital(point_called(one.new))}{moved}" if one.new.label else "Phần mở đầu"
    edits = draft.edits(one.old.text, one.new.text)
    if len(edits) > EDITS_AT_MOST:
        return f"{name} viết lại: trước là {_quoted(one.old.text)}, nay là {_quoted(one.new.text)}."
    said = "; ".join(_edited(edit.old, edit.new) for edit in edits)
    return f"{name}: {said}."


def _edited(old: str, new: str) -> str:
    if not old or not new:
        return f"thêm {_quoted(new)}" if new else f"bỏ {_quoted(old)}"
    return f"{_quoted(old)} nay là {_quoted(new)}"


def _quoted(text: str) -> str:
    words = " ".join(text.split()).rstrip(".;")
    cut = words if len(words) <= WORDS_AT_MOST else f"{words[:WORDS_AT_MOST].rsplit(' ', 1)[0]} ..."
    return f"“{cut}”"
