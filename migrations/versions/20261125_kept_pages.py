"""What was typed when a session ended, kept for a day."""

import sqlalchemy as sa
from alembic import op


revision = "kept_pages"
down_revision = "year_papers"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "kept_pages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("shown_on", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("with_files", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kept_pages_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_pages")),
    )
    with op.batch_alter_table("kept_pages") as batch:
        batch.create_index(batch.f("ix_kept_pages_token_hash"), ["token_hash"])
        batch.create_index(batch.f("ix_kept_pages_person_id"), ["person_id"])
        batch.create_index(batch.f("ix_kept_pages_expires_at"), ["expires_at"])


def downgrade():
    op.drop_table("kept_pages")
