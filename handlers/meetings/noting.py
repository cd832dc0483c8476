"""What a member said by telephone or at the door, noted by a leader, or by chi ủy where it shares the calls; the member's own answer
outranks it (people 5, 23)."""

import re
from datetime import datetime

from handlers.kit import names, people
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import NAME, Message, Reply, choices
from handlers.kit.phrases import begins
from handlers.kit.reading import Attendance, attendance
from handlers.kit.router import Who, router
from handlers.kit.stopping import Done, done_lately
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import leaders_only
from handlers.meetings import asking_in, falling_away, lists, sharing, wording
from handlers.meetings.recording import NOTED, noted_key
from models import address, meeting, outbox
from models.folding import tidy
from models.meeting import Closed, Meeting, Recorded
from models.member import Member
from models.terms import Told


@router.command(
    "ghiho",
    "ghi hộ",
    who=Who.COMMITTEE,
    careful=True,
    help="Ghi hộ lời báo qua điện thoại (ví dụ: /ghiho Lan vắng, đi viện)",
)
def note(turn: Turn) -> Reply:
    """`/ghiho Lan vắng, đi viện`: a name, then what was said; several members in a line of their own each."""
    refused = sharing.refused(turn)
    if refused is not None:
        return refused
    turn.heeded = turn.heeded or turn.left == _ASKING.name  # it was said anew, whole
    lines = [line for line in re.split(r"[\n;]", turn.rest) if line.strip()]
    if len(lines) > 1:
        return _several(turn, lines)
    beside = _from_above(turn)
    found, name, said = names.named(turn, turn.rest, beside)
    if not found:
        return Message(HOW)
    asks = asking_in.said_of(said)
    if asks is not None:
        asked = {"asks": asks}
        return people.one_of(turn, name, asking_in.by_phone, HOW, asked) if turn.leads() else leaders_only()
    if not _says(said):
        return people.one_of(turn, name, _ask, HOW, {}, beside)
    return people.one_of(turn, name, _one, HOW, {"said": said}, beside)


def _from_above(turn: Turn) -> list[int]:
    """Ids of those who follow the branch and were called to what the speaker notes answers for: they are rung up as others are."""
    return [who for about in sharing.among(turn) for who in turn.session.exec(meeting.from_above(about))]


@people.then("ghiho", may=sharing.shares)
def _one(turn: Turn, person: Member, kept: Answers) -> Reply:
    entries = [[person.id, kept["said"]]]
    return lists.which(turn, "ghiho", {"entries": entries, "left": []}, lambda turn: wording.no_meeting())


@people.then("ghihoai", may=sharing.shares)
def _ask(turn: Turn, person: Member, kept: Answers) -> Reply:
    """A name alone: what is said next is about that member, and nobody else."""
    return _ASKING.start(turn, {"person": person.id}) if sharing.among(turn) else wording.no_meeting()


def _person(turn: Turn, answers: Answers) -> Member:
    return turn.session.get_one(Member, answers["person"])


def _coming(turn: Turn, answers: Answers) -> Message:
    person = _person(turn, answers)
    return Message(comes(person.known_as), choices(COMES, STAYS_AWAY, about=str(person.id)))


def _coming_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    """Words after another's name are not this one's: they are asked again."""
    if value:
        return {"said": value}
    found, _, rest = names.named(turn, text, _from_above(turn))
    said = rest if [who.id for who in found] == [answers["person"]] else text
    others = bool(found) and said is text and _says(rest)
    return {"said": said} if _says(said) and not others else _coming(turn, answers)


def _said_of(turn: Turn, answers: Answers) -> Reply:
    return _one(turn, _person(turn, answers), {"said": answers["said"]})


_ASKING = router.form(
    Form("ghihoai", (Step("said", _coming, _coming_said),), _said_of, left=lambda: left(), may=sharing.shares)
)


def _several(turn: Turn, lines: list[str]) -> Reply:
    """Notes what is clear; what is not is named, so that it can be sent again alone."""
    entries, left, beside = [], [], _from_above(turn)
    for line in lines:
        found, _, said = names.named(turn, line, beside)
        if len(found) == 1 and _says(said):
            entries.append([found[0].id, said])
        else:
            left.append(tidy(line))
    if not entries:
        return not_noted(left)
    return lists.which(turn, "ghiho", {"entries": entries, "left": left}, lambda turn: wording.no_meeting())


def _says(said: str) -> bool:
    return _rung(said) or _heard(said) is not None


def _heard(said: str) -> Attendance | None:
    """Whether somebody comes, as told of him: "vang" after a name is vắng, for nobody notes a vâng."""
    return attendance(_VANG.sub(STAYS_AWAY[0], said))


def _rung(said: str) -> bool:
    return begins(said.split(), RUNG) > 0


