"""papers that a committee sends down, and what each branch makes of them"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "dispatch",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("dated", sa.String(), nullable=True),
        sa.Column("handling", sa.String(length=24), nullable=False),
        sa.Column("sent_at", models.table.Moment(timezone=True), nullable=False),
        sa.Column("ends_at", models.table.Moment(timezone=True), nullable=False),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("told_at", models.table.Moment(timezone=True), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["replaces_id"], ["dispatch.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    for column in ("organisation_id", "author_id", "document_id", "replaces_id"):
        op.create_index(op.f(f"ix_dispatch_{column}"), "dispatch", [column], unique=False)
    op.create_table(
        "handed_down",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dispatch_id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("decision", sa.String(length=24), nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", models.table.Moment(timezone=True), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dispatch_id", "organisation_id"),
        sqlite_autoincrement=True,
    )
    for column in ("organisation_id", "decided_by_id", "document_id"):
        op.create_index(op.f(f"ix_handed_down_{column}"), "handed_down", [column], unique=False)


def downgrade() -> None:
    op.drop_table("handed_down")
    op.drop_table("dispatch")
