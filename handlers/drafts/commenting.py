"""Commenting on a draft: by plain reply, which is asked about once, with GÓP Ý, or by the choice under it, point by point (people 19)."""

from datetime import datetime

from handlers.drafts import passing_on, pointing
from handlers.drafts.putting_out import KIND
from handlers.drafts.wording import IN_WORDS, called, called_with, point_called
from handlers.kit import choosing, doing, plain, until, waiting
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, as_list, choices
from handlers.kit.reading import asks_for_help, asks_when, attendance, polite, vote, yes_no
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.kit.wording import Menu, by_number, capital, shortened, too_long
from models import draft, motion
from models.draft import Closed, Draft, DraftPoint, NotHere
from models.folding import fold, tidy
from models.until import is_open

ELSEWHERE = "other"


@router.command(
    "gopy",
    "góp ý",
    "góp ý kiến",
    always=True,
    carries=True,
    help="Góp ý cho dự thảo (ví dụ: GÓP Ý mục 2 nên rõ hơn)",
)
def comment(turn: Turn) -> Reply:
    """A comment, with the word for it: it is meant as one. Where only a point is named, its words are asked for."""
    text, targets = tidy(turn.rest), _targets(turn)
    if wrong := too_long(text):
        return wrong
    if fold(text) == BY_POINT:
        return _by_point(turn, targets)
    known = {"said": text or None} if pointing.words_of(text) else {"named": text, "said": None}
    return [*_unrecorded(turn, text), *as_list(_COMMENTING.start(turn, {"meant": True, **known, **targets}))]


def _unrecorded(turn: Turn, text: str) -> list[Message]:
    """Earlier words that this comment breaks off while it was asked which draft they are for: they are not lost in silence."""
    said = turn.left_with.get("said") if turn.left == _COMMENTING.name else None
    return [Message(earlier_unrecorded(said))] if said and fold(said) not in fold(text) else []


def _matter(turn: Turn, subject: str) -> str:
    return called(_draft(turn, subject))


