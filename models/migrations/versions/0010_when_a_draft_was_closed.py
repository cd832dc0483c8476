"""when a draft was closed, as a motion and a survey say it"""

import sqlalchemy as sa
from alembic import op

from models.table import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE draft RENAME COLUMN put_out_at TO opened_at")
    op.add_column("draft", sa.Column("closed_at", Moment(timezone=True), nullable=True))
    # one that nobody had heard of ended when it began
    op.execute("UPDATE draft SET closed_at = opened_at WHERE closes_at = opened_at")


def downgrade() -> None:
    op.execute("UPDATE draft SET closes_at = closed_at, meeting_id = NULL WHERE closed_at IS NOT NULL")
    op.drop_column("draft", "closed_at")
    op.execute("ALTER TABLE draft RENAME COLUMN opened_at TO put_out_at")
