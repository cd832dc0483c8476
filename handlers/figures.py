"""/ketqua tháng: the month in a few figures, of the branch for whoever leads it, summed for the committees above (people 45)."""

import re
from datetime import datetime

from dateutil.relativedelta import relativedelta

from handlers.kit.message import Message, Reply
from handlers.kit.named_results import shown_by_name
from handlers.kit.turn import Turn
from models import figures, member, organisation
from models.figures import Figures
from models.folding import fold
from models.organisation import Organisation
from models.terms import LEADING, OrganisationKind, Post

LOOKS = (*LEADING, Post.ADMINISTRATOR, Post.FOLLOWER)
"""Who looks from above at the figures of what stands below."""


@shown_by_name
def month(turn: Turn) -> Reply:
    """The figures of a month, this one where none was said."""
    said = _MONTH.fullmatch(fold(turn.rest).strip(" .?"))
    if said is None:
        return None
    if said["month"] and not 1 <= int(said["month"]) <= 12:
        return Message(NO_MONTH)
    since = _first_day(turn.now, said["month"], said["year"])
    if since > turn.now:
        return Message(NOT_YET)
    until = since + relativedelta(months=1)
    shown = [
        _below(turn, place, since, until)
        for place in _above_others(turn)
        if place.kind != OrganisationKind.BRANCH
    ]
    if turn.leads():
        own = figures.of_branch(turn.session, turn.here, since, until)
        shown.append("\n".join([heading(turn.here, since), *lines(own)]))
    return Message("\n\n".join(shown)) if shown else Message(LEADERS_ONLY)


def _first_day(now: datetime, month: str | None, year: str | None) -> datetime:
    """The first moment of the month: of this year, or of the last one where it is still to come."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if month is None:
        return first
    found = first.replace(month=int(month), year=int(year) if year else first.year)
    return found - relativedelta(years=1) if found > first and year is None else found


def _above_others(turn: Turn) -> list[Organisation]:
    """The organisations in which the speaker has a post from which he looks down the tree."""
    held = [post for post in member.posts(turn.session, turn.me, turn.now) if post.post in LOOKS]
    places = dict.fromkeys(post.organisation_id for post in held)
    return [turn.session.get_one(Organisation, place) for place in places]


def _below(turn: Turn, place: Organisation, since: datetime, until: datetime) -> str:
    """The sum of the branches below, and each in a line."""
    branches = [
        one for one in organisation.below(turn.session, [place.id]) if one.kind is OrganisationKind.BRANCH
    ]
    each = [(one, figures.of_branch(turn.session, one, since, until)) for one in branches]
    total = Figures()
    for _, of_one in each:
        total = total.plus(of_one)
    return "\n".join(
        [heading(place, since), *lines(total), *(line(one.name, of_one) for one, of_one in each)]
    )


# Wording

_MONTH = re.compile(r"thang(?: nay)?|thang (?P<month>\d{1,2})(?:[/ -](?:nam )?(?P<year>20\d\d))?")
NO_MONTH = "Không có tháng ấy. Xin nhắn, ví dụ: /ketqua tháng 11."
NOT_YET = "Tháng ấy chưa đến. Xin nhắn, ví dụ: /ketqua tháng 11."
LEADERS_ONLY = "Số liệu tháng do bí thư, phó bí thư xem. Cần giúp, xin nhắn GỌI."


def heading(place: Organisation, since: datetime) -> str:
    return f"{place.name.upper()}, THÁNG {since:%m/%Y}"


def lines(found: Figures) -> list[str]:
    return [
        f"Đã trả lời {found.answered} trên {found.asked} lượt được hỏi ({percent(found.share)}).",
        f"Phải gọi điện: {found.called} lượt.",
        f"Bí thư, phó bí thư nhắn với Sổ tay trong {found.minutes} phút.",
        f"Đã vào Sổ tay {found.joined} trên {found.members} đồng chí. Đã họp {found.met} cuộc.",
    ]


def line(name: str, found: Figures) -> str:
    return (
        f"- {name}: trả lời {found.answered}/{found.asked} ({percent(found.share)}), gọi điện {found.called}, "
        f"đã vào {found.joined}/{found.members}, họp {found.met}"
    )


def percent(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10} %"
