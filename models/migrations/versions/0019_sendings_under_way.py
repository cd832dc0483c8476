"""sendings to many that are under way"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "broadcast",
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("starts", models.table.Moment(timezone=True), nullable=False),
        sa.Column("looks_at", models.table.Moment(timezone=True), nullable=False),
        sa.Column("slow", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"]),
        sa.PrimaryKeyConstraint("notice_id"),
    )


def downgrade() -> None:
    op.drop_table("broadcast")
