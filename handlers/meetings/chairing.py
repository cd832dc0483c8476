"""Naming chủ trì and thư ký of one meeting, and taking it back; the one named hears what he may do, and who named him (people 4)."""

from dataclasses import replace
from datetime import datetime

from handlers.kit import late, names, people
from handlers.kit.form import Answers
from handlers.kit.message import Message, Reply
from handlers.kit.phrases import begins
from handlers.kit.router import Who, router
from handlers.kit.signing import by, signed
from handlers.kit.turn import Priority, Turn
from handlers.meetings import lists, meant, rights, wording
from handlers.meetings.roll import page
from handlers.meetings.roll.shown import KIND as ROLL
from models import meeting, member, outbox
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
    help="Phân công chủ trì (ví dụ: /chutri Lan)",
)
def chair(turn: Turn) -> Reply:
    """`/chutri Lan` names who chairs a meeting; `/chutri thôi` takes it back."""
    return _named(turn, MeetingRole.CHAIR)


@router.command(
    "thuky",
    "thư ký",
    who=Who.LEADER,
    careful=True,
    help="Phân công thư ký một cuộc họp",
)
def clerk(turn: Turn) -> Reply:
    """`/thuky Hùng` names the secretary of a meeting; `/thuky thôi` takes it back."""
    return _named(turn, MeetingRole.CLERK)


def _named(turn: Turn, role: MeetingRole) -> Reply:
    found, name, rest = names.named(turn, turn.rest)
    words = (rest if found else turn.rest).split()
    ends = begins(words, ENDING)
    of = " ".join(words[ends:])
    if ends and _is_of_a_meeting(turn, of):
        return _which(turn, "take_back", {"role": role, "only": [who.id for who in found]}, of)
    if not found:
        return _which(turn, "stands", {"role": role}, of) if not words else _other_order(turn, role)
    if not _is_of_a_meeting(turn, of):
        return how(role)
    return people.one_of(turn, name, _one, "", {"role": role, "of": of})


def _is_of_a_meeting(turn: Turn, words: str) -> bool:
    return not meant.read(words, turn.now).rest


def _other_order(turn: Turn, role: MeetingRole) -> Reply:
    """The meeting stands first, "/chutri 20/12 Lan", or alone. A single word is a name that nobody has: Mai is no day here."""
    said = meant.read(turn.rest, turn.now)
    if said.day is None or turn.rest.isalpha():
        return people.nobody(turn.rest)
    of = f"{said.day:%d/%m/%Y}"
    if not said.rest:
        return _which(turn, "stands", {"role": role}, of)
    found, name, rest = names.named(turn, said.rest)
    return how(role) if rest or not found else people.one_of(turn, name, _one, "", {"role": role, "of": of})


@people.then("chutri")
def _one(turn: Turn, person: Member, kept: Answers) -> Reply:
    return _which(turn, "appoint", {"role": kept["role"], "person": person.id}, kept.get("of", ""))


def _which(turn: Turn, then: str, answers: Answers, of: str) -> Reply:
    """Goes on with the meeting that the words `of` mean: one of those for which somebody may be named now, or is."""
    among = meeting.nameable(turn.session, turn.here, turn.now, put_off=then != "appoint")
    return lists.which(turn, then, answers, lambda turn: wording.no_meeting(), among, of)


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
    told = replace(told, text=" ".join([told.text, *_stays_away(turn, about, person)]))
    return [told, page.page(turn, about)] if about.state is MeetingState.OVER else told


def _stays_away(turn: Turn, about: Meeting, person: Member) -> list[str]:
    """A remark where the one named has said that he does not come to the meeting, or is noted as away on its day."""
    said = meeting.answer_of(turn.session, about, person)
    if said is not None:
        return [] if said.coming else [asked_off(said.reason)]
    held = member.absences(turn.session, meeting.called_to(about), about.starts).get(person.id)
    return [is_away(wording.away_for(held, turn.zone, why=True))] if held else []


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