@lists.then("ghiho", may=sharing.shares)
def _record(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    if not sharing.may(turn, about):
        return sharing.not_yet(turn, about)
    told = [_noted(turn, about, turn.session.get_one(Member, who), said) for who, said in answers["entries"]]
    done = [Message("\n".join(told))]
    return [*done, not_noted(answers["left"])] if answers["left"] else done


def _noted(turn: Turn, about: Meeting, person: Member, words: str) -> str:
    matter = wording.matter(about, turn.now)
    if _rung(words):
        by = meeting.phoned(turn.session, about, person, turn.me, turn.now)
        return rung(person.known_as, matter, None if by.id == turn.me.id else by.given)
    said = _heard(words)
    assert said is not None
    myself = person.id == turn.me.id
    try:
        result: Recorded = meeting.answer(
            turn.session,
            about,
            about.revision,
            person,
            said.coming,
            turn.now,
            Told.SELF if myself else Told.LEADER,
            None if myself else turn.me,
            said.reason or None,
        )
    except Closed:
        return begun(matter)
    except LookupError:
        return not_called(person.known_as, matter)
    if not myself and result.attendance.told is Told.SELF:
        return wording.said_himself(person.known_as, result.attendance.coming, matter)
    was_to = falling_away.answered(turn, about, person, said.coming) if result.changed else []
    if myself:
        return wording.recorded(person.given, said.coming, matter)
    _tell(turn, about, person, noted_for_you(turn.me.given, said.coming, matter))
    return " ".join([noted(person.known_as, said.coming, matter, said.reason), *was_to])


@done_lately
def _noted_last(turn: Turn, since: datetime) -> Done | None:
    found = meeting.noted_last(turn.session, turn.me, since)
    if found is None:
        return None
    about, stands = found
    person = turn.session.get_one(Member, stands.member_id)
    return stands.said_at, still_noted(person, stands.coming, wording.matter(about, turn.now))


def _tell(turn: Turn, about: Meeting, person: Member, told: Message) -> None:
    """Tells the member at all his addresses, in the morning where it is night; what was noted before and has not gone never goes."""
    outbox.supersede(turn.session, NOTED, noted_key(about, person))
    if any(b.consent in address.RECEIVING for b, _ in address.of_member(turn.session, person)):
        turn.tell(
            [person.id],
            told,
            key=f"{noted_key(about, person)}{turn.now.isoformat()}",
            kind=NOTED,
            purpose=Purpose.TIMES,
            not_before=turn.hours.opens(turn.now),
            expires=about.starts,
            everywhere=True,
        )


# Wording

HOW = "Xin nhắn tên và lời báo, ví dụ: /ghiho Lan vắng, đi viện"
COMES, STAYS_AWAY = ("dự", "Dự"), ("vắng", "Vắng")
_VANG = re.compile(r"^vang\b", re.I)
RUNG = ("đã gọi", "gọi rồi", "không nghe máy", "gọi không được")


def comes(name: str) -> str:
    return f"Đồng chí {name} dự hay vắng? Vắng thì xin nhắn cả lý do, ví dụ: vắng, đi viện"


def left() -> Message:
    return Message("Đã thôi, chưa ghi hộ gì.")


def not_noted(lines: list[str]) -> Message:
    left = "\n".join(f"- {line}" for line in lines)
    return Message(f"Chưa ghi, vì chưa rõ tên hoặc chưa rõ dự hay vắng:\n{left}\n{HOW}")


def rung(name: str, matter: str, by: str | None) -> str:
    """by: the colleague who had rung up before."""
    if by:
        return f"Đồng chí {by} đã gọi đồng chí {name} về {matter}, chưa có lời báo."
    return f"Đã ghi: đã gọi đồng chí {name} về {matter}, chưa có lời báo."


def begun(matter: str) -> str:
    return f"Cuộc {matter} đã bắt đầu hoặc đang hoãn, không ghi hộ được. Đã họp thì ghi ai vắng khi điểm danh: /diemdanh."


def not_called(name: str, matter: str) -> str:
    return f"Đồng chí {name} không có trong danh sách mời {matter}, nên chưa ghi."


def noted(name: str, coming: bool, matter: str, reason: str) -> str:
    why = f" (lý do: {reason})" if reason and not coming else ""
    return f"Đã ghi hộ theo điện thoại: đồng chí {name} {wording.said(coming)} {matter}{why}."


def still_noted(person: Member, coming: bool, matter: str) -> Message:
    other = "vắng" if coming else "dự"
    return Message(
        f"Vẫn ghi: đồng chí {person.known_as} {wording.said(coming)} {matter}. "
        f"Muốn đổi, xin nhắn, ví dụ: /ghiho {person.known_as} {other}"
    )


def noted_for_you(by: str, coming: bool, matter: str) -> Message:
    return Message(
        f"Đồng chí {by} ghi hộ theo điện thoại: đồng chí {NAME} {wording.said(coming)} {matter}. Nếu chưa đúng, nhắn SỬA."
    )
