"""the meeting until which a draft, a consultation or a survey is open"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("draft", "motion", "survey")


def upgrade() -> None:
    for table in TABLES:
        key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
        column = sa.Column("meeting_id", key, sa.ForeignKey("meeting.id"), nullable=True)
        # in the column's own line: a constraint of its own would have SQLite make the table anew, and other tables point at it
        op.add_column(table, column, inline_references=True)
        op.create_index(op.f(f"ix_{table}_meeting_id"), table, ["meeting_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(op.f(f"ix_{table}_meeting_id"), table_name=table)
        op.drop_column(table, "meeting_id")
