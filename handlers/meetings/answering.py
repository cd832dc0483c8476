"""Answering an invitation: by tap, number or in plain words, changed until the start; where words may mean another meeting, asked."""

from dataclasses import replace
from datetime import timedelta

from handlers.kit import plain, waiting
from handlers.kit.as_it_was import stays
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import attendance, is_but_a_reason, yes_no, yes_or_away
from handlers.kit.router import Change, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import Menu, by_number, capital
from handlers.meetings import above, naming, wording
from handlers.meetings.recording import KIND, closed, his_own, of_relative, record, stands
from models import meeting, outbox
from models.meeting import Meeting
from models.terms import MeetingState, Told

LATELY = timedelta(hours=12)
"""So long after its start somebody may still be speaking of a meeting."""
JUST = timedelta(hours=1)
"""So long after an answer what is written may still belong to it."""
AT_MOST = 8


def _read(text: str) -> tuple[str, str] | None:
    said = attendance(text)
    return ("yes" if said.coming else "no", said.reason) if said else None


def _matter(turn: Turn, subject: str) -> str:
    return above.matter(turn, _meeting(turn, subject)[0])


def _which_of_several(turn: Turn, text: str) -> Reply:
    """Words that answer several invitations of this chat: of which meeting they are is asked."""
    said = attendance(text)
    return _ask_which(turn, [*_known(turn), *_begun_lately(turn)], said.coming, said.reason) if said else None


@router.question(
    KIND, _read, _matter, purpose=Purpose.TIMES, which=_which_of_several, in_words=wording.IN_WORDS
)
def answer(turn: Turn, subject: str, value: str, rest: str) -> Reply:
    """Records whether the speaker comes; words that may be about another meeting are asked about first."""
    about, revision = _meeting(turn, subject)
    said_before = meeting.answer_of(turn.session, about, turn.me)
    outranked = said_before is not None and said_before.told is not Told.SELF and not of_relative(turn)
    closed_since = turn.answered_late and meeting.takes_answers(about, revision, turn.now)
    if closed_since and said_before is not None and not outranked:
        return stands(turn, about, said_before)
    coming = value == "yes"
    if turn.worded:
        elsewhere = naming.names_another(turn, about, rest)
        among = _others(turn, about, elsewhere) or _just_answered(turn, about)
        if among or elsewhere:
            return _ask_which(turn, [about, *among], coming, rest)
    return record(turn, about, revision, coming, rest)


@router.leftover(5, Purpose.TIMES)
def vang(turn: Turn) -> Reply:
    """ "vang" without its marks: vâng or vắng. Where no meeting is asked about it is vâng, a receipt."""
    if not yes_or_away(turn.rest):
        return None
    mine = [offer for offer in plain.of(turn.me, waiting.offers(turn)) if offer.kind == KIND and offer.number]
    if mine:
        return either(waiting.menu(turn, mine))
    return Message(EITHER_IN_WORDS) if _known(turn) else waiting.reminded(turn)


@router.leftover(40, Purpose.TIMES)
def unasked(turn: Turn) -> Reply:
    """Words on coming where no invitation waits in this chat: too late, answered before, asked elsewhere, or without numbers."""
    said = attendance(turn.rest)
    if said is None or plain.may_be_a_vote(turn.rest, waiting.offers(turn)):
        return None
    known = _known(turn)
    lately = _begun_lately(turn)
    if not known:
        return closed(lately[-1], lately[-1].revision, turn) if lately else None
    before = [meeting.answer_of(turn.session, about, turn.me) for about in known]
    if None not in before and waiting.offers(turn) and yes_no(turn.rest) is not None:
        return None  # "có" is then more likely said to what waits here
    only = before[0] if len(known) == 1 and not lately else None
    if only and (his_own(turn, only) or (only.coming == said.coming and not said.reason)):
        return stands(turn, known[0], only)
    if only and only.coming == said.coming and not naming.names_another(turn, known[0], turn.rest):
        return record(turn, known[0], known[0].revision, said.coming, said.reason)
    unsaid = before == [None] and not lately and yes_no(turn.rest) is None
    if unsaid and not naming.names_another(turn, known[0], turn.rest):
        return record(turn, known[0], known[0].revision, said.coming, said.reason)
    return _ask_which(turn, [*known, *lately], said.coming, said.reason)


@router.changeable(Purpose.TIMES)
def changes(turn: Turn) -> list[Change]:
    """Answers to meetings that have not begun; a relative has none where the member spoke himself."""
    found = []
    for about in meeting.open_to(turn.session, turn.me, turn.now):
        said = meeting.answer_of(turn.session, about, turn.me)
        if said is not None and about.state is MeetingState.CALLED and not his_own(turn, said):
            matter = above.matter(turn, about)
            asked = Message(anew(matter, said.coming)).asking(KIND, about.occasion, *wording.CHOICES)
            found.append(Change(said.said_at, matter, asked))
    return found


def _known(turn: Turn) -> list[Meeting]:
    """Meetings to come that the speaker is called to and was told of."""
    mine = meeting.open_to(turn.session, turn.me, turn.now)
    return [m for m in mine if m.state is MeetingState.CALLED and m.told_at <= turn.now]


