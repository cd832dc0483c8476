"""answers to a survey that take several options, a step of a scale, or a day"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("survey_answer", sa.Column("chosen", sa.JSON(), server_default="[]", nullable=False))
    listed = "'[' || option || ']'"
    if op.get_bind().dialect.name == "postgresql":
        listed = f"({listed})::json"
    op.execute(f"UPDATE survey_answer SET chosen = {listed} WHERE option IS NOT NULL")
    op.drop_column("survey_answer", "option")


def downgrade() -> None:
    op.add_column("survey_answer", sa.Column("option", sa.Integer(), nullable=True))
    first = "json_extract(chosen, '$[0]')"
    if op.get_bind().dialect.name == "postgresql":
        first = "(chosen ->> 0)::integer"
    op.execute(f"UPDATE survey_answer SET option = {first}")
    op.drop_column("survey_answer", "chosen")
