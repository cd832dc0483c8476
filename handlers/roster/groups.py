"""Rows that are no people: groups above names, totals, numbers of columns, signatures."""

import re
from dataclasses import dataclass

from handlers.roster.cells.codes import cell_of
from handlers.roster.cells.standings import Marks, marks_of
from handlers.roster.cells.value import Value, Wrong, text_of, words
from models.folding import fold

_NUMBERED = re.compile(r"^\s*(?:[ivx]+|[a-hk]|\d{1,2})\s*[.)\-/:]\s+", re.IGNORECASE)
_COUNT = re.compile(
    r"[\s:(\-–]*(?:gồm|có)?[\s:(]*\d+\s*(?:đ/c|đc|đồng chí|đảng viên|đv|người)\b.*$", re.IGNORECASE
)
_CELL = re.compile(r"^(?:to dang|to sinh hoat|td|to)(?: so)? ?(\d{1,2}|[a-h]|[ivx]+)\b|^to dang\b")
_BRANCH = re.compile(r"^(?:chi bo|cb)\b")
_STANDING = re.compile(
    r"^(?:(?:danh sach )?(?:cac )?(?:dang vien|dv|dong chi|d c|so dang vien|dien) )?(?:du bi|chinh thuc|mien|sinh hoat tam|sht|tam thoi|di lam|di vang|tu tran|da mat|da chuyen|dinh chi)"
)
_TOTAL = re.compile(
    r"^(?:tong cong|tong so|(?:tong|cong)(?=\s*(?::|$|\d))|cong chung|toan chi bo|trong do|danh sach (?:nay|tren|gom|co)\b|an dinh\b"
    r"|so luong|\(?bang chu|(?:nam|nu|chinh thuc|du bi|mien sh|mien sinh hoat|dang vien)\s*:?\s*\d+)"
)
_SIGNATURE = re.compile(
    r"^(?:nguoi lap|lap bieu|nguoi ky|t/?\.?m\b|tm\.|k/?t\.|chi uy$|bi thu$|bi thu chi bo$|pho bi thu$|t/l|xac nhan|noi nhan|ky ten"
    r"|\(?ky|\(?da ky)|^[^\d]{0,40}\bngay [\d.… _/]*thang [\d.… _/]*nam\b"
)


@dataclass(frozen=True)
class Group:
    """What a group row says of the rows below it: one of these."""

    cell: str | None = None
    branch: str | None = None
    marks: Marks | None = None

    def same_kind(self, other: "Group") -> bool:
        """Whether the other divides by the same thing, so that it ends this one."""
        return (self.cell is None, self.branch is None) == (other.cell is None, other.branch is None)


def group_of(text: str) -> Group | None:
    """'II. Tổ đảng số 2 (15 đ/c)' is tổ đảng 2; 'Đảng viên dự bị' tells the standing of those below."""
    bare = _COUNT.sub("", _NUMBERED.sub("", text)).strip(" :.-–()")
    said = words(bare)
    cell = _CELL.match(said)
    if cell:
        return Group(cell=(cell.group(1) or "").upper() or cell_of(bare))
    if _BRANCH.match(said) and len(said.split()) > 1:
        return Group(branch=bare)
    if _STANDING.match(said):
        marks = marks_of(bare)
        if not isinstance(marks, Wrong) and marks:
            return Group(marks=marks)
    return None


def opened(groups: list[Group], group: Group) -> list[Group]:
    """The groups that hold after a new one: it ends the last of its kind and all that stood inside that."""
    for at, outer in enumerate(groups):
        if outer.same_kind(group):
            return [*groups[:at], group]
    return [*groups, group]


def is_total(text: str) -> bool:
    """A line of sums; 'Tống Văn Sơn' is a name, not a sum."""
    said = fold(text)
    return bool(_TOTAL.match(said)) and not re.match(r"tống |cống |công ", text.lower())


def is_signature(text: str) -> bool:
    """What stands below a list: who made it, who signs, where and when."""
    return bool(_SIGNATURE.match(fold(text)))


def numbers_columns(values: list[Value]) -> bool:
    """The row '(1) (2) (3)' or 'A B 1 2' under headings."""
    said = [text_of(value).strip("() ") for value in values if value is not None]
    return len(said) > 1 and all(re.fullmatch(r"\d{1,2}|[A-D]", one) for one in said)
