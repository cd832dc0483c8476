"""What a member said by telephone or at the door, noted by a leader; the member's own answer outranks it (people 5)."""

from handlers.kit import people
from handlers.kit.form import Answers
from handlers.kit.message import Message, Reply
from handlers.kit.reading import attendance
from handlers.kit.router import Who, router
from handlers.kit.turn import Turn
from handlers.meetings import lists, wording
from models import address, meeting, member, outbox
from models.folding import tidy
from models.meeting import Closed, Meeting, Recorded
from models.member import Member
from models.terms import Told


@router.command(
    "ghiho",
    "ghi hộ",
    who=Who.LEADER,
    careful=True,
    help="Ghi hộ lời báo qua điện thoại (ví dụ: /ghiho Lan vắng, đi viện)",
)
def note(turn: Turn) -> Reply:
    """`/ghiho Lan vắng, đi viện`: a name, then what was said."""
    name, said = _split(turn)
    if not name:
        return Message(HOW)
    if attendance(said) is None:
        return unclear(name)
    return people.one_of(turn, name, _noted, HOW, {"said": said})


def _split(turn: Turn) -> tuple[str, str]:
    """The longest beginning that names somebody, and the rest."""
    words = tidy(turn.rest).replace(",", " , ").split()
    for size in range(min(len(words), 6), 0, -1):
        name = " ".join(words[:size])
        if member.find(turn.session, turn.here, name):
            return name, " ".join(words[size:]).replace(" ,", ",").strip(" ,:")
    return "", ""


@people.then("ghiho")
def _noted(turn: Turn, person: Member, kept: Answers) -> Reply:
    return lists.which(turn, "ghiho", {"person": person.id, **kept}, lambda turn: wording.no_meeting())


@lists.then("ghiho")
def _record(turn: Turn, about: Meeting, answers: Answers) -> Reply:
    person = turn.session.get_one(Member, answers["person"])
    said = attendance(answers["said"])
    if said is None:
        return unclear(person.known_as)
    matter = wording.matter(about, turn.now)
    try:
        result: Recorded = meeting.answer(
            turn.session,
            about,
            about.revision,
            person,
            said.coming,
            turn.now,
            Told.LEADER,
            turn.me,
            said.reason or None,
        )
    except Closed:
        return begun(matter)
    except LookupError:
        return not_called(person.known_as, matter)
    if result.attendance.told is Told.SELF:
        return said_himself(person.known_as, result.attendance.coming, matter)
    for binding, where in address.of_member(turn.session, person):
        if binding.consent in address.RECEIVING:
            told = noted_for_you(turn.me.given, said.coming, matter).content()
            key = f"noted:{about.occasion}:{person.id}:{where.id}:{turn.now.isoformat()}"
            outbox.owe(turn.session, where, person.id, told, key=key, now=turn.now)
    return noted(person.known_as, said.coming, matter, said.reason)


# Wording

HOW = "Xin nhắn tên và lời báo, ví dụ: /ghiho Lan vắng, đi viện"


def _word(coming: bool) -> str:
    return "THAM DỰ" if coming else "XIN VẮNG MẶT"


def unclear(name: str) -> Message:
    return Message(f"Đồng chí {name} dự hay vắng? Xin nhắn, ví dụ: /ghiho {name} vắng, đi viện")


def begun(matter: str) -> Message:
    return Message(f"Cuộc {matter} đã bắt đầu hoặc đang hoãn, không ghi thêm được.")


def not_called(name: str, matter: str) -> Message:
    return Message(f"Đồng chí {name} không có trong danh sách mời {matter}, nên chưa ghi.")


def said_himself(name: str, coming: bool, matter: str) -> Message:
    return Message(f"Đồng chí {name} đã tự trả lời {_word(coming)} {matter}; Sổ tay giữ lời ấy.")


def noted(name: str, coming: bool, matter: str, reason: str) -> Message:
    why = f" (lý do: {reason})" if reason and not coming else ""
    return Message(f"Đã ghi hộ theo điện thoại: đồng chí {name} {_word(coming)} {matter}{why}.")


def noted_for_you(by: str, coming: bool, matter: str) -> Message:
    return Message(
        f"Đồng chí {by} ghi hộ theo điện thoại: đồng chí {_word(coming)} {matter}. Nếu chưa đúng, nhắn SỬA."
    )