def _begun_lately(turn: Turn) -> list[Meeting]:
    begun = meeting.begun(turn.session, turn.now, member=turn.me)
    return [about for about in begun if turn.now - about.starts < LATELY]


def _others(turn: Turn, about: Meeting, elsewhere: bool) -> list[Meeting]:
    """The other meetings that the words may mean: all, where they name another; those not asked about in this chat that still
    wait for an answer; those begun lately, unless the question came after the start."""
    here = {o.subject.removesuffix(outbox.ANEW) for o in waiting.offers(turn) if o.kind == KIND}
    known = [m for m in _known(turn) if m.id != about.id]
    if not elsewhere:
        known = [
            m for m in known if m.occasion not in here and meeting.answer_of(turn.session, m, turn.me) is None
        ]
    question = (KIND, about.occasion)
    lately = [
        m
        for m in _begun_lately(turn)
        if not outbox.asked_since(turn.session, turn.address.id, m.starts, question)
    ]
    return known + lately


def _just_answered(turn: Turn, about: Meeting) -> list[Meeting]:
    """Behind an answer to one meeting a mere reason may explain that one: no absence of another is made of it unasked."""
    if not is_but_a_reason(turn.worded):
        return []
    others = [(m, meeting.answer_of(turn.session, m, turn.me)) for m in _known(turn) if m.id != about.id]
    return [m for m, said in others if said is not None and said.said_at > turn.now - JUST]


def _ask_which(turn: Turn, among: list[Meeting], coming: bool, reason: str) -> Reply:
    ordered = sorted(among, key=lambda about: about.starts)[:AT_MOST]
    return _WHICH.start(turn, {"among": [m.occasion for m in ordered], "coming": coming, "reason": reason})


def _which(turn: Turn, answers: Answers) -> Message:
    offered = [(occasion, _meeting(turn, occasion)[0]) for occasion in answers["among"]]
    before = [(about, meeting.answer_of(turn.session, about, turn.me)) for _, about in offered]
    recorded = [until_now(said.coming, wording.matter(about, turn.now)) for about, said in before if said]
    if len(offered) == 1 and recorded and offered[0][1].starts > turn.now:
        return Message(
            f"{recorded[0]} {changes_to(answers['coming'])}", choices((offered[0][0], CHANGE), KEEP)
        )
    pairs = [(occasion, named(about, turn)) for occasion, about in offered]
    return Message(
        " ".join([which(answers["coming"]), *recorded]), choices(*pairs, *([NONE] if len(pairs) == 1 else []))
    )


def _which_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    if value or stays(text):
        return {"which": value or KEEP[0]}
    asked = _which(turn, answers)
    return replace(asked, text=f"{UNCLEAR}\n{asked.text}")


def _chosen(turn: Turn, answers: Answers) -> Reply:
    if answers["which"] in (NONE[0], KEEP[0]):
        return Message(NOT_RECORDED if answers["which"] == NONE[0] else KEPT)
    about, revision = _meeting(turn, answers["which"])
    return record(turn, about, revision, answers["coming"], answers["reason"])


_WHICH = router.form(Form("cuocnao", (Step("which", _which, _which_said),), _chosen, purpose=Purpose.TIMES))


def _meeting(turn: Turn, subject: str) -> tuple[Meeting, int]:
    number, revision = subject.split(".")
    return turn.session.get_one(Meeting, int(number)), int(revision)


# Wording

NONE = ("none", "Cuộc khác")
CHANGE, KEEP = "Đổi", ("keep", "Giữ như cũ")
KEPT = "Đã giữ như cũ."
UNCLEAR = "Sổ tay chưa hiểu ý đồng chí. Xin nhắn một số, nhắn THÔI để bỏ qua, hoặc GỌI để được gọi lại."
NOT_RECORDED = "Sổ tay chưa ghi gì. Muốn xem các cuộc họp sắp tới, nhắn LỊCH HỌP."


def which(coming: bool) -> str:
    return f"Đồng chí {wording.said(coming)} cuộc họp nào?"


def changes_to(coming: bool) -> str:
    return f"Đổi thành {wording.said(coming)}?"


def until_now(coming: bool, matter: str) -> str:
    return f"Đang ghi {wording.said(coming)} {matter}."


def named(about: Meeting, turn: Turn) -> str:
    begun = " (đã bắt đầu)" if about.starts <= turn.now else ""
    return f"{capital(above.matter(turn, about))}{begun}"


def anew(matter: str, coming: bool) -> str:
    return f"Đồng chí đang ghi {wording.said(coming)} {matter}. Nay đồng chí chọn:"


def either(menu: Menu) -> Message:
    return Message(
        f"“Vang” là “vâng” hay “vắng”? Sổ tay chưa ghi gì. Đồng chí có dự họp không? Xin nhắn một số:\n{by_number(menu)}"
    )


EITHER_IN_WORDS = (
    "“Vang” là “vâng” hay “vắng”? Sổ tay chưa ghi gì. Dự họp, xin nhắn “tôi dự”; vắng, xin nhắn “xin vắng”. "
    "Muốn đổi lời đã ghi, nhắn SỬA."
)
