"""Each comment is answered by whoever leads, one after the other, with a line of reason; its author hears of it (people 39).

An answer counts as soon as it is given, so that the rest may wait for another day; what is told is shown first.
"""

from datetime import datetime
from zlib import crc32

from handlers.drafts.wording import (
    MARKS,
    answer_of,
    called,
    called_with,
    point_called,
    point_titled,
    words_of,
)
from handlers.kit import choosing, late, phrases
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.outgoing import to_be_sent
from handlers.kit.reading import polite
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import capital, shortened, too_long
from models import draft, outbox
from models.draft import Closed, Comment, Draft, DraftPoint, Mark
from models.folding import tidy
from models.member import Member

Answered = list[tuple[DraftPoint | None, Comment]]
"""Answered comments of one author, each with its point; None: the whole draft."""
LATER = "later"
BACK = "back"
NOTHING = "-"


def start(turn: Turn, about: Draft) -> Reply:
    """Asks about the comments that have no answer yet; then what may be told; else which answer is to be changed."""
    left = [said.id for said in draft.unanswered(turn.session, about)]
    change = None if left or draft.untold(turn.session, about) else "edit"
    return _FORM.start(turn, {"draft": about.id, "left": left, "all": len(left), "go": change})


def _about(turn: Turn, answers: Answers) -> Draft:
    return turn.session.get_one(Draft, answers["draft"])


def _said(turn: Turn, answers: Answers) -> Comment:
    return turn.session.get_one(Comment, answers["left"][0])


def _asks(turn: Turn, answers: Answers) -> bool:
    return bool(answers["left"])


def _mark(turn: Turn, answers: Answers) -> Message:
    said, number = _said(turn, answers), answers["all"] - len(answers["left"]) + 1
    if said.unsaid_at:
        return Message(taken_back(number, answers["all"]), choices(("next", "Xem tiếp"), about=str(said.id)))
    who = turn.session.get_one(Member, said.member_id)
    pairs = [(mark.value, label) for mark, label in MARKS.items()]
    shown = (answers.get("note") or "") + to_answer(
        number,
        answers["all"],
        who.known_as,
        draft.point_of(turn.session, said),
        _about(turn, answers),
        said,
    )
    back = [(BACK, ONE_BEFORE)] if answers.get("done") else []
    return Message(
        shown, choices(*pairs, (LATER, "Để sau"), *back, about=f"{said.id}:{crc32(shown.encode()):x}")
    )


def _mark_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == LATER:
        return {"left": [], "mark": None}
    if value == BACK:
        *before, last = answers["done"]
        return {"left": [last, *answers["left"]], "done": before, "mark": None, "note": None}
    said = _said(turn, answers)
    if said.unsaid_at and value:
        return {"left": answers["left"][1:]}
    if value:
        return {"mark": value, "words": said.text}
    mark, reason = mark_and_reason(text)
    if mark is None or said.unsaid_at:
        return _mark(turn, answers)
    marked = {"mark": mark.value, "words": said.text}
    taken = _reason_said(turn, answers | marked, reason, None)
    return marked | taken if isinstance(taken, dict) else marked


def _reason(turn: Turn, answers: Answers) -> Message:
    about, back = str(answers["left"][0]), (BACK, OTHERWISE)
    if answers["mark"] == Mark.TAKEN_UP:
        return Message(ANY_WORD, choices((NOTHING, NO_WORD), back, about=about))
    return Message(WHY.format(MARKS[Mark(answers["mark"])].lower()), choices(back, about=about))


def _reason_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == BACK:
        return {"mark": None}
    if wrong := too_long(text):
        return wrong
    if value is None and (polite(text) or not any(c.isalpha() for c in text)):
        return _reason(turn, answers)
    if _said(turn, answers).text != answers["words"]:
        return {"mark": None, "note": SAID_OTHERWISE}
    try:
        reason = "" if value else tidy(text)
        draft.mark(turn.session, _said(turn, answers), Mark(answers["mark"]), reason, turn.me, turn.now)
    except Closed:
        pass  # its author has taken it back meanwhile: there is nothing to answer
    now, *left = answers["left"]
    return {"left": left, "done": [*answers.get("done", []), now], "mark": None, "note": None}


