"""when a person was confirmed, and links to what is kept of a member"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEVER_TWICE = {"sqlite_autoincrement": True}
"""SQLite makes the table anew, which else forgets that an id is never used twice."""


def upgrade() -> None:
    with op.batch_alter_table("binding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_at", models.table.Moment(timezone=True), nullable=True))
    # Until now only whoever was recognised face to face was confirmed, at that very moment; in a trial one may be anybody.
    op.execute(
        "UPDATE binding SET confirmed_at = joined_at WHERE confirmed_by_id IS NOT NULL OR joined_by = 'trial'"
    )
    with op.batch_alter_table("file_link", schema=None, table_kwargs=NEVER_TWICE) as batch_op:
        batch_op.alter_column("document_id", existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM file_link WHERE document_id IS NULL")
    with op.batch_alter_table("file_link", schema=None, table_kwargs=NEVER_TWICE) as batch_op:
        batch_op.alter_column("document_id", existing_type=sa.BigInteger(), nullable=False)
    # not in a batch: that has SQLite make the table anew, and other tables point at it
    op.drop_column("binding", "confirmed_at")