@router.question(KIND, lambda text: None, _matter, waits=False, in_words=IN_WORDS)
def by_point(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """The choice under a draft: its points are listed, and the words to one are asked for."""
    about = _draft(turn, subject)
    if about not in draft.open_for(turn.session, turn.me, turn.now):
        newer = draft.successor(turn.session, about)
        return closed(about, newer, turn.now) if not is_open(about, turn.now) else not_here()
    return _by_point(turn, {"targets": [], "about": subject})


def _by_point(turn: Turn, targets: Answers) -> Reply:
    return _COMMENTING.start(turn, {"meant": True, "by_point": True, "said": None, **targets})


def _draft(turn: Turn, subject: str) -> Draft:
    return turn.session.get_one(Draft, int(subject))


@router.leftover(50)
def perhaps(turn: Turn) -> Reply:
    """Free text while a draft is open may be a comment: it is asked, never assumed."""
    text = turn.rest
    if not _may_be_comment(text) or not draft.open_for(turn.session, turn.me, turn.now):
        return None
    if waiting.offers(turn) and _answers_something(text):
        return None
    if wrong := too_long(text):
        return wrong
    return _COMMENTING.start(turn, {"said": text, **_targets(turn)})


def _may_be_comment(text: str) -> bool:
    """Two words at least, and more than politeness, a yes or a no."""
    return (
        len(text.split()) > 1
        and any(c.isalpha() for c in text)
        and not polite(text)
        and (yes_no(text) is None or vote(text) is not None)
    )


def _answers_something(text: str) -> bool:
    """Whether it reads like the answer to a question of another kind; that question then asks again."""
    return vote(text) is not None or attendance(text) is not None


def _answers_another(turn: Turn, text: str) -> bool:
    """Whether it says a choice of one question that waits in this chat, a vote's aside, which is never taken by the way."""
    return vote(text) is None and len(plain.read(turn, text, waiting.offers(turn), turn.me)) == 1


def _targets(turn: Turn) -> Answers:
    """What a comment can be about: the open drafts, the newest first, and another matter, which goes to whoever leads."""
    drafts = sorted(draft.open_for(turn.session, turn.me, turn.now), key=lambda one: one.id, reverse=True)
    found = [[str(one.id), capital(called(one))] for one in drafts]
    if not found or any(
        m.ended_at > turn.now - motion.LATELY for m in motion.of_branch(turn.session, turn.here)
    ):
        found.append([ELSEWHERE, OTHER_MATTER])
    return {"targets": found, "about": found[0][0] if len(found) == 1 else None}


def _about_draft(turn: Turn, answers: Answers) -> Draft | None:
    key = answers.get("about")
    return None if key in (None, ELSEWHERE) else _draft(turn, str(key))


def _offered(turn: Turn, answers: Answers) -> pointing.Pairs:
    """The points among which it must be asked which is meant; none where that is known, or there is none."""
    about = _about_draft(turn, answers)
    points = draft.points(turn.session, about) if about else []
    words = answers.get("named") or answers.get("said")
    if about is None or not points:
        return []
    if answers.get("by_point"):
        return pointing.pairs(points, about)
    named = pointing.meant(points, words) if words and answers.get("meant") else None
    if named is None or len(named) == 1:
        return []
    return [*pointing.pairs(named or points, about), [pointing.WHOLE, pointing.ALL_OF_IT]]


def _which_point(turn: Turn, answers: Answers, said: str | None = None) -> Message:
    """said: what was answered just now, where it named no point that is there."""
    at = answers.get("at", 0)
    begun_with = "" if at else answers.get("named") or answers.get("said") or ""
    about = _about_draft(turn, answers)
    absent = pointing.absent(draft.points(turn.session, about) if about else [], said or begun_with)
    return choosing.page(f"{absent}{WHICH_POINT}", _offered(turn, answers), at)


def _point_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == choosing.MORE:
        return {"at": answers.get("at", 0) + choosing.AT_MOST}
    about = _about_draft(turn, answers)
    named = pointing.meant(draft.points(turn.session, about), text) if about and not value else None
    chosen = value or (str(named[0].id) if named and len(named) == 1 else None)
    return {"point": chosen} if chosen else _which_point(turn, answers, text)


def _point(turn: Turn, answers: Answers) -> DraftPoint | None:
    """The point that a comment is for, as far as that is known by now; None for the whole."""
    about = _about_draft(turn, answers)
    points = draft.points(turn.session, about) if about else []
    if about is not None and answers.get("point"):
        return pointing.of(about, points, answers["point"])
    words = answers.get("named") or answers.get("said")
    named = pointing.meant(points, words) if words and points else None
    return named[0] if named and len(named) == 1 else None


def _text(turn: Turn, answers: Answers) -> Message:
    about, point = _about_draft(turn, answers), _point(turn, answers)
    return Message(which_comment(called_with(point, about)) if about and point else WHICH_COMMENT)


def _text_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if wrong := too_long(text):
        return wrong
    return (
        {"said": tidy(text)} if any(c.isalpha() for c in text) and not polite(text) else _text(turn, answers)
    )


def _meant(turn: Turn, answers: Answers) -> Message:
    about = _about_draft(turn, answers)
    to = called_with(_point(turn, answers), about) if about else ""
    return Message(as_comment(answers["said"], to), choices(("yes", "Ghi là góp ý"), ("no", "Không")))


def _meant_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = {"yes": True, "no": False}.get(value or "", yes_no(text))
    if said is not None:
        return {"meant": said}
    if attendance(text) is not None or asks_when(text) or asks_for_help(text) or _answers_another(turn, text):
        return {"meant": False, "instead": text}
    if not _may_be_comment(text) or _answers_something(text):
        return _meant(turn, answers)
    together = f"{answers['said']}\n{tidy(text)}"
    return too_long(together) or {"said": together}


def _about(turn: Turn, answers: Answers) -> Message:
    return Message(WHICH_DRAFT, choices(*((key, title) for key, title in answers["targets"])))


def _about_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"about": value} if value else _about(turn, answers)


