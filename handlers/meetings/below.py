"""The list for a committee's office: how its branches stand, which needs a call, how many have not joined and why (people 40, 45).

It shows numbers and who leads a branch; who answered what, and who has not joined, the branch alone sees.
"""

from collections import Counter

from handlers.kit.leaders import whom_to_call
from handlers.kit.message import Message, Reply
from handlers.kit.not_joined import LABELS
from handlers.kit.reach import by_step
from handlers.kit.router import router
from handlers.kit.turn import Purpose, Turn
from handlers.meetings import wording
from models import branches, dispatch, member
from models.branches import Glance, Need
from models.folding import fold
from models.not_joined import Why
from models.organisation import Organisation
from models.reach import NOBODY

NOT_INVITED = (Why.RUN_OUT, Why.NOT_INVITED, Why.ONLY_RELATIVE, Why.NO_PHONE)
"""Whom the branch has still to invite."""


@router.lends("danhsach")
def looks_down(turn: Turn) -> bool:
    """Whether the speaker has branches to look at from above."""
    return turn.member is not None and turn.may(Purpose.CONTENT) and bool(_places(turn))


def meant(turn: Turn) -> bool:
    """Whether the branches below are asked for by name."""
    return _said(turn).startswith(BRANCHES) and looks_down(turn)


def shown(turn: Turn) -> Reply:
    """The branches below, for whoever leads or administers what stands above them, or follows them; None for anybody else."""
    if not looks_down(turn):
        return None
    table = reasons if _said(turn).removeprefix(BRANCHES).strip() in NOT_IN else standing
    found = {name: branches.glances(turn.session, below, turn.now) for name, below in _places(turn)}
    return [Message(table(turn, name, each)) for name, each in found.items()]


def _said(turn: Turn) -> str:
    return fold(turn.rest).strip(" .?")


def _places(turn: Turn) -> list[tuple[str, list[Organisation]]]:
    """What the speaker looks at, with what it is called: the offices that he leads or keeps, then the branches that he follows."""
    offices = dispatch.offices(turn.session, turn.me, turn.now)
    found = [(office.name, dispatch.below(turn.session, office)) for office in offices]
    known = {branch.id for _, below in found for branch in below}
    followed = [one for one in member.followed(turn.session, turn.me, turn.now) if one.id not in known]
    return found + ([(FOLLOWED, followed)] if followed else [])


# Wording

BRANCHES = "cac chi bo"
NOT_IN = ("chua vao", "ai chua vao", "chua vao so tay", "ai chua vao so tay")
FOLLOWED = "Chi bộ đồng chí theo dõi"
MORE = "Chưa vào vì sao: nhắn /danhsach các chi bộ chưa vào. Số liệu tháng, tệp Excel: nhắn /ketqua tháng"
BY_NAME = "Tên từng đồng chí chỉ chi bộ xem."


def standing(turn: Turn, name: str, found: list[Glance]) -> str:
    """Those that need a call come first, under what it is about."""
    lines = [
        f"{name.upper()}: {len(found)} chi bộ",
        f"{_joined(found)} Trả lời giấy mời họp: {sum(one.answered for one in found)}/{sum(one.asked for one in found)}.",
        *by_step(sum((one.reach for one in found), NOBODY)),
    ]
    for need, label in NEEDS.items():
        there = [one for one in found if one.need is need]
        lines += [f"{label} ({len(there)}):", *(f"- {_line(turn, one)}" for one in there)] if there else []
    return "\n".join([*lines, MORE])


def _joined(found: list[Glance]) -> str:
    return f"Đã vào Sổ tay: {sum(one.joined.count for one in found)}/{sum(one.joined.called for one in found)} đồng chí."


def _line(turn: Turn, one: Glance) -> str:
    said = [f"đã vào {one.joined.count}/{one.joined.called}"]
    if one.meeting:
        day = f"{wording.local(one.meeting, turn.now):%d/%m}"
        said.append(f"họp {day} trả lời {one.answered}/{one.asked}")
    else:
        said.append("chưa có giờ họp")
    who = "" if one.need is Need.NO_LEADER else f" ({whom_to_call(one.leaders)})"
    return f"{one.branch.name}: {', '.join(said)}{who}"


NEEDS = {
    Need.NO_LEADER: "Nên gọi, chưa có bí thư",
    Need.LEADER_OUT: "Nên gọi, bí thư chưa vào Sổ tay",
    Need.NOT_MEETING: "Nên gọi, tháng này chưa họp",
    Need.FEW_ANSWERS: "Nên gọi, sắp họp mà ít trả lời",
    Need.FEW_JOINED: "Nên gọi, chưa được nửa số đồng chí vào",
    None: "Không cần gọi",
}


def reasons(turn: Turn, name: str, found: list[Glance]) -> str:
    """Summed over the branches by the reason; of each branch how many it has still to invite."""
    total: Counter[Why] = Counter()
    for one in found:
        total.update(one.joined.reasons)
    lines = [f"{name.upper()}. {_joined(found)} Chưa vào: {total.total()}."]
    lines += [f"- {label}: {total[why]}" for why, label in LABELS.items() if total[why]]
    lines += ["Từng chi bộ:", *(f"- {one.branch.name}: {_missing(one)}" for one in found)]
    return "\n".join([*lines, BY_NAME])


def _missing(one: Glance) -> str:
    waiting = sum(one.joined.reasons.get(why, 0) for why in NOT_INVITED)
    to_do = f", còn {waiting} đồng chí cần cấp mã ({whom_to_call(one.leaders)})" if waiting else ""
    return f"đã vào {one.joined.count}/{one.joined.called}{to_do}"
