"""What an import would do or has done, told line by line: on the command line and in a chat alike."""

from collections.abc import Iterable, Sequence

from handlers.roster.result import Fault, Reading, Row
from models.roster import PersonRow, Plan, Planted, Refusal
from models.terms import ENDS, Circumstance


def blamed(refusal: Refusal) -> Fault:
    """A row that the registry does not take, as a fault of the file."""
    row = refusal.row
    return Fault(row.sheet, row.row, refusal.column, row.name, refusal.why)


def remarks(read: Reading[Row]) -> list[str]:
    """Headings left aside, and what else was noticed."""
    return [*(DROPPED.format(heading) for heading in read.dropped), *read.notes]


def absent(planned: Plan) -> list[str]:
    """Who is in the registry and not in the file."""
    return [ABSENT.format(person.known_as) for person in planned.absent]


def partings(planned: Plan) -> list[str]:
    """Who dies, moves or leaves by this, and who is back from it: each by name, for all that hangs on it."""
    return [
        ENDED[kind].format(_person(row)) if begins else BACK.format(_person(row), HELD[kind])
        for row, kind, begins in planned.partings()
    ]


def changes(planned: Plan) -> list[str]:
    """Who is added, and whose particulars change, with their names and never their values."""
    added = [NEW.format(_person(row)) for row in planned.new if not _ends(row.circumstances)]
    changed = []
    for row, member, fields in planned.changed:
        names = [NAMES.get(name, name) for name in fields if name not in ("circumstances", "back")]
        if set(fields.get("circumstances", ())) - set(ENDS):
            names.append(NAMES["circumstances"])
        name = RENAMED.format(member.name, row.name) if "name" in fields else row.name
        changed += [CHANGED.format(name, ", ".join(names))] if names else []
        if "back" in fields and not _ends(fields["back"]):
            changed.append(BACK.format(_person(row), ", ".join(HELD[kind] for kind in fields["back"])))
    return added + changed


def kept_posts(planned: Plan) -> list[str]:
    """Whose post is another in the file than in the registry, where that is not taken."""
    names = [row.name for row in planned.kept_posts]
    return [POSTS_STAY.format(", ".join(names))] if names else []


def kept(planned: Plan) -> list[str]:
    """Of whom the file names the standing alone, and what goes on holding for them all the same."""
    kinds = {kind: HELD[kind] for _, lasting in planned.kept for kind in lasting}
    return [
        STAYS.format(held, ", ".join(row.name for row, lasting in planned.kept if kind in lasting))
        + HOW_TO_END.get(kind, "")
        for kind, held in sorted(kinds.items())
    ]


def _ends(kinds: Iterable[Circumstance]) -> bool:
    return bool(set(kinds) & set(ENDS))


def _person(row: PersonRow) -> str:
    return f"{row.name} ({row.birth[:4]})" if row.birth else row.name


def places(planted: Planted) -> list[str]:
    """Which organisations are added or come to stand elsewhere, and where."""
    added = [
        NEW_PLACE.format(row.name, row.parent) if row.parent else NEW_ROOT.format(row.name)
        for row in planted.added
    ]
    return added + [
        MOVED_PLACE.format(row.name, before, row.parent) if before else PUT_BELOW.format(row.name, row.parent)
        for row, before in planted.moved
    ]


def totals(planned: Plan, faults: Sequence[Fault]) -> str:
    """The four counts in a line."""
    return TOTALS.format(len(planned.new), len(planned.changed), len(planned.same), len(faults))


# Wording

DROPPED = "Cột “{}” không dùng, đã bỏ qua."
ABSENT = "Có trong Sổ tay nhưng không có trong tệp, giữ nguyên: {}"
NEW_PLACE = "Sẽ thêm: {}, thuộc {}"
NEW_ROOT = "Sẽ thêm: {}"
MOVED_PLACE = "Sẽ chuyển: {}, từ {} sang {}"
PUT_BELOW = "Sẽ xếp: {}, thuộc {}"
NEW = "Sẽ thêm: {}"
CHANGED = "Sẽ sửa: {} ({})"
RENAMED = "{} → {}"
ENDED = {
    Circumstance.DECEASED: "TỪ TRẦN: {}",
    Circumstance.MOVED: "ĐÃ CHUYỂN ĐI: {}",
    Circumstance.LEFT: "RA KHỎI ĐẢNG: {}",
}
HELD = {
    Circumstance.EXEMPT: "đang ghi miễn sinh hoạt",
    Circumstance.ELSEWHERE: "đang ghi sinh hoạt nơi khác",
    Circumstance.AWAY: "đang ghi đi vắng",
    Circumstance.SUSPENDED: "đang ghi đình chỉ sinh hoạt",
    Circumstance.DECEASED: "đang ghi từ trần",
    Circumstance.MOVED: "đang ghi đã chuyển đi",
    Circumstance.LEFT: "đang ghi ra khỏi Đảng",
}
BACK = "Sinh hoạt trở lại: {} ({})"
STAYS = "Tệp chỉ ghi chính thức hay dự bị, Sổ tay vẫn {}: {}."
HOW_TO_END = {
    Circumstance.EXEMPT: " Muốn thôi miễn, ghi “thôi miễn sinh hoạt” ở cột Tình trạng.",
    Circumstance.AWAY: " Về sớm thì nhắn /veroi và tên.",
    Circumstance.ELSEWHERE: " Về sớm thì nhắn /veroi và tên.",
}
POSTS_STAY = "Chức vụ không đổi qua tin nhắn, xin nhờ quản trị: {}"
TOTALS = "Thêm {} · Sửa {} · Giữ nguyên {} · Lỗi {}"
NAMES = {
    "name": "họ tên",
    "usual_name": "tên thường gọi",
    "birth": "ngày sinh",
    "sex": "giới tính",
    "card": "số thẻ",
    "joined": "ngày vào Đảng",
    "official": "ngày chính thức",
    "standing": "chính thức hay dự bị",
    "phone": "điện thoại",
    "phone_of_relative": "điện thoại người nhà",
    "residence": "địa chỉ",
    "cell": "tổ đảng",
    "posts": "chức vụ",
    "circumstances": "tình trạng",
}
