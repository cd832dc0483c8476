"""drafts by point, with a class"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    kind = sa.Column("kind", sa.String(length=24), server_default="internal", nullable=False)
    op.add_column("draft", kind)
    op.create_table(
        "draft_point",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_id", "place"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("draft_point")
    op.drop_column("draft", "kind")
