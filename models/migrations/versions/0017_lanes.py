"""which process does what only one may do, and in whose hands the file of an update is"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lane",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index(op.f("ix_lane_owner"), "lane", ["owner"], unique=False)
    op.add_column("inbox", sa.Column("held_by", sa.String(), nullable=True))
    op.create_index("ix_inbox_of_chat", "inbox", ["state", "bot_id", "chat", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_inbox_of_chat", table_name="inbox")
    op.drop_column("inbox", "held_by")
    op.drop_index(op.f("ix_lane_owner"), table_name="lane")
    op.drop_table("lane")
