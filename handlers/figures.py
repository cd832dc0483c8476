"""/ketqua tháng: the month in a few figures, of the branch for whoever leads it, summed for the committees above (people 45): in words, as
bars and as a table."""

import re
from datetime import datetime

from dateutil.relativedelta import relativedelta

from handlers.kit.cells import Value
from handlers.kit.message import UNDER_A_PICTURE, Message, Reply
from handlers.kit.named_results import shown_by_name
from handlers.kit.not_joined import LABELS, NEXT, reason
from handlers.kit.sheets import Sheet, gives_sheets, recipe
from handlers.kit.turn import Turn
from models import figures, member, not_joined, organisation
from models.audit import note
from models.database import Session
from models.figures import Figures, Row
from models.folding import fold
from models.member import Member
from models.organisation import Organisation
from models.terms import LEADING, OrganisationKind, Post

LOOKS = (*LEADING, Post.ADMINISTRATOR)
"""Who looks from above at the figures of what stands below; who follows a branch looks at that one."""
FILE = "so-lieu-thang"
CHART = "chart:month:"


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
    shown = [message for place in _places(turn) for message in _shown(turn, place, since)]
    return shown or Message(LEADERS_ONLY)


def _first_day(now: datetime, month: str | None, year: str | None) -> datetime:
    """The first moment of the month: of this year, or of the last one where it is still to come."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if month is None:
        return first
    found = first.replace(month=int(month), year=int(year) if year else first.year)
    return found - relativedelta(years=1) if found > first and year is None else found


def _places(turn: Turn) -> list[Organisation]:
    """What the speaker looks at from above, then his own branch if he leads it."""
    above = from_above(turn.session, turn.me, turn.now)
    return [*(place for place in above if place != turn.here), turn.here] if turn.leads() else above


def from_above(session: Session, reader: Member, now: datetime) -> list[Organisation]:
    """The committees that a member leads or administers, and the branches that he follows and that stand below none of these."""
    places = {
        post.organisation_id: session.get_one(Organisation, post.organisation_id)
        for post in member.posts(session, reader, now)
        if post.post in LOOKS
    }
    committees = [place for place in places.values() if place.kind is not OrganisationKind.BRANCH]
    known = organisation.below(session, [place.id for place in committees])
    return committees + [one for one in member.followed(session, reader, now) if one not in known]


def _shown(turn: Turn, place: Organisation, since: datetime) -> list[Message]:
    """The month of a place: the words, with the bars under them where the messenger has room for both, and the table."""
    rows = figures.of_place(turn.session, place, since, end_of(since))
    text = "\n".join([heading(place, since), *lines(figures.summed(rows)), *each(place, rows)])
    chart = f"{CHART}{key(place, since)}{since:%z}"
    fits = len(text) <= UNDER_A_PICTURE
    bars = [] if fits else [Message(bars_of(place, since), picture=chart)]
    table = Message(table_of(place, since), document=recipe(FILE, key(place, since)), protected=True)
    if place != turn.branch:
        note(turn.session, turn.now, turn.me.id, "figures.seen", f"organisation:{place.id}")
    return [Message(text, picture=chart if fits else None), *bars, table]


def key(place: Organisation, since: datetime) -> str:
    """A place and a month, as recipes name them: '7-2026-12'."""
    return f"{place.id}-{since:%Y-%m}"


def named(session: Session, key: str) -> tuple[Organisation, datetime]:
    """The place and the first moment of the month that a key with its offset from UTC names: '7-2026-12+0700'."""
    number, _, first = key.partition("-")
    return session.get_one(Organisation, int(number)), datetime.strptime(first, "%Y-%m%z")


def end_of(since: datetime) -> datetime:
    """The first moment of the month after."""
    return since + relativedelta(months=1)


@gives_sheets(FILE)
def sheets(session: Session, about: str, reader: Member, now: datetime) -> list[Sheet]:
    """A row for each branch and their sum; who has not joined, by name for whoever leads the branch, by the reason for those above."""
    place, first = named(session, f"{about}{now:%z}")
    own = place.kind is OrganisationKind.BRANCH and member.leads(session, reader, place, now)
    if not own and place.id not in [one.id for one in from_above(session, reader, now)]:
        return []
    rows = figures.of_place(session, place, first, end_of(first))
    table = [cells(row, member.leaders(session, row.branch, now)) for row in rows]
    if place.kind is not OrganisationKind.BRANCH:
        table.append([SUM, *numbers(figures.summed(rows)), "", ""])
    standing = [not_joined.standing(session, row.branch, now) for row in rows]
    missing = [one for found in standing for one in found.missing]
    month_ = Sheet(FIGURES, heading(place, first), HEAD, table)
    if own:
        people = [
            [one.member.known_as, one.member.phone or "", reason(one, now.tzinfo), NEXT[one.why]]
            for one in missing
        ]
        return [month_, Sheet(NOT_IN, not_in(place, now), HEAD_NOT_IN, people)]
    reasons: list[list[Value]] = [
        [label, sum(one.why is why for one in missing)] for why, label in LABELS.items()
    ]
    return [month_, Sheet(NOT_IN, not_in(place, now), HEAD_REASONS, reasons)]


# Wording

_MONTH = re.compile(r"thang(?: nay)?|thang (?P<month>\d{1,2})(?:[/ -](?:nam )?(?P<year>20\d\d))?")
NO_MONTH = "Không có tháng ấy. Xin nhắn, ví dụ: /ketqua tháng 11."
NOT_YET = "Tháng ấy chưa đến. Xin nhắn, ví dụ: /ketqua tháng 11."
LEADERS_ONLY = "Số liệu tháng do bí thư, phó bí thư xem. Cần giúp, xin nhắn GỌI."
FIGURES, NOT_IN, SUM = "Số liệu tháng", "Chưa vào Sổ tay", "Cộng"
HEAD = (
    *("Chi bộ", "Lượt được hỏi", "Lượt có máy", "Đã trả lời", "Tỷ lệ", "Phải gọi điện", "Bí thư nhắn (phút)"),
    *("Đảng viên được mời", "Đã vào Sổ tay", "Cuộc đã họp", "Phụ trách", "Điện thoại"),
)
HEAD_NOT_IN = ("Họ và tên", "Điện thoại", "Vì sao", "Việc làm tiếp")
HEAD_REASONS = ("Vì sao", "Số đồng chí")
ANSWERED, CALLED, JOINED = "Đã trả lời trên số lượt có máy", "Phải gọi điện", "Đã vào Sổ tay"
EACH = "Đã trả lời, từng chi bộ"


def month_of(since: datetime) -> str:
    return f"tháng {since:%m/%Y}"


def heading(place: Organisation, since: datetime) -> str:
    return f"{place.name}, {month_of(since)}".upper()


def bars_of(place: Organisation, since: datetime) -> str:
    return f"Biểu đồ {month_of(since)}, {place.name}. Số liệu như tin trên."


def table_of(place: Organisation, since: datetime) -> str:
    call = "" if place.kind is OrganisationKind.BRANCH else " Nên gọi chi bộ nào: nhắn /danhsach các chi bộ"
    return f"Bảng số liệu {month_of(since)}, {place.name}: lưu hành nội bộ.{call}"


def not_in(place: Organisation, now: datetime) -> str:
    return f"{place.name}, ngày {now:%d/%m/%Y}: chưa vào Sổ tay, vì sao"


def lines(found: Figures) -> list[str]:
    return [
        f"Đã trả lời {found.answered} trên {found.reached} lượt có máy ({percent(found.share)}){without(found)}.",
        f"Phải gọi điện: {found.called} lượt.",
        f"Bí thư, phó bí thư nhắn với Sổ tay trong {found.minutes} phút.",
        f"Đã vào Sổ tay {found.joined} trên {found.members} đồng chí. Đã họp {found.met} cuộc.",
    ]


def without(found: Figures) -> str:
    """'; còn 370 lượt chưa có máy'."""
    left = found.asked - found.reached
    return f"; còn {left} lượt chưa có máy nhận" if left else ""


def each(place: Organisation, rows: list[Row]) -> list[str]:
    """The branches of a committee."""
    if place.kind is OrganisationKind.BRANCH:
        return []
    return [line(row.branch.name, row.figures) for row in rows]


def line(name: str, found: Figures) -> str:
    return (
        f"- {name}: trả lời {found.answered}/{found.reached} ({percent(found.share)}), gọi điện {found.called}, "
        f"đã vào {found.joined}/{found.members}, họp {found.met}"
    )


def cells(row: Row, leaders: list[Member]) -> list[Value]:
    who = leaders[0] if leaders else None
    return [row.branch.name, *numbers(row.figures), who.known_as if who else "", (who and who.phone) or ""]


def numbers(found: Figures) -> list[Value]:
    counts = (found.called, found.minutes, found.members, found.joined, found.met)
    return [found.asked, found.reached, found.answered, found.share / 1000, *counts]


def percent(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10} %"
