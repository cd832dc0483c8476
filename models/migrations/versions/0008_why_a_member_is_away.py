"""why a member is away, and whether a transfer was asked about"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("membercircumstance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("transfer_asked", models.table.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    # not in a batch: that has SQLite make the table anew, and other tables point at it
    op.drop_column("membercircumstance", "transfer_asked")
    op.drop_column("membercircumstance", "reason")
