"""Naming chủ trì and thư ký of one meeting, and taking it back; the one named hears what he may do, and who named him (people 4)."""

from handlers.kit import names, people
from handlers.kit.form import Answers
from handlers.kit.message import Message, Reply
from handlers.kit.router import Who, router
from handlers.kit.signing import by, signed
from handlers.kit.turn import Priority, Turn
from handlers.meetings import lists, rights, wording
from handlers.meetings.phrases import begins
from handlers.meetings.roll import page
from handlers.meetings.roll.shown import KIND as ROLL
from models import meeting, outbox
from models.meeting import Meeting, TooLate
from models.member import Member
from models.outbox import Purpose
from models.terms import MeetingRole, MeetingState

KIND = "appointed"


@router.command(
    "chutri",
    "chủ trì",
    who=Who.LEADER,
    careful=True,
    help="Phân công chủ trì một cuộc họp (ví dụ: /chutri Lan)",
)
def chair(turn: Turn) -> Reply:
    """`/chutri Lan` names who chairs a meeting; `/chutri thôi` takes it back."""
    return _named(turn, MeetingRole.CHAIR)


@router.command(
    "thuky",
    "thư ký",
    who=Who.LEADER,
    careful=True,
    help="Phân công thư ký một cuộc họp (ví dụ: /thuky Hùng)",
)
def clerk(turn: Turn) -> Reply:
    """`/thuky Hùng` names the secretary of a meeting; `/thuky thôi` takes it back."""
    return _named(turn, MeetingRole.CLERK)


def _named(turn: Turn, role: MeetingRole) -> Reply:
    found, name, rest = names.named(turn, turn.rest)
    if _ends(rest if found else turn.rest):
        return _which(turn, "take_back", {"role": role, "only": [who.id for who in found]})
    if not turn.rest:
        return _which(turn, "stands", {"role": role})
    if not found:
        return people.nobody(turn.rest)
    if rest:
        return how(role)
    return people.one_of(turn, name, _one, "", {"role": role})


def _ends(said: str) -> bool:
    words = said.split()
    return 0 < begins(words, ENDING) == len(words)


@people.then("chutri")
def _one(turn: Turn, person: Member, kept: Answers) -> Reply:
    return _which(turn, "appoint", {**kept, "person": person.id})


def _which(turn: Turn, then: str, answers: Answers) -> Reply:
    """Goes on with the meeting that is meant: one of those for which somebody may be named now."""
    among = meeting.nameable(turn.session, turn.here, turn.now)
    return lists.which(turn, then, answers, lambda turn: wording.no_meeting(), among)


