"""Applications that the office enters on somebody's behalf, singly or as a table."""

import sqlalchemy as sa
from alembic import op

revision = "entering"
down_revision = "messages"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    with op.batch_alter_table("applications") as batch:
        batch.add_column(
            sa.Column("channel", sa.String(length=24), nullable=False, server_default="online")
        )
        batch.add_column(sa.Column("entered_by_id", KEY, nullable=True))
        batch.add_column(sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_applications_entered_by_id"), "people", ["entered_by_id"], ["id"]
        )
        batch.create_check_constraint(
            "entered_by_somebody",
            "(channel = 'online') = (entered_by_id IS NULL)"
            " AND (channel = 'online') = (received_at IS NULL)",
        )
    with op.batch_alter_table("applications") as batch:
        batch.alter_column("channel", server_default=None)
    op.create_table(
        "incoming_tables",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'checked') = (settled_at IS NULL)",
            name=op.f("ck_incoming_tables_settled_when_done"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_incoming_tables_call_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_incoming_tables_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_tables")),
    )
    with op.batch_alter_table("incoming_tables") as batch:
        batch.create_index(batch.f("ix_incoming_tables_call_id"), ["call_id"])
        batch.create_index(batch.f("ix_incoming_tables_person_id"), ["person_id"])


def downgrade():
    op.drop_table("incoming_tables")
    with op.batch_alter_table("applications") as batch:
        batch.drop_constraint("entered_by_somebody", type_="check")
        batch.drop_constraint(batch.f("fk_applications_entered_by_id"), type_="foreignkey")
        batch.drop_column("received_at")
        batch.drop_column("entered_by_id")
        batch.drop_column("channel")
