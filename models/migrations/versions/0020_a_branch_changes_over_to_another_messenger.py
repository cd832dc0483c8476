"""a branch changes over to another messenger"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "changeover",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("began_at", models.table.Moment(timezone=True), nullable=False),
        sa.Column("began_by_id", KEY, nullable=False),
        sa.Column("ended_at", models.table.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["began_by_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_changeover_organisation_id"), "changeover", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_changeover_began_by_id"), "changeover", ["began_by_id"], unique=False)
    op.create_table(
        "reordered",
        sa.Column("id", KEY, nullable=False),
        sa.Column("changeover_id", KEY, nullable=False),
        sa.Column("member_id", KEY, nullable=False),
        sa.Column("before_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["before_id"], ["binding.id"]),
        sa.ForeignKeyConstraint(["changeover_id"], ["changeover.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("changeover_id", "member_id"),
        sqlite_autoincrement=True,
    )
    for column in ("before_id", "changeover_id", "member_id"):
        op.create_index(op.f(f"ix_reordered_{column}"), "reordered", [column], unique=False)


def downgrade() -> None:
    op.drop_table("reordered")
    op.drop_table("changeover")
