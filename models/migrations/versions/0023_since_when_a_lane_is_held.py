"""since when a lane is held: an older program, which reads the column otherwise, must stop at it"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("lane", "until", new_column_name="at")


def downgrade() -> None:
    op.alter_column("lane", "at", new_column_name="until")
