"""Conversations between applicants and the office, and one text to many."""

import sqlalchemy as sa
from alembic import op


revision = "messages"
down_revision = "unsaved_pages"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def state(*values):
    return sa.Enum(*values, native_enum=False, length=24)


def moment():
    return sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "threads",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=True),
        sa.Column("state", state("waiting", "answered", "closed"), nullable=False),
        sa.Column("assignee_id", KEY, nullable=True),
        sa.Column("last_at", moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_threads_person_id")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_threads_call_id")),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["people.id"], name=op.f("fk_threads_assignee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("person_id", "call_id", name=op.f("uq_threads_person_id_call_id")),
    )
    with op.batch_alter_table("threads") as batch:
        batch.create_index(
            "uq_threads_one_general",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("call_id IS NULL"),
            postgresql_where=sa.text("call_id IS NULL"),
        )
        batch.create_index("ix_threads_inbox", ["state", "last_at"])
        batch.create_index(op.f("ix_threads_call_id"), ["call_id"])
        batch.create_index(op.f("ix_threads_assignee_id"), ["assignee_id"])
    op.create_table(
        "mailings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=True),
        sa.Column("state", state("draft", "sent", "dropped"), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("sent_at", moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_mailings_author_id")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_mailings_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
    )
    with op.batch_alter_table("mailings") as batch:
        batch.create_index(op.f("ix_mailings_author_id"), ["author_id"])
        batch.create_index(op.f("ix_mailings_state"), ["state"])
    op.create_table(
        "messages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("thread_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("from_office", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("seen_at", moment(), nullable=True),
        sa.Column("mailing_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_messages_thread_id")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_messages_author_id")),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailings.id"], name=op.f("fk_messages_mailing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages") as batch:
        batch.create_index("ix_messages_thread", ["thread_id", "id"])
        batch.create_index(op.f("ix_messages_mailing_id"), ["mailing_id"])
    _parts()


def _parts():
    op.create_table(
        "message_files",
        sa.Column("id", KEY, nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("attachment_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_message_files_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_message_files_attachment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_files")),
        sa.UniqueConstraint(
            "message_id", "attachment_id", name=op.f("uq_message_files_message_id_attachment_id")
        ),
    )
    with op.batch_alter_table("message_files") as batch:
        batch.create_index(op.f("ix_message_files_attachment_id"), ["attachment_id"])
    op.create_table(
        "recipients",
        sa.Column("id", KEY, nullable=False),
        sa.Column("mailing_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailings.id"], name=op.f("fk_recipients_mailing_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recipients_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
        sa.UniqueConstraint(
            "mailing_id", "person_id", name=op.f("uq_recipients_mailing_id_person_id")
        ),
    )
    with op.batch_alter_table("recipients") as batch:
        batch.create_index(op.f("ix_recipients_person_id"), ["person_id"])
    op.create_table(
        "mailing_files",
        sa.Column("id", KEY, nullable=False),
        sa.Column("mailing_id", KEY, nullable=False),
        sa.Column("attachment_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailings.id"], name=op.f("fk_mailing_files_mailing_id")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_mailing_files_attachment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_files")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_mailing_files_attachment_id")),
    )
    with op.batch_alter_table("mailing_files") as batch:
        batch.create_index(op.f("ix_mailing_files_mailing_id"), ["mailing_id"])


def downgrade():
    for table in (
        "mailing_files",
        "recipients",
        "message_files",
        "messages",
        "mailings",
        "threads",
    ):
        op.drop_table(table)
