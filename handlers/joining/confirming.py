"""Whoever joined by a code or a telephone number is said to be that person by a leader who did not issue the code (people 10)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from handlers.joining import phones
from handlers.kit import names
from handlers.kit.form import Answers, Form, Step
from handlers.kit.message import Message, Reply, choices
from handlers.kit.reading import yes_no
from handlers.kit.router import Who, roles, router
from handlers.kit.turn import Purpose, Turn
from handlers.kit.wording import capital
from models import confirming
from models.confirming import Joining
from models.folding import fold, tidy
from models.member import Member
from models.organisation import Organisation


@dataclass(frozen=True)
class Waiting:
    """A joining that waits, as the speaker stands to it. `others` are those who may confirm it; he himself where he is among them."""

    joining: Joining
    place: Organisation
    mine: bool
    others: list[Member]

    @property
    def id(self) -> int:
        """The id of its binding."""
        return self.joining.binding.id


@router.command("xacnhan", who=Who.VOUCHER, help="Xác nhận đúng người mới vào Sổ tay")
def confirm(turn: Turn) -> Reply:
    """One list of all whom the speaker may confirm; those whom another must confirm stand below, with the reason."""
    asked = [one for one in _waiting(turn) if one.mine]
    if asked:
        return _FORM.start(turn, {"asked": [one.id for one in asked]})
    elsewhere = _lines(turn, lambda one: not one.mine)
    return Message("\n".join([NOT_YOURS, *elsewhere])) if elsewhere else Message(NOBODY)


def _waiting(turn: Turn) -> list[Waiting]:
    """What waits in the speaker's branch, and of the branches right below what he leads, that for which they need him."""
    found = []
    for place in confirming.places(turn.session, turn.me, turn.now):
        joinings = confirming.unconfirmed(turn.session, place)
        among = confirming.circles(turn.session, place, turn.now) if joinings else []
        for joining in joinings:
            by = confirming.vouchers(turn.session, among, joining.binding)
            mine = turn.binding is not None and turn.binding.id in [phone.id for phone in by]
            others = [turn.session.get_one(Member, i) for i in dict.fromkeys(phone.member_id for phone in by)]
            if mine or (turn.branch is not None and place.id == turn.branch.id):
                found.append(Waiting(joining, place, mine, others))
    return found


def _asked(turn: Turn, answers: Answers) -> list[Waiting]:
    """Of what was shown, what still waits for the speaker."""
    return [one for one in _waiting(turn) if one.mine and one.id in answers["asked"]]


def _lines(turn: Turn, which: Callable[[Waiting], bool]) -> list[str]:
    """The joinings in lines, those of another branch with its name."""
    found = []
    for one in filter(which, _waiting(turn)):
        where = None if turn.branch and one.place.id == turn.branch.id else one.place.name
        shown = phones.told(turn, one.joining.binding)
        about = line(one.joining.member.known_as, shown, where)
        found.append(about if one.mine else f"{about}. {why_not(_reason(turn, one), one.others)}")
    return found


def _reason(turn: Turn, one: Waiting) -> str:
    if one.joining.member.id == turn.me.id:
        return OWN_PHONE
    return OWN_CODE if one.joining.binding.issued_by_id == turn.me.id else ""


def _all(turn: Turn, answers: Answers) -> Message:
    mine = _lines(turn, lambda one: one.mine and one.id in answers["asked"])
    elsewhere = _lines(turn, lambda one: not one.mine)
    text = "\n".join([ARE_THESE, *mine, *([NOT_YOURS, *elsewhere] if elsewhere else [])])
    return Message(text, choices(("all", ALL), ("some", SOME), ("later", LATER)))


def _all_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = value or {True: "all", False: "some", None: None}[yes_no(text)]
    return {"all": said} if said else _all(turn, answers)


def _some(turn: Turn, answers: Answers) -> bool:
    return answers.get("all") == "some"


def _wrong(turn: Turn, answers: Answers) -> Message:
    return Message(WHO_IS_WRONG)


def _wrong_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    wrong: set[int] = set()
    for part in filter(None, _BETWEEN.split(tidy(text))):
        meant = _meant(turn, answers, part)
        if len(meant) != 1:
            return several(part) if meant else nobody(part)
        wrong |= meant
    return {"wrong": sorted(wrong)} if wrong else _wrong(turn, answers)


