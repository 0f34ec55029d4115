"""The office's list: keys that find the same person again, exports, saved views."""

import sqlalchemy as sa
from alembic import op

from otameshi.core.keys import mail_key, phone_key
from otameshi.core.names import search_key

revision = "register"
down_revision = "submission"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REGISTER = ["number", "call_id", "state", "kind", "applicant_id", "submitted_at", "version"]
LONGEST_KEY = 600

people = sa.table("people", sa.column("id"), sa.column("email"), sa.column("email_key"))
members = sa.table(
    "members",
    *(sa.column(name) for name in ("id", "application_id", "position")),
    *(sa.column(name) for name in ("kana", "kana_key", "phone", "phone_key")),
)
applications = sa.table("applications", sa.column("id"), sa.column("search_key"))


def upgrade():
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("email_key", sa.String(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_people_email_key"), ["email_key"])
    with op.batch_alter_table("members") as batch_op:
        for name in ("kana_key", "phone_key"):
            column = sa.Column(name, sa.String(), nullable=False, server_default="")
            batch_op.add_column(column)
            batch_op.create_index(batch_op.f(f"ix_members_{name}"), [name])
    fill(op.get_bind())
    with op.batch_alter_table("applications") as batch_op:
        batch_op.create_index("ix_applications_register", [*REGISTER, "search_key"])
        batch_op.create_index(batch_op.f("ix_applications_corporate_number"), ["corporate_number"])
    op.create_table(
        "export_runs",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_export_runs_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_runs")),
    )
    op.create_table(
        "exported_rows",
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_exported_rows_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["export_runs.id"], name=op.f("fk_exported_rows_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "position", name=op.f("pk_exported_rows")),
    )
    with op.batch_alter_table("exported_rows") as batch_op:
        batch_op.create_index("ix_exported_rows_version", ["application_id", "version"])
    op.create_table(
        "saved_views",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_saved_views_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_views_person_id_name")),
    )
    with op.batch_alter_table("saved_views") as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_views_shared"), ["shared"])
    op.create_table(
        "first_views",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("view_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_first_views_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_views.id"], name=op.f("fk_first_views_view_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_first_views")),
    )
    with op.batch_alter_table("first_views") as batch_op:
        batch_op.create_index(batch_op.f("ix_first_views_view_id"), ["view_id"])


def fill(bind):
    """Give every row that is there its keys."""
    for key, email in bind.execute(sa.select(people.c.id, people.c.email)).all():
        of_person = sa.update(people).where(people.c.id == key)
        bind.execute(of_person.values(email_key=mail_key(email)))
    phones: dict[int, list[str]] = {}
    for one in bind.execute(sa.select(members).order_by(members.c.position)).all():
        keys = {"kana_key": search_key(one.kana), "phone_key": phone_key(one.phone)}
        bind.execute(sa.update(members).where(members.c.id == one.id).values(**keys))
        if keys["phone_key"]:
            phones.setdefault(one.application_id, []).append(keys["phone_key"])
    for key, found in phones.items():
        row = applications.c.id == key
        words = bind.execute(sa.select(applications.c.search_key).where(row)).scalar_one()
        longer = "|".join([words, *found])[:LONGEST_KEY]
        bind.execute(sa.update(applications).where(row).values(search_key=longer))


def downgrade():
    for table in ("first_views", "saved_views", "exported_rows", "export_runs"):
        op.drop_table(table)
    with op.batch_alter_table("applications") as batch_op:
        batch_op.drop_index(batch_op.f("ix_applications_corporate_number"))
        batch_op.drop_index("ix_applications_register")
    with op.batch_alter_table("members") as batch_op:
        for name in ("phone_key", "kana_key"):
            batch_op.drop_index(batch_op.f(f"ix_members_{name}"))
            batch_op.drop_column(name)
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_email_key"))
        batch_op.drop_column("email_key")
