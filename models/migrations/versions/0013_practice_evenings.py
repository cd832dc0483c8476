"""practice evenings"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "practice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("opened_at", models.table.Moment(timezone=True), nullable=False),
        sa.Column("closed_at", models.table.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    for column in ("organisation_id", "author_id"):
        op.create_index(op.f(f"ix_practice_{column}"), "practice", [column], unique=False)
    op.create_table(
        "practised",
        sa.Column("id", KEY, nullable=False),
        sa.Column("practice_id", KEY, nullable=False),
        sa.Column("member_id", KEY, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("practice_id", "member_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_practised_member_id"), "practised", ["member_id"], unique=False)


def downgrade() -> None:
    op.drop_table("practised")
    op.drop_table("practice")
