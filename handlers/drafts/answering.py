"""Each comment is answered by whoever leads, one after the other, with a line of reason; its author hears of it (people 39).

An answer counts as soon as it is given, so that the rest may wait for another day; what is told is shown first.
"""

from datetime import datetime
from zlib import crc32

from handlers.drafts.wording import MARKS, answer_of, called, called_with, point_called
from handlers.kit import choosing, late
from handlers.kit.form import Answers, Form, Step, leading
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.outgoing import to_be_sent
from handlers.kit.reading import polite
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import shortened, too_long
from models import draft, outbox
from models.draft import Closed, Comment, Draft, DraftPoint, Mark
from models.folding import tidy
from models.member import Member

LATER = "later"
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
        called_with(draft.point_of(turn.session, said), _about(turn, answers)),
        said,
    )
    return Message(shown, choices(*pairs, (LATER, "Để sau"), about=f"{said.id}:{crc32(shown.encode()):x}"))


def _mark_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == LATER:
        return {"left": [], "mark": None}
    said = _said(turn, answers)
    if said.unsaid_at and value:
        return {"left": answers["left"][1:]}
    return {"mark": value, "words": said.text} if value else _mark(turn, answers)


def _reason(turn: Turn, answers: Answers) -> Message:
    if answers["mark"] == Mark.TAKEN_UP:
        return Message(ANY_WORD, choices((NOTHING, NO_WORD), about=str(answers["left"][0])))
    return Message(WHY.format(MARKS[Mark(answers["mark"])].lower()))


def _reason_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
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
    return {"left": answers["left"][1:], "mark": None, "note": None}


def _which(turn: Turn, answers: Answers) -> Message:
    said = draft.answered(turn.session, _about(turn, answers))
    offered = [
        [str(one.id), f"{shortened(one.text, 30)}: {MARKS[one.mark].lower()}"] for one in said if one.mark
    ]
    return choosing.page(WHICH, offered, answers.get("at", 0))


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value == choosing.MORE:
        return {"at": answers.get("at", 0) + choosing.AT_MOST}
    return {"left": [int(value)], "all": 1, "go": None, "at": 0} if value else _which(turn, answers)


def _answers_to(turn: Turn, about: Draft) -> dict[int, Message]:
    """What each author is to hear."""
    return {
        author: answered(about, [(draft.point_of(turn.session, one), one) for one in said])
        for author, said in draft.untold(turn.session, about).items()
    }


def _tells(turn: Turn, answers: Answers) -> bool:
    return bool(draft.untold(turn.session, _about(turn, answers)))


def _preview(turn: Turn, answers: Answers) -> Message:
    found = _answers_to(turn, _about(turn, answers))
    if not found:  # taken back meanwhile, or told by another leader
        return Message(NOBODY_LEFT, choices(("stop", "Thôi")))
    people = [turn.session.get_one(Member, author) for author in found]
    reached, without = outbox.reach(turn.session, list(found), Purpose.CONTENT)
    first = found[people[0].id].text.replace(NAME, people[0].given)
    return to_be_sent(f"{first}\n\n{to_whom(reached, without, [who.known_as for who in people[1:]])}")


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
WHY = "Xin nhắn một dòng lý do ({})."
WHICH = "Đồng chí đổi câu trả lời cho ý nào?"
NOBODY_LEFT = "Không còn câu trả lời nào phải gửi."
SAID_OTHERWISE = "Góp ý này vừa được đổi lời, nên câu trả lời chưa ghi. Xin đồng chí xem lại.\n\n"
LEFT = "Đã dừng. Câu đã trả lời vẫn giữ, chưa gửi ai; nhắn KẾT QUẢ để trả lời tiếp."


def to_answer(number: int, of: int, who: str, to: str, said: Comment) -> str:
    known = f"\nĐã trả lời: {answer_of(said)}" if said.mark else ""
    return f"Góp ý {number}/{of}, của đồng chí {who}, cho {to}:\n“{said.text}”{known}"


def taken_back(number: int, of: int) -> str:
    return f"Góp ý {number}/{of} vừa được rút lại, không phải trả lời."


def answered(about: Draft, said: list[tuple[DraftPoint | None, Comment]]) -> Message:
    lines = [
        f"TRẢ LỜI GÓP Ý: {called(about)}",
        f"Kính gửi đồng chí {NAME}. Chi bộ trả lời góp ý của đồng chí:",
    ]
    for point, one in said:
        to = f" ({point_called(point)})" if point else ""
        lines.append(f"- “{one.text}”{to}: {answer_of(one)}")
    return Message("\n".join(lines), protected=True)


def to_whom(reached: int, without: int, others: list[str]) -> str:
    more = f" Những đồng chí kia ({', '.join(others)}) nhận câu trả lời cho ý của mình." if others else ""
    none = f"; {without} chưa có máy" if without else ""
    return f"Gửi {reached} đồng chí, mỗi người một tin{none}.{more}"


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
