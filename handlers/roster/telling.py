"""What an import would do or has done, told line by line: on the command line and in a chat alike."""

from collections.abc import Sequence

from handlers.roster.result import Fault, Reading
from models.roster import PersonRow, Plan, Refusal


def blamed(refusal: Refusal) -> Fault:
    """A row that the registry does not take, as a fault of the file."""
    row = refusal.row
    return Fault(row.sheet, row.row, refusal.column, row.name, refusal.why)


def remarks(read: Reading[PersonRow]) -> list[str]:
    """Headings left aside, and what else was noticed."""
    return [*(DROPPED.format(heading) for heading in read.dropped), *read.notes]


def absent(planned: Plan) -> list[str]:
    """Who is in the registry and not in the file."""
    return [ABSENT.format(person.known_as) for person in planned.absent]


def changes(planned: Plan) -> list[str]:
    """Who is added, and whose particulars change, with their names and never their values."""
    added = [NEW.format(row.name, row.birth or "?") for row in planned.new]
    changed = [
        CHANGED.format(row.name, ", ".join(NAMES.get(name, name) for name in fields))
        for row, _, fields in planned.changed
    ]
    return added + changed


def totals(planned: Plan, faults: Sequence[Fault]) -> str:
    """The four counts in a line."""
    return TOTALS.format(len(planned.new), len(planned.changed), len(planned.same), len(faults))


# Wording

DROPPED = "Cột “{}” không dùng, đã bỏ qua."
ABSENT = "Có trong Sổ tay nhưng không có trong tệp, giữ nguyên: {}"
NEW = "Sẽ thêm: {} ({})"
CHANGED = "Sẽ sửa: {} ({})"
TOTALS = "Thêm {} · Sửa {} · Giữ nguyên {} · Lỗi {}"
NAMES = {
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
