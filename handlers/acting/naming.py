"""Naming a chi ủy viên who leads for a period, and ending it; all of chi ủy hear of it (people 4)."""

import re
from dataclasses import replace
from datetime import datetime

from handlers.acting import where
from handlers.kit import names, people, period
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.period import A_DAY
from handlers.kit.reading import yes_no
from handlers.kit.router import Who, router
from handlers.kit.turn import Turn
from handlers.kit.wording import leaders_only
from models import acting, member, outbox
from models.acting import LeadsAlready, NoRight, NotInCommittee, Oneself
from models.folding import fold
from models.member import Member
from models.organisation import Organisation
from models.terms import Body, Post

REFUSED = (LeadsAlready, NotInCommittee, Oneself, NoRight)


@router.command(
    "dieuhanhthay",
    "điều hành thay",
    who=Who.NAMER,
    careful=True,
    help="Phân công chi ủy viên điều hành thay (ví dụ: /dieuhanhthay Hòa đến 20/12)",
)
def name(turn: Turn) -> Reply:
    """Names who leads in the secretary's place, or ends it."""
    if not turn.rest:
        return Message(HOW)
    try:
        branch, said = where.branch_in(turn, turn.rest)
    except NoRight:
        return Message(ANOTHERS)
    return _about(turn, branch, said) if branch else _WHICH_BRANCH(turn, said)


def _about(turn: Turn, branch: Organisation, said: str) -> Reply:
    there = replace(turn, branch=branch)
    found, called, rest = names.named(there, said)
    if not found and (ending := _ENDING.match(said)):
        return _ended(there, ending[1])
    if found and (ending := _ENDING.match(rest)) and _nobodys(ending[1]):
        return _ended(there, called)
    if not found:
        return people.nobody(said) if said else Message(HOW)
    return people.one_of(there, called, _period, HOW, {"said": rest, "branch": branch.id})


_WHICH_BRANCH = where.asking(_about)


def _may(turn: Turn, answers: Answers) -> bool:
    branch = turn.session.get_one(Organisation, answers["branch"])
    return acting.right(turn.session, turn.me, branch, turn.now) is not None


@people.then("dieuhanhthay", may=_may)
def _period(turn: Turn, person: Member, kept: Answers) -> Reply:
    branch = turn.session.get_one(Organisation, kept["branch"])
    try:
        acting.may_act(turn.session, person, branch, turn.me, turn.now)
    except REFUSED as why:
        return refused(why, person.known_as)
    since, last = period.read(kept["said"], turn.now)
    answers: Answers = {"branch": branch.id, "person": person.id, "since": since.isoformat()}
    if last is not None:
        answers["until"] = (last + A_DAY).isoformat()
    return _NAMING.start(turn, answers)


def _until(turn: Turn, answers: Answers) -> Message:
    return Message(until_when(_moment(turn, answers["since"])))


def _until_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    last = period.last_day(text, _moment(turn, answers["since"]), turn.now)
    return {"until": (last + A_DAY).isoformat()} if last else _until(turn, answers)


