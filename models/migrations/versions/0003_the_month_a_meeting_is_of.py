"""the month a meeting is of, and how many are in a group"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("called_for", models.table.Moment(timezone=True), nullable=True))
    with op.batch_alter_table("chat_group", schema=None) as batch_op:
        batch_op.add_column(sa.Column("people", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("called_for")
    with op.batch_alter_table("chat_group", schema=None) as batch_op:
        batch_op.drop_column("people")