def _instead(turn: Turn, text: str) -> Reply:
    """Whoever goes on with something else has not answered whether his words were a comment: it is left, and this is heard."""
    found = plain.read(turn, text, waiting.offers(turn), turn.me)
    if len(found) == 1:
        return doing.answer(turn, *found[0])
    turn.rest = text
    return (None if found else router.leftover_of(turn)) or waiting.unclear(turn)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers.get("instead"):
        return _instead(turn, answers["instead"])
    if not answers["meant"]:
        return no_comment(waiting.menu(turn, waiting.offers(turn)))
    if answers["about"] == ELSEWHERE:
        late = [
            one for one in draft.of_branch(turn.session, turn.here) if one.ended_at > turn.now - motion.LATELY
        ]
        return passing_on.to_leaders(turn, answers["said"], late[0] if late and not _any_open(turn) else None)
    about, point = _draft(turn, answers["about"]), _point(turn, answers)
    said = (pointing.words_of(answers["said"]) if point else "") or answers["said"]
    try:
        draft.comment(turn.session, about, turn.me, said, turn.now, point)
    except Closed:
        return passing_on.to_leaders(turn, f"{point_called(point)}: {said}" if point else said, about)
    except NotHere:
        return not_here()
    return recorded(turn.me.given, called_with(point, about))


def _any_open(turn: Turn) -> bool:
    return bool(draft.open_for(turn.session, turn.me, turn.now))


_COMMENTING = router.form(
    Form(
        "gopy",
        (
            Step("about", _about, _about_said, lambda turn, answers: bool(answers.get("by_point"))),
            Step("point", _which_point, _point_said, lambda turn, answers: bool(_offered(turn, answers))),
            Step("said", _text, _text_said),
            Step("meant", _meant, _meant_said),
            Step("about", _about, _about_said, lambda turn, answers: bool(answers["meant"])),
        ),
        _done,
    )
)


# Wording

WHICH_COMMENT = "Xin đồng chí nhắn nội dung góp ý."
WHICH_POINT = "Đồng chí góp ý cho điểm nào?"
BY_POINT = "theo diem"
WHICH_DRAFT = "Đồng chí góp ý cho việc nào?"
OTHER_MATTER = "Việc khác, chuyển bí thư"


def which_comment(to: str) -> str:
    return f"Xin đồng chí nhắn nội dung góp ý cho {to}."


def as_comment(text: str, to: str) -> str:
    return f"Ghi lời này là góp ý{f' cho {to}' if to else ''}?\n“{text}”"


def earlier_unrecorded(text: str) -> str:
    return f"Lời trước chưa ghi: “{shortened(text)}”. Muốn ghi cả lời ấy, xin nhắn lại sau câu này."


def no_comment(menu: Menu) -> Message:
    """What he was asked before is shown once more: his words may have been meant for it."""
    still = f" Việc còn chờ đồng chí:\n{by_number(menu)}" if menu else ""
    return Message(f"Đã thôi, lời ấy không ghi là góp ý.{still}")


def recorded(given: str, to: str) -> Message:
    return Message(
        f"Đã ghi góp ý của đồng chí {given} cho {to}. Bí thư, phó bí thư xem được. Muốn đổi hoặc rút lại, nhắn SỬA."
    )


def closed(about: Draft, newer: Draft | None, now: datetime) -> Message:
    if newer is not None:
        return Message(f"{capital(called(about))} đã có bản mới. Xin đồng chí góp ý cho bản {newer.version}.")
    return Message(
        f"{capital(called(about))} nhận góp ý đến {until.said(about.closed_at or about.until, now)}, không ghi thêm được. "
        "Muốn nói thêm, xin nhắn GÓP Ý và nội dung: lời ấy đến bí thư."
    )


def not_here() -> Message:
    return Message(
        "Dự thảo này của chi bộ khác, hoặc hiện đồng chí không sinh hoạt, nên chưa ghi. Cần hỏi, nhắn GỌI."
    )
