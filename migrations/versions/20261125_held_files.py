"""Files are held until the virus scanner has given its verdict."""

import sqlalchemy as sa
from alembic import op


revision = "held_files"
down_revision = "planned_steps"
branch_labels = None
depends_on = None

SCAN = sa.Enum("none", "waiting", "clean", "infected", name="scan", native_enum=False, length=24)
WAITING = sa.text("scan = 'waiting'")


def upgrade():
    with op.batch_alter_table("attachments") as batch_op:
        # What came in until now was never scanned.
        batch_op.add_column(sa.Column("scan", SCAN, nullable=False, server_default="none"))
        batch_op.add_column(sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("threat", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("attachments") as batch_op:
        batch_op.alter_column(
            "scan", existing_type=SCAN, existing_nullable=False, server_default=None
        )
        batch_op.alter_column(
            "threat", existing_type=sa.String(), existing_nullable=False, server_default=None
        )
        batch_op.create_index(
            "ix_attachments_waiting",
            ["id"],
            unique=False,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        )


def downgrade():
    with op.batch_alter_table("attachments") as batch_op:
        batch_op.drop_index("ix_attachments_waiting")
        batch_op.drop_column("threat")
        batch_op.drop_column("scanned_at")
        batch_op.drop_column("scan")
