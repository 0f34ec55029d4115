"""The grace of a call, extensions, versions of what was submitted, requests for correction."""

import sqlalchemy as sa
from alembic import op


revision = "submission"
down_revision = "held_files"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
GRANTED = sa.text("state = 'granted'")
OPEN = sa.text("state IN ('sent', 'answered', 'lapsed')")


def _choice(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, length=24)


def _to(column, table, name):
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))


def upgrade():
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("grace_seconds", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_check_constraint(
            op.f("ck_calls_grace_is_short"), "grace_seconds BETWEEN 0 AND 600"
        )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.alter_column("grace_seconds", server_default=None)
    _extensions()
    _versions()
    _requests()


def _extensions():
    op.create_table(
        "extensions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", _choice("state", "none", "granted", "revoked"), nullable=False),
        sa.Column("granted_by_id", KEY, nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("revoked_by_id", KEY, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoke_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'revoked' OR revoked_at IS NOT NULL",
            name=op.f("ck_extensions_revoked_by_somebody"),
        ),
        _to("call_id", "calls", "extensions"),
        _to("granted_by_id", "people", "extensions"),
        _to("person_id", "people", "extensions"),
        _to("revoked_by_id", "people", "extensions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extensions_call_id"), ["call_id"])
        batch_op.create_index(batch_op.f("ix_extensions_person_id"), ["person_id"])
        for name, column in (
            ("uq_extensions_one_granted", "email"),
            ("uq_extensions_one_a_person", "person_id"),
        ):
            batch_op.create_index(
                name,
                ["call_id", column],
                unique=True,
                sqlite_where=GRANTED,
                postgresql_where=GRANTED,
            )


def _versions():
    op.create_table(
        "submitted_versions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "occasion",
            _choice("occasion", "submitted", "corrected", "complemented", "found"),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        _to("application_id", "applications", "submitted_versions"),
        _to("person_id", "people", "submitted_versions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitted_versions")),
        sa.UniqueConstraint(
            "application_id", "number", name=op.f("uq_submitted_versions_application_id_number")
        ),
    )


def _requests():
    op.create_table(
        "correction_requests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            _choice(
                "state",
                "new",
                "sent",
                "answered",
                "accepted",
                "again",
                "lapsed",
                "closed",
                "withdrawn",
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("base_version_id", KEY, nullable=False),
        sa.Column("answer_version_id", KEY, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("settled_by_id", KEY, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("lapsed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'answered' OR answer_version_id IS NOT NULL",
            name=op.f("ck_correction_requests_answered_by_a_version"),
        ),
        _to("answer_version_id", "submitted_versions", "correction_requests"),
        _to("application_id", "applications", "correction_requests"),
        _to("asked_by_id", "people", "correction_requests"),
        _to("base_version_id", "submitted_versions", "correction_requests"),
        _to("settled_by_id", "people", "correction_requests"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_requests")),
        sa.UniqueConstraint(
            "application_id", "round", name=op.f("uq_correction_requests_application_id_round")
        ),
    )
    with op.batch_alter_table("correction_requests", schema=None) as batch_op:
        batch_op.create_index("ix_correction_requests_due", ["state", "due_on"])
        batch_op.create_index(
            "uq_correction_requests_one_unsettled",
            ["application_id"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    op.create_table(
        "correction_items",
        sa.Column("id", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "page",
            _choice("pagename", "kind", "members", "business", "plan", "costs", "files", "confirm"),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        _to("request_id", "correction_requests", "correction_items"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_items")),
        sa.UniqueConstraint(
            "request_id", "page", "name", name=op.f("uq_correction_items_request_id_page_name")
        ),
    )


def downgrade():
    op.drop_table("correction_items")
    op.drop_table("correction_requests")
    op.drop_table("submitted_versions")
    op.drop_table("extensions")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_calls_grace_is_short"), type_="check")
        batch_op.drop_column("grace_seconds")
