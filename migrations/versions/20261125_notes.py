"""The office's notes on applications, and whom they call."""

import sqlalchemy as sa
from alembic import op

revision = "notes"
down_revision = "questions"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "application_notes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_notes_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_application_notes_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_notes")),
    )
    with op.batch_alter_table("application_notes") as batch_op:
        batch_op.create_index(batch_op.f("ix_application_notes_application_id"), ["application_id"])
    op.create_table(
        "note_mentions",
        sa.Column("note_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["note_id"], ["application_notes.id"], name=op.f("fk_note_mentions_note_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_note_mentions_person_id")
        ),
        sa.PrimaryKeyConstraint("note_id", "person_id", name=op.f("pk_note_mentions")),
    )
    with op.batch_alter_table("note_mentions") as batch_op:
        batch_op.create_index("ix_note_mentions_unseen", ["person_id", "seen_at"])


def downgrade():
    op.drop_table("note_mentions")
    op.drop_table("application_notes")