def _meant(turn: Turn, answers: Answers, words: str) -> set[int]:
    """Whom of those shown the words name, and nothing else with them."""
    listed = {one.joining.member.id: one.place for one in _asked(turn, answers)}
    meant: set[int] = set()
    for place in {place.id: place for place in listed.values()}.values():
        people, _, rest = names.named(replace(turn, branch=place), words)
        if fold(rest).strip(" .!") in NOT_RIGHT:
            meant |= {person.id for person in people} & listed.keys()
    return meant


def _sure(turn: Turn, answers: Answers) -> Message:
    asked = _asked(turn, answers)
    wrong = [one for one in asked if one.joining.member.id in answers["wrong"]]
    lines = [line(o.joining.member.known_as, phones.told(turn, o.joining.binding), None) for o in wrong]
    text = sure(lines, [o.joining.member.known_as for o in asked if o not in wrong])
    return Message(text, choices(("yes", "Gỡ"), ("no", "Thôi")))


def _sure_said(turn: Turn, answers: Answers, text: str, value: str | None) -> Answers | Message:
    said = {"yes": True, "no": False}.get(value or "", yes_no(text))
    return {"sure": said} if said is not None else _sure(turn, answers)


def _done(turn: Turn, answers: Answers) -> Reply:
    if answers["all"] == "later" or answers.get("sure") is False:
        return Message(LEFT)
    right, cut = [], []
    for one in _asked(turn, answers):
        _, person, _ = one.joining
        if person.id in answers.get("wrong", []):
            phones.cut_off(turn, person, one.joining.binding)
            cut.append(person.known_as)
        else:
            confirming.confirm(turn.session, one.joining.binding, turn.me, turn.now)
            right.append(person.known_as)
    return done(right, cut)


def _may(turn: Turn, answers: Answers) -> bool:
    return Who.VOUCHER in roles(turn) and turn.may(Purpose.CONTENT)


_FORM = router.form(
    Form(
        "xacnhan",
        (
            Step("all", _all, _all_said),
            Step("wrong", _wrong, _wrong_said, _some),
            Step("sure", _sure, _sure_said, _some),
        ),
        _done,
        left=lambda: Message(LEFT),
        may=_may,
    )
)


# Wording

ALL, SOME, LATER = "Đúng cả", "Có người không đúng", "Để sau"
ARE_THESE = "Những máy này có đúng là của các đồng chí ấy không?"
NOT_YOURS = "Cần đồng chí khác xác nhận:"
OWN_CODE, OWN_PHONE = "Mã do đồng chí cấp", "Máy của chính đồng chí"
NOBODY = "Hiện không có ai chờ xác nhận."
WHO_IS_WRONG = "Đồng chí nào không đúng? Xin nhắn tên; nhiều người thì cách nhau bằng dấu phẩy."
LEFT = "Đã để lại, chưa xác nhận ai. Khi nào tiện, nhắn /xacnhan."
NOT_RIGHT = ("", "khong dung", "khong phai", "chua dung", "sai", "nham")
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\s(?:và|va)\s)\s*", re.I)


def line(name: str, phone: str, branch: str | None) -> str:
    """'- Đỗ Văn Sáu: Zalo “Sáu”, từ 01/12/2026'."""
    return f"- {name}{f', {branch}' if branch else ''}: {phone}"


def why_not(reason: str, others: list[Member]) -> str:
    """'Mã do đồng chí cấp, cần đồng chí Hòa xác nhận'."""
    who = " hoặc ".join(person.given for person in others)
    needed = f"cần đồng chí {who} xác nhận" if who else "chưa có ai khác xác nhận được"
    return f"{reason}, {needed}" if reason else capital(needed)


def nobody(words: str) -> Message:
    return Message(f"Trong danh sách trên không có ai tên “{words}”. {WHO_IS_WRONG}")


def several(words: str) -> Message:
    return Message(f"Trong danh sách trên có nhiều đồng chí tên “{words}”. Xin nhắn cả họ và tên.")


def sure(wrong: list[str], right: list[str]) -> str:
    rest = f"\nXác nhận đúng người: {', '.join(right)}." if right else ""
    return "\n".join(["Gỡ máy này? Máy ấy sẽ được báo.", *wrong]) + rest


def done(right: list[str], cut: list[str]) -> Message:
    said = [f"Đã xác nhận đúng người: {', '.join(right)}."] if right else []
    if cut:
        said.append(f"Đã gỡ máy ghi nhầm của: {', '.join(cut)}. Muốn ghi lại, nhắn /capma và tên.")
    return Message("\n".join(said) or NOBODY)
