"""A comment changed or taken back by its author, for as long as its draft is open (SỬA)."""

from functools import partial

from handlers.drafts.wording import called, called_with, point_called
from handlers.kit import labels
from handlers.kit.as_it_was import stays
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import polite
from handlers.kit.router import Change, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import shortened, too_long
from models import draft
from models.draft import Closed, Comment, Draft, DraftPoint
from models.folding import tidy


@router.changeable(Purpose.CONTENT)
def changes(turn: Turn) -> list[Change]:
    """The speaker's comments on drafts that are open."""
    return [
        Change(
            said.said_at,
            matter(said, draft.point_of(turn.session, said), about),
            partial(_FORM.start, answers={"comment": said.id}),
        )
        for about, said in draft.comments_by(turn.session, turn.me)
        if draft.may_change(turn.session, said, turn.now)
    ]


def _to(turn: Turn, said: Comment) -> str:
    return called_with(draft.point_of(turn.session, said), turn.session.get_one(Draft, said.draft_id))


def _said(turn: Turn, answers: Answers) -> Comment:
    return turn.session.get_one(Comment, answers["comment"])


def _ask(turn: Turn, answers: Answers) -> Message:
    said = _said(turn, answers)
    return Message(
        in_other_words(said.text, _to(turn, said)), choices(("unsay", "Rút lại"), ("keep", "Giữ nguyên"))
    )


def _taken(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value or stays(text):
        return {"what": value or "keep"}
    if any(labels.says(text, phrase) for phrase in UNSAYS):
        return {"what": "unsay"}
    if wrong := too_long(text):
        return wrong
    meant = any(c.isalpha() for c in text) and not polite(text)
    return {"what": "change", "text": tidy(text)} if meant else _ask(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    said = _said(turn, answers)
    try:
        match answers["what"]:
            case "unsay":
                draft.unsay(turn.session, said, turn.now)
                return unsaid(turn.me.given, _to(turn, said))
            case "change":
                draft.change(turn.session, said, answers["text"], turn.now)
                return changed(turn.me.given, _to(turn, said))
    except Closed:
        return Message(TOO_LATE)
    return Message(KEPT)


_FORM = router.form(Form("suagopy", (Step("what", _ask, _taken),), _done, left=lambda: Message(KEPT)))


# Wording

UNSAYS = (
    *("rút", "rút lại", "rút đi", "rút ý này", "rút lời này", "rút ý kiến", "rút góp ý", "rút lại góp ý"),
    *(
        "bỏ",
        "bỏ đi",
        "bỏ ý này",
        "bỏ góp ý",
        "xóa",
        "xoá",
        "xóa đi",
        "xoá đi",
        "xóa góp ý",
        "thu lại",
        "thu hồi",
    ),
    *("hủy", "huỷ", "hủy góp ý"),
)
"""The whole of what somebody says who takes his comment back; what is longer is the comment in other words."""

KEPT = "Góp ý vẫn giữ nguyên."
TOO_LATE = "Dự thảo đã hết hạn góp ý, nên góp ý giữ nguyên."


def matter(said: Comment, point: DraftPoint | None, about: Draft) -> str:
    return f"góp ý cho {point_called(point) if point else called(about)}: “{shortened(said.text, 30)}”"


def in_other_words(text: str, to: str) -> str:
    return f"Góp ý của đồng chí cho {to}:\n“{text}”\nMuốn đổi, xin nhắn lời mới thay cho lời này."


def changed(given: str, to: str) -> Message:
    return Message(f"Đã đổi góp ý của đồng chí {given} cho {to}.")


def unsaid(given: str, to: str) -> Message:
    return Message(f"Đã rút góp ý của đồng chí {given} cho {to}. Không ai xem được nữa.")
