"""announcements, numbered in each branch"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("audience", sa.String(length=24), nullable=False),
        sa.Column("whom", sa.String(), nullable=True),
        sa.Column("sent_at", models.table.Moment(timezone=True), nullable=False),
        sa.Column("corrects_id", KEY, nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["corrects_id"], ["announcement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    for column in ("organisation_id", "author_id", "corrects_id"):
        op.create_index(op.f(f"ix_announcement_{column}"), "announcement", [column], unique=False)


def downgrade() -> None:
    op.drop_table("announcement")
