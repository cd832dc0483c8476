"""who follows a branch from above, when calls were pressing, what was acknowledged"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invited", schema=None) as batch_op:
        batch_op.add_column(sa.Column("above", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pressed_at", models.table.Moment(timezone=True), nullable=True))
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("acknowledged_at", models.table.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    # not in a batch: that has SQLite make the table anew, and other tables point at it
    op.drop_column("delivery", "acknowledged_at")
    op.drop_column("meeting", "pressed_at")
    op.drop_column("invited", "above")