@lists.then("appoint")
def _appoint(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    role, matter = MeetingRole(answers["role"]), wording.matter(about, turn.now)
    person = turn.session.get_one(Member, answers["person"])
    stands = meeting.appointed(turn.session, about).get(role)
    if stands is not None and stands.id == person.id:
        return stands_already(person.known_as, role, matter)
    try:
        before = meeting.appoint(turn.session, about, role, person, turn.me, turn.now)
    except TooLate:
        return too_late(matter)
    except LookupError:
        return not_called(person.known_as, role, matter)
    if before is not None:
        tell_replaced(turn, about, role, before)
    told = done(person.known_as, role, matter, before, _tell_named(turn, about, role, person))
    return [told, page.page(turn, about)] if about.state is MeetingState.OVER else told


@lists.then("take_back")
def _take_back(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    role, matter = MeetingRole(answers["role"]), wording.matter(about, turn.now)
    stands = meeting.appointed(turn.session, about).get(role)
    if stands is None:
        return nobody_named(role, matter)
    if answers["only"] and stands.id not in answers["only"]:
        return another_is(stands.known_as, role, matter)
    meeting.take_back(turn.session, about, role, turn.me, turn.now)
    tell_replaced(turn, about, role, stands)
    return taken_back(stands.known_as, role, matter)


@lists.then("stands")
def _stands(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    role, matter = MeetingRole(answers["role"]), wording.matter(about, turn.now)
    stands = meeting.appointed(turn.session, about).get(role)
    now = another_is(stands.known_as, role, matter) if stands else nobody_named(role, matter)
    return [now, how(role)]


def _tell_named(turn: Turn, about: Meeting, role: MeetingRole, person: Member) -> bool | None:
    """Whether the one named is told; None where he named himself. In the morning where it is night and not pressing."""
    if person.id == turn.me.id:
        return None
    morning = turn.hours.opens(turn.now)
    turn.tell(
        [person.id],
        named_for(person.given, role, wording.matter(about, turn.now), _by(turn)),
        key=f"{_key(about, role, person)}{turn.now.isoformat()}",
        kind=KIND,
        priority=Priority.URGENT,
        not_before=morning if morning < about.starts - meeting.EARLY else None,
        expires=meeting.right_ends(about, turn.now),
    )
    reached, _ = outbox.reach(turn.session, [person.id], Purpose.CONTENT)
    return reached > 0


def tell_replaced(turn: Turn, about: Meeting, role: MeetingRole, person: Member) -> None:
    """What he was told and has not got never goes; what he got is taken back, with the question that he may not answer any more."""
    key = _key(about, role, person)
    outbox.supersede(turn.session, KIND, key)
    if person.id not in rights.people_in_charge(turn.session, about, turn.now):
        outbox.close_question(turn.session, ROLL, about.occasion, turn.now, person.id)
    if person.id in outbox.gone(turn.session, KIND, key) and person.id != turn.me.id:
        told = no_longer(person.given, role, wording.matter(about, turn.now), _by(turn))
        turn.tell(
            [person.id],
            told,
            key=f"{key}{turn.now.isoformat()}:no",
            kind=KIND,
            not_before=turn.hours.opens(turn.now),
            expires=meeting.right_ends(about, turn.now),
        )


def _key(about: Meeting, role: MeetingRole, person: Member) -> str:
    return f"{KIND}:{about.id}:{role}:{person.id}:"


def _by(turn: Turn) -> str:
    return signed(turn, turn.me) or by(turn.me.name)


# Wording

ENDING = ("thôi", "cho thôi", "bỏ", "hết", "ngừng", "dừng")
DOES = {MeetingRole.CHAIR: "chủ trì", MeetingRole.CLERK: "làm thư ký"}
IS = {MeetingRole.CHAIR: "Chủ trì", MeetingRole.CLERK: "Thư ký"}
EXAMPLES = {MeetingRole.CHAIR: "/chutri Lan", MeetingRole.CLERK: "/thuky Hùng"}
TAKES_BACK = {MeetingRole.CHAIR: "/chutri thôi", MeetingRole.CLERK: "/thuky thôi"}


def how(role: MeetingRole) -> Message:
    return Message(f"Xin nhắn tên một đồng chí, ví dụ: {EXAMPLES[role]}. Muốn thôi: {TAKES_BACK[role]}.")


def named_for(given: str, role: MeetingRole, matter: str, by: str) -> Message:
    return Message(
        f"Mời đồng chí {given} {DOES[role]} {matter}. Người phân công: {by}.\n"
        "Từ một giờ trước giờ họp đến hết ngày hôm sau, riêng cuộc này, đồng chí được:\n"
        "- nhắn DANH SÁCH để xem ai dự, ai vắng;\n"
        "- nhắn ĐIỂM DANH khi đã họp để ghi ai có mặt, rồi nhận một trang để chép vào biên bản."
    )


def no_longer(given: str, role: MeetingRole, matter: str, by: str) -> Message:
    return Message(f"Đồng chí {given} thôi {DOES[role]} {matter}. Người phân công: {by}.")


def done(person: str, role: MeetingRole, matter: str, before: Member | None, told: bool | None) -> Message:
    instead = f", thay đồng chí {before.known_as}" if before else ""
    heard = {True: " Đã báo đồng chí ấy.", False: " Đồng chí ấy chưa có máy, xin báo giúp.", None: ""}[told]
    return Message(
        f"Đã ghi: đồng chí {person} {DOES[role]} {matter}{instead}.{heard} Muốn thôi: {TAKES_BACK[role]}."
    )


def taken_back(person: str, role: MeetingRole, matter: str) -> Message:
    return Message(f"Đã ghi: đồng chí {person} thôi {DOES[role]} {matter}.")


def stands_already(person: str, role: MeetingRole, matter: str) -> Message:
    return Message(f"Đã ghi rồi: đồng chí {person} {DOES[role]} {matter}.")


def another_is(person: str, role: MeetingRole, matter: str) -> Message:
    return Message(f"{IS[role]} {matter}: đồng chí {person}.")


def nobody_named(role: MeetingRole, matter: str) -> Message:
    return Message(f"Chưa phân công ai {DOES[role]} {matter}.")


def not_called(person: str, role: MeetingRole, matter: str) -> Message:
    return Message(
        f"Đồng chí {person} không có trong danh sách mời {matter}, nên chưa ghi. Xin nhắn tên người khác, "
        f"ví dụ: {EXAMPLES[role]}."
    )


def too_late(matter: str) -> Message:
    return Message(f"Cuộc {matter} đang hoãn hoặc đã họp xong, không phân công được nữa.")
