"""A leader names a chi ủy viên who leads for a period; all of chi ủy hear of it (people 4)."""

import re
from datetime import datetime, timedelta

from handlers.kit import names, people
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import read_times, yes_no
from handlers.kit.router import Who, router
from handlers.kit.turn import Turn
from models import acting, member, outbox
from models.acting import LeadsAlready, NotInCommittee
from models.folding import fold
from models.member import Member
from models.terms import Body

A_DAY = timedelta(days=1)


@router.command(
    "dieuhanhthay",
    "điều hành thay",
    who=Who.LEADER,
    careful=True,
    help="Phân công chi ủy viên điều hành thay (ví dụ: /dieuhanhthay Hòa từ 05/12 đến 20/12)",
)
def name(turn: Turn) -> Reply:
    """Names who leads in the secretary's place, or ends it."""
    if fold(turn.rest).strip(" .!") in ENDS:
        return _ended(turn)
    found, called, rest = names.named(turn, turn.rest)
    if not found:
        return people.nobody(turn.rest) if turn.rest else Message(HOW)
    return people.one_of(turn, called, _period, HOW, {"said": rest})


@people.then("dieuhanhthay")
def _period(turn: Turn, person: Member, kept: Answers) -> Reply:
    try:
        acting.may_act(turn.session, person, turn.here, turn.now)
    except LeadsAlready:
        return leads_already(person.known_as)
    except NotInCommittee:
        return not_in_committee(person.known_as)
    parts = _TO.split(kept["said"], maxsplit=1)
    since = _day(parts[0], turn.now) or turn.now
    until = _day(parts[1], turn.now) if len(parts) > 1 else None
    answers: Answers = {"person": person.id, "since": since.isoformat()}
    if until is not None and until + A_DAY > since:
        answers["until"] = (until + A_DAY).isoformat()
    return _NAMING.start(turn, answers)


def _day(text: str, now: datetime) -> datetime | None:
    times = read_times(text, now)
    if not times.has_day or len(times.moments) != 1:
        return None
    return times.moments[0].replace(hour=0, minute=0)


def _until(turn: Turn, answers: Answers) -> Message:
    return Message(UNTIL)


def _until_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    until = _day(text, turn.now)
    if until is None or until + A_DAY <= datetime.fromisoformat(answers["since"]):
        return Message(UNTIL)
    return {"until": (until + A_DAY).isoformat()}


def _sure(turn: Turn, answers: Answers) -> Message:
    person, since, until = _read(turn, answers)
    return Message(read_back(person.name, since, until), choices(("yes", "Đúng"), ("stop", "Thôi")))


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = value or {True: "yes", False: "stop", None: None}[yes_no(text)]
    return {"sure": said} if said else _sure(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["sure"] != "yes":
        return Message(DROPPED)
    person, since, until = _read(turn, answers)
    try:
        given = acting.name(turn.session, person, turn.here, since, until, turn.me, turn.now)
    except (LeadsAlready, NotInCommittee):
        return not_in_committee(person.known_as)
    reached = _tell_chi_uy(turn, named(person.name, since, until, turn.me.name), f"acting:{given.id}")
    return done(person.known_as, *reached)


def _ended(turn: Turn) -> Reply:
    ended = acting.end(turn.session, turn.here, turn.me, turn.now)
    if not ended:
        return Message(NOBODY_ACTS)
    told = no_longer([person.name for person in ended], turn.me.name)
    _tell_chi_uy(turn, told, f"acting-end:{turn.here.id}:{turn.now.isoformat()}")
    return Message(ENDED)


def _tell_chi_uy(turn: Turn, message: Message, key: str) -> tuple[int, int]:
    """All of chi ủy hear of it; gives how many are reached, and how many have nothing that receives it."""
    chi_uy = member.called(turn.here, turn.now, Body.COMMITTEE)
    notice = turn.tell(chi_uy, message, key=key, kind="acting")
    return outbox.reach(turn.session, chi_uy, notice.purpose)


def _read(turn: Turn, answers: Answers) -> tuple[Member, datetime, datetime]:
    since, until = (datetime.fromisoformat(answers[end]).astimezone(turn.zone) for end in ("since", "until"))
    return turn.session.get_one(Member, answers["person"]), since, until


_NAMING = router.form(
    Form("dieuhanhthay", (Step("until", _until, _until_said), Step("sure", _sure, _sure_said)), _done)
)

# Wording

_TO = re.compile(r"(?:^|\s+)(?:đến|den|tới)\s+", re.IGNORECASE)
ENDS = ("thoi", "het", "ket thuc", "dung", "ngung")
HOW = "Xin nhắn tên và thời gian, ví dụ: /dieuhanhthay Hòa từ 05/12 đến 20/12. Muốn thôi: /dieuhanhthay thôi"
UNTIL = "Điều hành thay đến hết ngày nào? Ví dụ: 20/12."
DROPPED = "Đã thôi, chưa phân công ai."
NOBODY_ACTS = "Hiện không có đồng chí nào điều hành thay."
ENDED = "Đã thôi việc điều hành thay, và báo chi ủy."


def period(since: datetime, until: datetime) -> str:
    return f"từ {since:%d/%m/%Y} đến hết {until - A_DAY:%d/%m/%Y}"


def read_back(person: str, since: datetime, until: datetime) -> str:
    return (
        f"ĐIỀU HÀNH THAY: đồng chí {person}, {period(since, until)}.\n"
        "Trong thời gian ấy đồng chí làm được mọi việc của bí thư trong Sổ tay. Sổ tay báo cả chi ủy."
    )


def named(person: str, since: datetime, until: datetime, by: str) -> Message:
    return Message(
        f"ĐIỀU HÀNH THAY: đồng chí {person} điều hành chi bộ thay, {period(since, until)}.\n"
        f"Người phân công: đồng chí {by}."
    )


def done(person: str, reached: int, without: int) -> Message:
    rest = f" {without} đồng chí chưa có máy, xin báo giúp." if without else ""
    return Message(f"Đã ghi: đồng chí {person} điều hành thay. Đã báo chi ủy: {reached} đồng chí.{rest}")


def no_longer(people_: list[str], by: str) -> Message:
    who = ", ".join(people_)
    return Message(f"Đồng chí {who} thôi điều hành thay từ hôm nay.\nNgười phân công: đồng chí {by}.")


def leads_already(person: str) -> Message:
    return Message(f"Đồng chí {person} đang là bí thư hoặc phó bí thư, làm được mọi việc rồi.")


def not_in_committee(person: str) -> Message:
    return Message(
        f"Đồng chí {person} không phải chi ủy viên. Chỉ phân công được chi ủy viên điều hành thay."
    )
