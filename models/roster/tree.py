"""Making the tree of organisations agree with a file of `Tổ chức · Cấp trên · Loại`."""

from datetime import datetime

from sqlmodel import Session

from models.organisation import Organisation, found, named
from models.roster.row import OrganisationRow


def plant_tree(
    session: Session, rows: list[OrganisationRow], now: datetime
) -> tuple[list[OrganisationRow], int, list[tuple[OrganisationRow, str]]]:
    """Adds what is missing, parents first whatever their order in the file; gives (added, how many are known already, refused with
    the reason).

    A row is refused when the one above it is neither known nor in the file, or when they stand above each other in a ring.
    """
    added: list[OrganisationRow] = []
    same = 0
    waiting = list(rows)
    while waiting:
        left = []
        for row in waiting:
            if named(session, row.name) is not None:
                same += 1
                continue
            parent: Organisation | None = named(session, row.parent) if row.parent else None
            if row.parent and parent is None:
                left.append(row)
                continue
            found(session, row.name, row.kind, parent, now)
            added.append(row)
        if len(left) == len(waiting):
            return added, same, [(row, NO_PARENT.format(row.parent)) for row in left]
        waiting = left
    return added, same, []


# Wording

NO_PARENT = "Chưa có tổ chức cấp trên “{}”. Thêm một dòng cho tổ chức ấy, hoặc xem lại cách ghi tên."
