"""the whole order of a member's phones before a change"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEVER_TWICE = {"sqlite_autoincrement": True}
REORDERED = sa.table(
    "reordered",
    sa.column("id", KEY),
    sa.column("member_id", KEY),
    sa.column("before_id", KEY),
    sa.column("before", sa.JSON()),
    sa.column("first_id", KEY),
)
BINDING = sa.table(
    "binding", sa.column("id", KEY), sa.column("member_id", KEY), sa.column("rank"), sa.column("ended_at")
)


def upgrade() -> None:
    with op.batch_alter_table("reordered", table_kwargs=NEVER_TWICE) as table:
        table.add_column(sa.Column("before", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("first_id", KEY, nullable=True))
    for row in op.get_bind().execute(sa.select(REORDERED)).all():
        held = _order(row.member_id)
        first = held[0] if held and held[0] != row.before_id else None
        before = [row.before_id, *(each for each in held if each != row.before_id)]
        _write(row.id, before=before, first_id=first)
    op.drop_index("ix_reordered_before_id", "reordered")
    with op.batch_alter_table("reordered", table_kwargs=NEVER_TWICE) as table:
        table.alter_column("before", server_default=None)
        table.create_foreign_key("fk_reordered_first_id_binding", "binding", ["first_id"], ["id"])
        table.create_index(op.f("ix_reordered_first_id"), ["first_id"])
        table.drop_column("before_id")


def downgrade() -> None:
    with op.batch_alter_table("reordered", table_kwargs=NEVER_TWICE) as table:
        table.add_column(sa.Column("before_id", KEY, nullable=True))
    for row in op.get_bind().execute(sa.select(REORDERED)).all():
        _write(row.id, before_id=row.before[0])
    with op.batch_alter_table("reordered", table_kwargs=NEVER_TWICE) as table:
        table.alter_column("before_id", nullable=False)
        table.create_foreign_key("fk_reordered_before_id_binding", "binding", ["before_id"], ["id"])
        table.create_index(op.f("ix_reordered_before_id"), ["before_id"])
        table.drop_index(op.f("ix_reordered_first_id"))
        table.drop_column("first_id")
        table.drop_column("before")


def _order(member_id: int) -> list[int]:
    """A member's phones in the order in which they stand."""
    living = sa.select(BINDING.c.id).where(BINDING.c.member_id == member_id, BINDING.c.ended_at.is_(None))
    return list(op.get_bind().scalars(living.order_by(BINDING.c.rank, BINDING.c.id)))


def _write(row_id: int, **values: object) -> None:
    op.get_bind().execute(sa.update(REORDERED).where(REORDERED.c.id == row_id).values(**values))
