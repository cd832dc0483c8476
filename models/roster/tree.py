"""Making the tree of organisations agree with a file of `Tổ chức · Cấp trên · Loại`."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from models.audit import note
from models.folding import fold
from models.organisation import Organisation, above, found, move, named
from models.roster.row import OrganisationRow


@dataclass
class Planted:
    """What became of the rows. `moved`: with the name of what stood above before, None where nothing did."""

    added: list[OrganisationRow] = field(default_factory=list)
    moved: list[tuple[OrganisationRow, str | None]] = field(default_factory=list)
    same: list[OrganisationRow] = field(default_factory=list)
    refused: list[tuple[OrganisationRow, str]] = field(default_factory=list)


def plant_tree(
    session: Session, rows: list[OrganisationRow], now: datetime, *, moves: bool = False
) -> Planted:
    """Adds what is missing and puts below its superior what had none (as branches that a roster made), parents first whatever their
    order in the file. An empty superior changes nothing.

    Refused: a superior neither known nor in the file; a ring; a name that stands twice; and, unless `moves`, another superior than the
    known one: it may as well be another organisation of the same name, and who leads above would change with it.
    """
    planted = Planted()
    first: dict[str, OrganisationRow] = {}
    waiting = []
    for row in rows:
        if first.setdefault(fold(row.name), row) is row:
            waiting.append(row)
        else:
            planted.refused.append((row, TWICE.format(row.name, first[fold(row.name)].row)))
    while waiting:
        left = []
        for row in waiting:
            parent = named(session, row.parent) if row.parent else None
            if row.parent and parent is None:
                left.append(row)
            else:
                _plant(session, row, parent, now, moves, planted)
        if len(left) == len(waiting):
            planted.refused += [(row, NO_PARENT.format(row.parent)) for row in left]
            break
        waiting = left
    return planted


def _plant(
    session: Session,
    row: OrganisationRow,
    parent: Organisation | None,
    now: datetime,
    moves: bool,
    planted: Planted,
) -> None:
    known = named(session, row.name)
    if known is None:
        found(session, row.name, row.kind, parent, now)
        planted.added.append(row)
        return
    before = session.get_one(Organisation, known.parent_id) if known.parent_id else None
    if parent is None or parent.id == known.parent_id:
        planted.same.append(row)
    elif known in (parent, *above(session, parent)):
        planted.refused.append((row, RING.format(known.name)))
    elif before is not None and not moves:
        planted.refused.append((row, ELSEWHERE.format(known.name, before.name)))
    else:
        move(session, known, parent)
        note(session, now, None, "organisation.move", f"organisation:{known.id}")
        planted.moved.append((row, before.name if before else None))


# Wording

NO_PARENT = "Chưa có tổ chức cấp trên “{}”. Thêm một dòng cho tổ chức ấy, hoặc xem lại cách ghi tên."
TWICE = "“{0}” đã có ở dòng {1}. Mỗi tổ chức cần một tên riêng: ghi rõ hơn, ví dụ thêm tên phường, xã."
RING = "“{}” đang đứng trên tổ chức ấy. Xin xem lại cột Cấp trên."
ELSEWHERE = (
    "“{0}” đang thuộc “{1}”, Sổ tay không tự chuyển. Nếu đúng là chuyển, thêm --move; nếu là tổ chức khác trùng tên, "
    "ghi tên rõ hơn; nếu không, ghi đúng tên cấp trên đang có."
)
