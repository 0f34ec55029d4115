"""Waves ask by themselves, staff get tasks, and participants tell where they are reached later."""

import sqlalchemy as sa
from alembic import op

revision = "survey_asking"
down_revision = "api_tokens"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
ENUM = sa.String(length=24)
OPEN = sa.text("state = 'open'")
STANDS = sa.text("withdrawn_at IS NULL")


def upgrade():
    # What stood before was asked by hand, and goes on so: no letter leaves because of an update.
    with op.batch_alter_table("waves") as table:
        table.add_column(
            sa.Column("reminder_days", sa.JSON(), nullable=False, server_default="[10, 20]")
        )
        table.add_column(
            sa.Column("by_itself", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("waves") as table:
        table.alter_column("reminder_days", server_default=None)
        table.alter_column("by_itself", server_default=None)
    _tasks()
    _contacts()


def _tasks():
    op.create_table(
        "survey_tasks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("kind", ENUM, nullable=False),
        sa.Column("letter", KEY, nullable=False),
        sa.Column("state", ENUM, nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("result", ENUM),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("done_at", AT),
        sa.Column("person_id", KEY),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (result IS NULL)", name="ck_survey_tasks_done_with_a_result"
        ),
        sa.CheckConstraint(
            "(state = 'open') = (done_at IS NULL)", name="ck_survey_tasks_done_some_time"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name="fk_survey_tasks_invitation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_survey_tasks_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_tasks"),
    )
    op.create_index("ix_survey_tasks_state", "survey_tasks", ["state"])
    op.create_index(
        "uq_survey_tasks_once", "survey_tasks", ["invitation_id", "kind", "letter"], unique=True
    )
    op.create_index(
        "uq_survey_tasks_one_open", "survey_tasks", ["invitation_id"], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip


def _contacts():
    op.create_table(
        "contacts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("participant_id", KEY, nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("email", "phone", "postal_code", "address")
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name="fk_contacts_participant_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sa.UniqueConstraint("participant_id", name="uq_contacts_participant_id"),
    )
    op.create_table(
        "contact_consents",
        sa.Column("id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("given_at", AT, nullable=False),
        sa.Column("how", ENUM, nullable=False),
        sa.Column("withdrawn_at", AT),
        sa.Column("withdrawn_how", ENUM),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_how IS NULL)",
            name="ck_contact_consents_withdrawn_somehow",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_contact_consents_contact_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_consents"),
    )
    op.create_index("ix_contact_consents_contact_id", "contact_consents", ["contact_id"])
    op.create_index(
        "uq_contact_consents_one_stands", "contact_consents", ["contact_id"], unique=True,
        sqlite_where=STANDS, postgresql_where=STANDS,
    )  # fmt: skip
    op.create_table(
        "contact_links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_contact_links_contact_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_links"),
        sa.UniqueConstraint("token_hash", name="uq_contact_links_token_hash"),
    )
    op.create_index("ix_contact_links_contact_id", "contact_links", ["contact_id"])
    op.create_table(
        "contact_exports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_contact_exports_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_exports"),
    )
    op.create_index("ix_contact_exports_person_id", "contact_exports", ["person_id"])


def downgrade():
    for table in (
        "contact_exports", "contact_links", "contact_consents", "contacts", "survey_tasks"
    ):  # fmt: skip
        op.drop_table(table)
    with op.batch_alter_table("waves") as table:
        table.drop_column("by_itself")
        table.drop_column("reminder_days")
