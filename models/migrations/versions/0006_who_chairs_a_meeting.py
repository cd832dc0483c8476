"""who chairs a meeting and who is its secretary"""

import sqlalchemy as sa
from alembic import op

import models.table

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDS = sa.text("until IS NULL")


def upgrade() -> None:
    op.create_table(
        "appointed",
        sa.Column("id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("role", sa.Enum("chair", "clerk", name="meetingrole", native_enum=False, length=24), nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("named_by_id", ID, nullable=False),
        sa.Column("since", models.table.Moment(timezone=True), nullable=False),
        sa.Column("until", models.table.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"]),
        sa.ForeignKeyConstraint(["named_by_id"], ["member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("appointed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointed_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointed_named_by_id"), ["named_by_id"], unique=False)
        batch_op.create_index(
            "uq_appointed_role",
            ["meeting_id", "role"],
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        )


def downgrade() -> None:
    op.drop_table("appointed")
