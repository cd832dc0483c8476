"""votes at a meeting: what they are about, who was there, from which phone a voice came, and the hands"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # links in the column's own line: a constraint of its own would have SQLite make the table anew, and other tables point at it
    op.add_column("motion", sa.Column("changeable", sa.Boolean(), server_default=sa.true(), nullable=False))
    held_at = sa.Column("held_at_id", KEY, sa.ForeignKey("meeting.id"), nullable=True)
    op.add_column("motion", held_at, inline_references=True)
    op.add_column("motion", sa.Column("held_at_revision", sa.Integer(), nullable=True))
    op.add_column("motion", sa.Column("held_on", sa.String(), nullable=True))
    op.create_index(op.f("ix_motion_held_at_id"), "motion", ["held_at_id"], unique=False)
    op.add_column("motion", sa.Column("subject", sa.String(length=24), nullable=True))
    op.add_column(
        "motion", sa.Column("ballots", sa.String(length=24), server_default="open", nullable=False)
    )
    op.add_column("motion", sa.Column("there", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("motion", sa.Column("uncounted", sa.JSON(), server_default="{}", nullable=False))
    for hands in ("hands_approve", "hands_against", "hands_other"):
        op.add_column("motion", sa.Column(hands, sa.Integer(), nullable=True))
    op.add_column("elector", sa.Column("present", sa.Boolean(), server_default=sa.true(), nullable=False))
    phone = sa.Column("binding_id", KEY, sa.ForeignKey("binding.id"), nullable=True)
    op.add_column("ballot", phone, inline_references=True)
    op.create_index(op.f("ix_ballot_binding_id"), "ballot", ["binding_id"], unique=False)


def downgrade() -> None:
    # the older program knows neither votes at meetings nor phones that may decide: they go, and their notices with nothing left to send
    votes = "(SELECT id FROM motion WHERE kind = 'meeting')"
    op.execute(f"DELETE FROM ballot WHERE motion_id IN {votes}")
    op.execute(f"DELETE FROM elector WHERE motion_id IN {votes}")
    op.execute("DELETE FROM motion WHERE kind = 'meeting'")
    decisions = "(SELECT id FROM notice WHERE purpose = 'decision')"
    op.execute(
        f"UPDATE delivery SET state = 'cancelled' WHERE state IN ('queued', 'held', 'unreached') AND notice_id IN {decisions}"
    )
    op.execute("UPDATE notice SET purpose = 'content', withdrawn = true WHERE purpose = 'decision'")
    op.drop_index(op.f("ix_ballot_binding_id"), table_name="ballot")
    op.drop_column("ballot", "binding_id")
    op.drop_column("elector", "present")
    for hands in ("hands_other", "hands_against", "hands_approve"):
        op.drop_column("motion", hands)
    for column in ("uncounted", "there", "ballots", "subject"):
        op.drop_column("motion", column)
    op.drop_index(op.f("ix_motion_held_at_id"), table_name="motion")
    for column in ("held_at_id", "held_at_revision", "held_on"):
        op.drop_column("motion", column)
    op.drop_column("motion", "changeable")
