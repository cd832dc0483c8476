"""drafts and comments by point, the class and the versions of a draft, what became of a comment"""

import sqlalchemy as sa
from alembic import op

from models.table import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    kind = sa.Column("kind", sa.String(length=24), server_default="internal", nullable=False)
    op.add_column("draft", kind)
    op.add_column("draft", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    # links in the column's own line: a constraint of its own would have SQLite make the table anew
    replaces = sa.Column("replaces_id", KEY, sa.ForeignKey("draft.id"), nullable=True)
    op.add_column("draft", replaces, inline_references=True)
    op.create_index(op.f("ix_draft_replaces_id"), "draft", ["replaces_id"], unique=False)
    # what waits of a draft is taken back by the beginning of its key, which must not be that of another one's
    op.execute(r"UPDATE notice SET key = key || '\:text' WHERE kind = 'draft'")
    op.create_table(
        "draft_point",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_id", "place"),
        sqlite_autoincrement=True,
    )
    point = sa.Column("point_id", KEY, sa.ForeignKey("draft_point.id"), nullable=True)
    op.add_column("comment", point, inline_references=True)
    op.create_index(op.f("ix_comment_point_id"), "comment", ["point_id"], unique=False)
    op.add_column("comment", sa.Column("unsaid_at", Moment(timezone=True), nullable=True))
    op.add_column("comment", sa.Column("mark", sa.String(length=24), nullable=True))
    op.add_column("comment", sa.Column("reason", sa.String(), nullable=True))
    by = sa.Column("marked_by_id", KEY, sa.ForeignKey("member.id"), nullable=True)
    op.add_column("comment", by, inline_references=True)
    op.create_index(op.f("ix_comment_marked_by_id"), "comment", ["marked_by_id"], unique=False)
    op.add_column("comment", sa.Column("told_at", Moment(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("comment", "told_at")
    op.drop_index(op.f("ix_comment_marked_by_id"), table_name="comment")
    for column in ("marked_by_id", "reason", "mark", "unsaid_at"):
        op.drop_column("comment", column)
    op.drop_index(op.f("ix_comment_point_id"), table_name="comment")
    op.drop_column("comment", "point_id")
    op.drop_table("draft_point")
    op.execute(r"UPDATE notice SET key = replace(key, '\:text', '') WHERE kind = 'draft'")
    op.drop_index(op.f("ix_draft_replaces_id"), table_name="draft")
    for column in ("replaces_id", "version", "kind"):
        op.drop_column("draft", column)
