"""bots with tokens, limits and an end; their months; the bot that a code names"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = (
    ("sealed_token", sa.String()),
    ("people_at_most", sa.Integer()),
    ("month_at_most", sa.Integer()),
    ("per_second", sa.Float()),
    ("trouble", sa.String()),
    ("trouble_at", models.table.Moment(timezone=True)),
    ("ended_at", models.table.Moment(timezone=True)),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("bot_account", sa.Column(name, kind, nullable=True))
    op.create_table(
        "bot_month",
        sa.Column("bot_id", KEY, nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bot_id"], ["bot_account.id"]),
        sa.PrimaryKeyConstraint("bot_id", "month"),
    )
    promised = sa.Column("bot_id", KEY, sa.ForeignKey("bot_account.id"), nullable=True)
    op.add_column("invite", promised, inline_references=True)
    op.create_index(op.f("ix_invite_bot_id"), "invite", ["bot_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_invite_bot_id"), "invite")
    op.drop_column("invite", "bot_id")
    op.drop_table("bot_month")
    for name, _ in reversed(COLUMNS):
        op.drop_column("bot_account", name)
