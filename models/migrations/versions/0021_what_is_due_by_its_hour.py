"""what is due is found by its hour"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _indexed("bot_id", "state", "priority", "not_before", "id")


def downgrade() -> None:
    _indexed("bot_id", "state", "priority", "id")


def _indexed(*columns: str) -> None:
    op.drop_index("ix_delivery_due", "delivery")
    op.create_index("ix_delivery_due", "delivery", list(columns))