def _which(turn: Turn, answers: Answers) -> Message:
    said = draft.answered(turn.session, _about(turn, answers))
    offered = [
        [str(one.id), f"{shortened(one.text, 30)}: {MARKS[one.mark].lower()}"] for one in said if one.mark
    ]
    return choosing.page(WHICH, offered, answers.get("at", 0))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == choosing.MORE:
        return {"at": answers.get("at", 0) + choosing.AT_MOST}
    return (
        {"left": [int(value)], "done": [], "all": 1, "go": None, "at": 0} if value else _which(turn, answers)
    )


def _answers_for(turn: Turn, about: Draft) -> dict[int, Answered]:
    """What is answered to each author who has not heard it."""
    return {
        author: [(draft.point_of(turn.session, one), one) for one in said]
        for author, said in draft.untold(turn.session, about).items()
    }


def _answers_to(turn: Turn, about: Draft) -> dict[int, Message]:
    """What each author is to hear."""
    return {author: answered(about, said) for author, said in _answers_for(turn, about).items()}


def _tells(turn: Turn, answers: Answers) -> bool:
    return bool(draft.untold(turn.session, _about(turn, answers)))


def _preview(turn: Turn, answers: Answers) -> Message:
    about = _about(turn, answers)
    found = _answers_to(turn, about)
    if not found:  # taken back meanwhile, or told by another leader
        return Message(NOBODY_LEFT, choices(("stop", "Thôi")))
    first, *others = [turn.session.get_one(Member, author) for author in found]
    reached, without = outbox.reach(turn.session, list(found), Purpose.CONTENT)
    said = _answers_for(turn, about)
    also = [(who.known_as, said[who.id]) for who in others]
    shown = found[first.id].text.replace(NAME, first.given)
    return to_be_sent(f"{shown}\n\n{to_whom(reached, without, also)}")


