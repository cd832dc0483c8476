"""What was said of a draft, for whoever leads: by point and by member, as a message and as a table (people 35, 39)."""

from datetime import datetime
from functools import partial

from handlers.drafts import answering, putting_out
from handlers.drafts.wording import answer_of, called, point_called, point_titled, words_of
from handlers.kit import until
from handlers.kit.cells import Value
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import Message, Question, Reply, choices
from handlers.kit.router import Matter, router
from handlers.kit.sheets import Sheet, gives_sheets, recipe
from handlers.kit.turn import Turn
from handlers.kit.wording import capital
from models import draft, member
from models.audit import note
from models.database import Session
from models.draft import Comment, Draft, DraftPoint
from models.member import Member
from models.organisation import Organisation
from models.terms import Standing

Said = list[tuple[Member, list[Comment]]]
"""Comments by member, as `draft.comments` gives them."""
FILE = "gop-y"


@router.result
def results(turn: Turn) -> list[tuple[datetime, Matter]]:
    """The comments on each draft of the branch, for whoever leads it."""
    if not turn.leads():
        return []
    return [
        (one.ended_at, Matter(f"draft:{one.id}", capital(called(one)), partial(_seen, about=one)))
        for one in draft.of_branch(turn.session, turn.here)
    ]


def _seen(turn: Turn, about: Draft) -> Reply:
    if not draft.comments(turn.session, about) and draft.successor(turn.session, about):
        return Message(nothing(about, turn.now))
    return _FORM.start(turn, {"draft": about.id})


def _about(turn: Turn, answers: Answers) -> Draft:
    return turn.session.get_one(Draft, answers["draft"])


def _what(turn: Turn, answers: Answers) -> Message:
    about = _about(turn, answers)
    said, points = draft.comments(turn.session, about), draft.points(turn.session, about)
    shown = collected(about, said, points, turn.now) if said else nothing(about, turn.now)
    return Message(shown, _offered(turn, about, bool(said)))


def _offered(turn: Turn, about: Draft, commented: bool) -> Question:
    """What may be done with the comments, and, as long as it is the newest version, with the draft."""
    newest = draft.successor(turn.session, about) is None
    return choices(
        *([("sheet", "Nhận tệp Excel"), ("answer", "Trả lời góp ý")] if commented else []),
        *([("new", "Gửi bản mới")] if newest else []),
        ("stop", "Thôi"),
    )


def _what_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"what": value} if value else _what(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["what"] == "new":
        return putting_out.start(turn, None, {"replaces": str(answers["draft"])})
    if answers["what"] == "answer":
        return answering.start(turn, _about(turn, answers))
    if answers["what"] == "sheet":
        note(turn.session, turn.now, turn.me.id, "draft.taken", f"draft:{answers['draft']}")
        return Message(HERE_IT_IS, document=recipe(FILE, answers["draft"]))
    return left()


@gives_sheets(FILE)
def sheets(session: Session, draft_id: str, taker: Member, now: datetime) -> list[Sheet]:
    """The comments by point and by member, for whoever leads the draft's branch today."""
    about = session.get_one(Draft, int(draft_id))
    branch = session.get_one(Organisation, about.organisation_id)
    if not member.leads(session, taker, branch, now):
        return []
    said, points = draft.comments(session, about), {p.id: p for p in draft.points(session, about)}
    rows = [
        (who, comment, points.get(comment.point_id or 0)) for who, comments in said for comment in comments
    ]
    by_point = sorted(rows, key=lambda row: row[2].place if row[2] else len(points) + 1)
    title = heading(about, said, now)
    return [
        Sheet(BY_POINT, title, HEAD, [row_of(*row, about, now) for row in by_point]),
        Sheet(BY_MEMBER, title, HEAD, [row_of(*row, about, now) for row in rows]),
    ]


# Wording

_FORM = router.form(
    Form("gopyduthao", (Step("what", _what, _what_said),), _done, left=lambda: left(), may=leading, idle=True)
)
HERE_IT_IS = "Các góp ý, theo điểm và theo người."
BY_POINT, BY_MEMBER = "Theo điểm", "Theo người"
HEAD = ("Điểm", "Nội dung điểm", "Họ và tên", "Góp ý", "Lúc", "Trả lời")
WHOLE = "Cả dự thảo"


def left() -> Message:
    return Message("Đã thôi xem góp ý. Muốn xem lại, nhắn KẾT QUẢ.")


def nothing(about: Draft, now: datetime) -> str:
    then = until.said(about.closed_at or about.until, now)
    return f"Chưa có góp ý nào cho {called(about)} (nhận đến {then})."


def heading(about: Draft, said: Said, now: datetime) -> str:
    then, count = until.said(about.closed_at or about.until, now), sum(len(comments) for _, comments in said)
    return f"Góp ý cho {called(about)} (nhận đến {then}): {count} ý của {len(said)} đồng chí."


def collected(about: Draft, said: Said, points: list[DraftPoint], now: datetime) -> str:
    """Where the draft has points, the words stand by point, and after them who spoke to what; else by member."""
    if not points:
        lines = [
            line
            for who, comments in said
            for line in (f"{_named(who)}:", *(f"- {_with_answer(c)}" for c in comments))
        ]
        return "\n".join([heading(about, said, now), *lines])
    lines = [heading(about, said, now), "", BY_POINT.upper()]
    for point in (*points, None):
        to_it = [
            (who, c)
            for who, comments in said
            for c in comments
            if c.point_id == (point.id if point else None)
        ]
        if to_it:
            lines.append(point_titled(point, about, 80) if point else f"{WHOLE}:")
            lines += [f"- {_named(who)}: {_with_answer(comment)}" for who, comment in to_it]
    labels = {point.id: point_called(point) for point in points}
    lines += ["", BY_MEMBER.upper()]
    for who, comments in said:
        to = dict.fromkeys(labels.get(comment.point_id or 0, WHOLE.lower()) for comment in comments)
        lines.append(f"{_named(who)}: {len(comments)} ý ({', '.join(to)}).")
    return "\n".join(lines)


def row_of(
    who: Member, said: Comment, point: DraftPoint | None, about: Draft, now: datetime
) -> tuple[Value, ...]:
    to = point.label if point else WHOLE
    at = said.said_at.astimezone(now.tzinfo)
    return (to, words_of(point, about), _named(who), said.text, at, capital(answer_of(said)))


def _named(who: Member) -> str:
    return f"{who.known_as} (dự bị)" if who.standing is Standing.PROBATIONARY else who.known_as


def _with_answer(said: Comment) -> str:
    return f"{said.text} [{answer_of(said)}]" if said.mark else said.text