def _sure(turn: Turn, answers: Answers) -> Message:
    branch, person, since, until = _read(turn, answers)
    before = acting.crossed(turn.session, person, branch, since, until, turn.now)
    shown = [(p.since.astimezone(turn.zone), p.until.astimezone(turn.zone)) for p in before if p.until]
    own = member.branch_of(turn.session, turn.me)
    elsewhere = branch if own is None or branch.id != own.id else None
    text = read_back(person.name, elsewhere, since, until, shown)
    return Message(text, choices(("yes", "Đúng"), ("stop", "Thôi")))


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = value or {True: "yes", False: "stop", None: None}[yes_no(text)]
    return {"sure": said} if said else _sure(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["sure"] != "yes":
        return Message(DROPPED)
    branch, person, since, until = _read(turn, answers)
    there = replace(turn, branch=branch)
    try:
        given = acting.name(turn.session, person, branch, since, until, turn.me, turn.now)
    except REFUSED as why:
        return refused(why, person.known_as)
    told = named(person.name, since, until, _by(there))
    return done(person.known_as, *_tell_chi_uy(there, told, f"acting:{given.id}"))


def _ended(turn: Turn, called: str) -> Reply:
    """Ends the period of whom the words name, or all where they name nobody in particular."""
    acts = acting.periods(turn.session, turn.here, turn.now)
    person = None
    if not _nobodys(called):
        found, _, _ = names.named(turn, called)
        if not found:
            return people.nobody(called)
        mine = [who for who in found if who.id in {p.member_id for p in acts}]
        if len(mine) != 1:
            return acts_not(found[0].known_as) if not mine else Message(WHOSE)
        person = mine[0]
    ended = acting.end(turn.session, turn.here, turn.me, turn.now, person)
    if not ended:
        return Message(NOBODY_ACTS)
    told = no_longer([who.name for who in ended], _by(turn))
    _tell_chi_uy(turn, told, f"acting-end:{turn.here.id}:{turn.now.isoformat()}")
    return Message(ENDED)


def _nobodys(words: str) -> bool:
    return fold(words).strip(" .!") in EVERYBODYS


def _tell_chi_uy(turn: Turn, message: Message, key: str) -> tuple[int, int]:
    """All of chi ủy hear of it; gives how many are reached, and how many have nothing that receives it."""
    chi_uy = member.called(turn.here, turn.now, Body.COMMITTEE)
    notice = turn.tell(chi_uy, message, key=key, kind="acting")
    return outbox.reach(turn.session, chi_uy, notice.purpose)


def _by(turn: Turn) -> str:
    """The speaker by name, and by office where he is not the branch's secretary."""
    post = acting.right(turn.session, turn.me, turn.here, turn.now)
    if post is None or (post.post is Post.SECRETARY and post.organisation_id == turn.here.id):
        return turn.me.name
    above = turn.session.get_one(Organisation, post.organisation_id)
    return by_office(turn.me.name, post.post, None if above.id == turn.here.id else above.name)


def _read(turn: Turn, answers: Answers) -> tuple[Organisation, Member, datetime, datetime]:
    branch = turn.session.get_one(Organisation, answers["branch"])
    person = turn.session.get_one(Member, answers["person"])
    return branch, person, _moment(turn, answers["since"]), _moment(turn, answers["until"])


def _moment(turn: Turn, iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(turn.zone)


_NAMING = router.form(
    Form(
        "dieuhanhthay",
        (Step("until", _until, _until_said), Step("sure", _sure, _sure_said)),
        _done,
        may=_may,
    )
)

# Wording

_ENDING = re.compile(
    r"^(?:cho )?(?:thôi|thoi|hết|het|kết thúc|ket thuc|dừng|dung|ngừng|ngưng|ngung)\b[ ,]*(.*)$", re.I
)
EVERYBODYS = ("", "dieu hanh", "dieu hanh thay", "viec dieu hanh thay")
HOW = "Xin nhắn tên và thời gian, ví dụ: /dieuhanhthay Hòa từ 05/12 đến 20/12. Muốn thôi: /dieuhanhthay thôi"
DROPPED = "Đã thôi, chưa phân công ai."
NOBODY_ACTS = "Hiện không có đồng chí nào điều hành thay."
ENDED = "Đã thôi việc điều hành thay, và báo chi ủy."
WHOSE = "Có nhiều đồng chí tên ấy đang điều hành thay. Xin nhắn cả họ và tên."
ANOTHERS = "Đồng chí chỉ phân công được ở chi bộ của mình hoặc chi bộ trực thuộc."
OFFICES = {Post.SECRETARY: "bí thư", Post.DEPUTY: "phó bí thư", Post.ADMINISTRATOR: "quản trị"}


def span(since: datetime, until: datetime) -> str:
    return f"từ {since:%d/%m/%Y} đến hết {until - A_DAY:%d/%m/%Y}"


def until_when(since: datetime) -> str:
    return f"Điều hành thay từ {since:%d/%m/%Y} đến hết ngày nào? Ví dụ: 20/12."


def read_back(
    person: str,
    elsewhere: Organisation | None,
    since: datetime,
    until: datetime,
    before: list[tuple[datetime, datetime]],
) -> str:
    where_ = f" {elsewhere.name}" if elsewhere else ""
    instead = f"\nThay cho lần phân công trước ({', '.join(span(*one) for one in before)})." if before else ""
    return (
        f"ĐIỀU HÀNH THAY{where_}: đồng chí {person}, {span(since, until)}.{instead}\n"
        "Trong thời gian ấy đồng chí làm được mọi việc của bí thư trong Sổ tay. Sổ tay báo cả chi ủy."
    )


def named(person: str, since: datetime, until: datetime, by: str) -> Message:
    return Message(
        f"ĐIỀU HÀNH THAY: đồng chí {person} điều hành chi bộ thay, {span(since, until)}.\n"
        f"Người phân công: đồng chí {by}."
    )


def by_office(name_: str, post: Post, above: str | None) -> str:
    return f"{name_}, {OFFICES[post]}{f' {above}' if above else ''}"


def done(person: str, reached: int, without: int) -> Message:
    rest = f" {without} đồng chí chưa có máy, xin báo giúp." if without else ""
    return Message(f"Đã ghi: đồng chí {person} điều hành thay. Đã báo chi ủy: {reached} đồng chí.{rest}")


def no_longer(people_: list[str], by: str) -> Message:
    who = ", ".join(people_)
    return Message(f"Đồng chí {who} thôi điều hành thay từ hôm nay.\nNgười phân công: đồng chí {by}.")


def acts_not(person: str) -> Message:
    return Message(f"Đồng chí {person} hiện không điều hành thay.")


def refused(why: Exception, person: str) -> Message:
    match why:
        case LeadsAlready():
            return Message(f"Đồng chí {person} đang là bí thư hoặc phó bí thư, làm được mọi việc rồi.")
        case NotInCommittee():
            return Message(
                f"Đồng chí {person} không phải chi ủy viên. Chỉ phân công được chi ủy viên điều hành thay."
            )
        case Oneself():
            return Message(ONESELF)
    return leaders_only()


ONESELF = "Đồng chí không tự phân công cho mình được."