def _preview_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    return {"go": value} if value else _preview(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    about = _about(turn, answers)
    waiting = len(draft.unanswered(turn.session, about))
    if answers.get("go") != "send":
        return kept(waiting)
    authors, morning = list(draft.untold(turn.session, about)), late.not_before(turn, answers)
    tell(turn, about, morning)
    has_phone = set(turn.session.exec(outbox.receiving(authors, Purpose.CONTENT)))
    without = [turn.session.get_one(Member, who).known_as for who in authors if who not in has_phone]
    when = late.in_the_morning(morning, turn.now) if morning else None
    return sent(len(has_phone), without, waiting, when)


def tell(turn: Turn, about: Draft, not_before: datetime | None) -> None:
    """Owes its answer to each author who has not heard it."""
    for author, message in _answers_to(turn, about).items():
        key = f"draft:{about.id}:answer:{author}:{turn.now.isoformat()}"
        turn.tell([author], message, key=key, kind="draft_answer", not_before=not_before)
    for said in draft.untold(turn.session, about).values():
        draft.told(turn.session, said, turn.now)


_FORM = router.form(
    Form(
        "traloigopy",
        (
            Step("which", _which, _which_said, lambda turn, answers: answers.get("go") == "edit"),
            Step("mark", _mark, _mark_said, _asks),
            Step("reason", _reason, _reason_said, _asks),
            Step("go", _preview, _preview_said, _tells),
            late.STEP,
        ),
        _done,
        left=lambda: Message(LEFT),
        may=leading,
    )
)


# Wording

ANY_WORD = "Xin nhắn một dòng nói tiếp thu thế nào, hoặc chọn:"
NO_WORD = "Không nói thêm"
ONE_BEFORE = "Sửa ý trước"
OTHERWISE = "Sửa cách trả lời"
TOLD = {
    Mark.TAKEN_UP: "chi bộ tiếp thu {}",
    Mark.EXPLAINED: "chi bộ giải trình {}",
    Mark.OUT_OF_SCOPE: "{} ngoài phạm vi dự thảo",
}
SHOWN = 2500
"""Characters of what the others hear, below what the first one hears."""
WHY = "Xin nhắn một dòng lý do ({})."
WHICH = "Đồng chí đổi câu trả lời cho ý nào?"
NOBODY_LEFT = "Không còn câu trả lời nào phải gửi."
SAID_OTHERWISE = "Góp ý này vừa được đổi lời, nên câu trả lời chưa ghi. Xin đồng chí xem lại.\n\n"
LEFT = "Đã dừng. Câu đã trả lời vẫn giữ, chưa gửi ai; nhắn KẾT QUẢ để trả lời tiếp."


def mark_and_reason(text: str) -> tuple[Mark | None, str]:
    """'giải trình: mức chung của phường': an answer and its reason in one line."""
    words = text.split()
    for mark, label in MARKS.items():
        if size := phrases.begins(words, (label.lower(),)):
            return mark, phrases.joined(words[size:])
    return None, ""


def to_answer(number: int, of: int, who: str, point: DraftPoint | None, about: Draft, said: Comment) -> str:
    known = f"\nĐã trả lời: {answer_of(said)}" if said.mark else ""
    words = f"\n{point_titled(point, about, 200)}" if point and words_of(point, about) else ""
    to = called_with(point, about)
    return f"Góp ý {number}/{of}, của đồng chí {who}, cho {to}:{words}\n“{said.text}”{known}"


def taken_back(number: int, of: int) -> str:
    return f"Góp ý {number}/{of} vừa được rút lại, không phải trả lời."


def answered(about: Draft, said: Answered) -> Message:
    lines = [
        f"TRẢ LỜI GÓP Ý: {called(about)}",
        f"Kính gửi đồng chí {NAME}. Chi bộ trả lời góp ý của đồng chí:",
        *(f"- {in_a_sentence(point, one, one.text)}" for point, one in said),
    ]
    return Message("\n".join(lines), protected=True)


def in_a_sentence(point: DraftPoint | None, said: Comment, words: str) -> str:
    """'Chi bộ tiếp thu góp ý “lắp ba đèn” (điểm 2): sẽ lắp.'; `words`: the comment, or as much of it as is shown."""
    to = f" ({point_called(point)})" if point else ""
    told = TOLD[said.mark or Mark.TAKEN_UP].format(f"góp ý “{words}”{to}")
    return capital(told) + (f": {said.reason}" if said.reason else ".")


def to_whom(reached: int, without: int, others: list[tuple[str, Answered]]) -> str:
    """Below what the first one hears: who else hears what, as far as one message holds it."""
    none = f"; {without} chưa có máy" if without else ""
    lines, left = [f"Gửi {reached} đồng chí, mỗi người một tin{none}."], SHOWN
    for at, (who, said) in enumerate(others):
        line = f"Đồng chí {who}: " + "; ".join(
            shortened(in_a_sentence(point, one, shortened(one.text)), 160) for point, one in said
        )
        left -= len(line)
        if left < 0:
            lines.append(
                f"Và {', '.join(name for name, _ in others[at:])}, mỗi người câu trả lời cho ý của mình."
            )
            break
        lines.append(line)
    return "\n".join(lines)


def kept(waiting: int) -> Message:
    more = f" Còn {waiting} ý chưa trả lời." if waiting else ""
    return Message(f"Câu trả lời đã ghi, chưa gửi thêm cho ai.{more} Nhắn KẾT QUẢ để làm tiếp.")


def sent(reached: int, without: list[str], waiting: int, when: str | None) -> Message:
    done = (
        f"Sẽ gửi trả lời cho {reached} đồng chí lúc {when}."
        if when
        else f"Đã gửi trả lời cho {reached} đồng chí."
    )
    none = f" Chưa có máy, xin nói trực tiếp: {', '.join(without)}." if without else ""
    more = f" Còn {waiting} ý chưa trả lời." if waiting else ""
    return Message(done + none + more)
