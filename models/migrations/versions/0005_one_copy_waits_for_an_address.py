"""one copy of a notice waits for its member to have an address"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WAITS = sa.text("state = 'unreached'")


def upgrade() -> None:
    op.execute(
        "UPDATE delivery SET state = 'cancelled' WHERE state = 'unreached' AND member_id IS NOT NULL AND id NOT IN "
        "(SELECT min(id) FROM delivery WHERE state = 'unreached' GROUP BY notice_id, member_id)"
    )
    op.create_index(
        "ux_delivery_unreached",
        "delivery",
        ["notice_id", "member_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade() -> None:
    op.drop_index("ux_delivery_unreached", table_name="delivery")
