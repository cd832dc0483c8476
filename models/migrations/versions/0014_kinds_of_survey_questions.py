"""answers to a survey that take several options, a step of a scale, or a day; and answers without names"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("survey_answer", sa.Column("chosen", sa.JSON(), server_default="[]", nullable=False))
    listed = "'[' || option || ']'"
    if op.get_bind().dialect.name == "postgresql":
        listed = f"({listed})::json"
    op.execute(f"UPDATE survey_answer SET chosen = {listed} WHERE option IS NOT NULL")
    op.drop_column("survey_answer", "option")
    op.add_column("survey", sa.Column("nameless", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "survey_box",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("question_id", KEY, sa.ForeignKey("survey_question.id"), nullable=False),
        sa.Column("member_id", KEY, sa.ForeignKey("member.id"), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=True),
        sa.UniqueConstraint("question_id", "member_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_survey_box_member_id"), "survey_box", ["member_id"], unique=False)
    op.create_table(
        "survey_tally",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("question_id", KEY, sa.ForeignKey("survey_question.id"), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.UniqueConstraint("question_id"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("survey_tally")
    op.drop_index(op.f("ix_survey_box_member_id"), table_name="survey_box")
    op.drop_table("survey_box")
    op.drop_column("survey", "nameless")
    op.add_column("survey_answer", sa.Column("option", sa.Integer(), nullable=True))
    first = "json_extract(chosen, '$[0]')"
    if op.get_bind().dialect.name == "postgresql":
        first = "(chosen ->> 0)::integer"
    op.execute(f"UPDATE survey_answer SET option = {first}")
    op.drop_column("survey_answer", "chosen")
