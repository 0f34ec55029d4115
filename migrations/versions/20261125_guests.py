"""Drafts begun before having an account."""

import sqlalchemy as sa
from alembic import op


revision = "guests"
down_revision = "requirements"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "guests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handover_hash", sa.String(), nullable=True),
        sa.Column("handover_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_guests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guests")),
        sa.UniqueConstraint("handover_hash", name=op.f("uq_guests_handover_hash")),
        sa.UniqueConstraint("person_id", name=op.f("uq_guests_person_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guests_token_hash")),
    )
    with op.batch_alter_table("guests") as batch:
        batch.create_index(batch.f("ix_guests_address"), ["address"])
        batch.create_index(batch.f("ix_guests_expires_at"), ["expires_at"])
    op.create_table(
        "handover_tries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_tries")),
    )
    with op.batch_alter_table("handover_tries") as batch:
        batch.create_index(batch.f("ix_handover_tries_address"), ["address"])
        batch.create_index(batch.f("ix_handover_tries_person_id"), ["person_id"])


def downgrade():
    op.drop_table("handover_tries")
    op.drop_table("guests")