def _tell_named(turn: Turn, about: Meeting, role: MeetingRole, person: Member) -> str:
    """Owes it to the one named, in the morning where it is night and not pressing; gives what the receipt says of that."""
    if person.id == turn.me.id:
        return ""
    named = named_for(person.given, role, wording.matter(about, turn.now), _by(turn))
    waits = _owe(turn, about, role, person, named, None)
    if outbox.reach(turn.session, [person.id], Purpose.CONTENT) != (1, 0):
        times_alone = outbox.reach(turn.session, [person.id], Purpose.TIMES) == (1, 0)
        return ONLY_TIMES if times_alone else NO_PHONE
    return will_hear(late.in_the_morning(waits, turn.now)) if waits else HAS_HEARD


def _owe(
    turn: Turn, about: Meeting, role: MeetingRole, person: Member, told: Message, not_before: datetime | None
) -> datetime | None:
    """When it goes, where it waits: until the morning, or with what it stands beside."""
    morning = turn.hours.opens(turn.now)
    waits = not_before or (morning if turn.now < morning < about.starts - meeting.EARLY else None)
    turn.tell(
        [person.id],
        told,
        key=f"{_key(about, role, person)}{turn.now.isoformat()}",
        kind=KIND,
        priority=Priority.URGENT,
        not_before=waits,
        expires=meeting.right_ends(about, turn.now),
    )
    return waits


def follow(turn: Turn, about: Meeting, not_before: datetime | None = None) -> None:
    """The meeting has another time, or none: what waits of the old one never goes; at a new one who was named hears that he still is."""
    for role, person in meeting.appointed(turn.session, about).items():
        key = _key(about, role, person)
        outbox.supersede(turn.session, KIND, key)
        if about.state is not MeetingState.CALLED or person.id == turn.me.id:
            continue
        matter = wording.matter(about, turn.now)
        knows = person.id in outbox.gone(turn.session, KIND, key)
        told = (
            still(person.given, role, matter) if knows else named_for(person.given, role, matter, _by(turn))
        )
        _owe(turn, about, role, person, told, not_before)


def beside(turn: Turn, about: Meeting) -> str:
    """For the receipt of a new time: who is still named."""
    named = meeting.appointed(turn.session, about)
    return "".join(remains(person.known_as, role) for role, person in named.items())


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
            expires=None if about.state is MeetingState.POSTPONED else meeting.right_ends(about, turn.now),
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
HAS_HEARD = " Đã báo đồng chí ấy."
TAKES_BACK = {MeetingRole.CHAIR: "/chutri thôi", MeetingRole.CLERK: "/thuky thôi"}
ONLY_TIMES = " Máy của đồng chí ấy chỉ nhận giờ họp, không điểm danh được trên máy; xin báo giúp."
NO_PHONE = " Đồng chí ấy chưa có máy, xin báo giúp."


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


def still(given: str, role: MeetingRole, matter: str) -> Message:
    return Message(f"Đồng chí {given} vẫn {DOES[role]} {matter}.")


def remains(person: str, role: MeetingRole) -> str:
    return f" {IS[role]} vẫn là đồng chí {person}; muốn thôi: {TAKES_BACK[role]}."


def will_hear(when: str) -> str:
    return f" Sẽ báo đồng chí ấy lúc {when}."


def done(person: str, role: MeetingRole, matter: str, before: Member | None, heard: str) -> Message:
    instead = f", thay đồng chí {before.known_as}" if before else ""
    return Message(
        f"Đã ghi: đồng chí {person} {DOES[role]} {matter}{instead}.{heard} Muốn thôi: {TAKES_BACK[role]}."
    )


def asked_off(reason: str | None) -> str:
    return f"Lưu ý: đồng chí ấy đã xin vắng mặt cuộc này{f' ({reason})' if reason else ''}."


def is_away(away: str) -> str:
    return f"Lưu ý: đồng chí ấy đang ghi {away}."


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
