"""The office's list is walked in its order: by when an application came, by its representative."""

import sqlalchemy as sa
from alembic import op


revision = "list_order"
down_revision = "folded_names"
branch_labels = None
depends_on = None

REGISTERED = sa.text("number IS NOT NULL")


def upgrade():
    op.create_index(
        "ix_applications_received",
        "applications",
        ["submitted_at", "id"],
        sqlite_where=REGISTERED,
        postgresql_where=REGISTERED,
    )
    op.create_index("ix_members_names", "members", ["position", "kana", "application_id"])


def downgrade():
    op.drop_index("ix_members_names", table_name="members")
    op.drop_index(
        "ix_applications_received",
        table_name="applications",
        sqlite_where=REGISTERED,
        postgresql_where=REGISTERED,
    )
