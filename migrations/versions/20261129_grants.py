"""A grant can be changed, abolished and taken back; what is asked for that is kept beside it."""

import sqlalchemy as sa
from alembic import op


revision = "grant_changes"
down_revision = "claims_checking"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("early_start", "plan", "suspend", "abolish", "accident")
STATES = (
    "draft",
    "asked",
    "returned",
    "checked",
    "approved",
    "refused",
    "recorded",
    "acknowledged",
    "withdrawn",
)
ONE_AT_A_TIME = (
    "kind IN ('plan', 'suspend', 'abolish') AND state IN ('draft', 'asked', 'returned', 'checked')"
)
# What held of a grant before, and what holds now.
BEFORE = {
    "amount_if_decided": "(state = 'decided') = (amount IS NOT NULL)",
    "rules_frozen": "state <> 'decided' OR rulebook_id IS NOT NULL",
    "amount_positive": "amount IS NULL OR amount > 0",
    "asked_if_applied": "state NOT IN ('applied', 'checked', 'decided') OR asked IS NOT NULL",
}
AFTER = {
    "amount_if_decided": (
        "(state IN ('decided', 'abolished', 'retracted')) = (amount IS NOT NULL)"
    ),
    "rules_frozen": "amount IS NULL OR rulebook_id IS NOT NULL",
    "amount_positive": "amount > 0 OR (amount = 0 AND state = 'abolished')",
    "asked_if_applied": (
        "state NOT IN ('applied', 'checked', 'decided', 'abolished', 'retracted') "
        "OR asked IS NOT NULL"
    ),
}
CHECKS = {
    "decided_by_somebody": (
        "(state IN ('approved', 'refused')) = "
        "(decided_by_id IS NOT NULL AND decided_on IS NOT NULL)"
    ),
    "checked_by_somebody": (
        "state NOT IN ('checked', 'approved', 'refused', 'acknowledged') "
        "OR checked_by_id IS NOT NULL"
    ),
    "four_eyes": "decided_by_id <> checked_by_id AND decided_by_id <> asked_by_id",
    "asked": "state IN ('draft', 'withdrawn') OR asked_on IS NOT NULL",
    "only_a_plan_is_minor": "state <> 'recorded' OR kind = 'plan'",
    "funds_not_negative": "other_funds_after >= 0",
    "amount_if_approved": (
        "state <> 'approved' OR kind IN ('early_start', 'accident') OR amount_after IS NOT NULL"
    ),
}
PEOPLE = ("asked_by_id", "checked_by_id", "decided_by_id")
AMOUNTS = ("asked", "amount_before", "amount_after", "cap_before", "cap_after")


def one_of(name, words):
    return sa.Enum(*words, name=name, native_enum=False, length=24)


def upgrade():
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("early_from", sa.Date(), nullable=True))
        _replace(batch_op, AFTER)
    _changes()
    op.create_table(
        "grant_change_lines",
        sa.Column("id", KEY, nullable=False),
        sa.Column("change_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "before >= 0 AND after >= 0", name=op.f("ck_grant_change_lines_amounts_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["grant_changes.id"], name=op.f("fk_grant_change_lines_change_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_change_lines")),
        sa.UniqueConstraint("change_id", "kind", name=op.f("uq_grant_change_lines_change_id_kind")),
    )
    op.create_index(op.f("ix_grant_change_lines_change_id"), "grant_change_lines", ["change_id"])


def _changes():
    op.create_table(
        "grant_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("grant_id", KEY, nullable=False),
        sa.Column("kind", one_of("kind", KINDS), nullable=False),
        sa.Column("state", one_of("state", STATES), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("what", "why", "considered")),
        sa.Column("alters_content", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in AMOUNTS),
        sa.Column("heads_before", sa.Integer(), nullable=True),
        sa.Column("heads_after", sa.Integer(), nullable=True),
        sa.Column("last_day_before", sa.Date(), nullable=True),
        sa.Column("last_day_after", sa.Date(), nullable=True),
        sa.Column("other_funds_before", sa.BigInteger(), nullable=False),
        sa.Column("other_funds_after", sa.BigInteger(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        *(sa.Column(name, KEY, nullable=True) for name in PEOPLE),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_grant_changes_{name}"))
            for name, condition in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grants.id"], name=op.f("fk_grant_changes_grant_id")
        ),
        *(
            sa.ForeignKeyConstraint([name], ["people.id"], name=op.f(f"fk_grant_changes_{name}"))
            for name in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_changes")),
        sa.UniqueConstraint("document_number", name=op.f("uq_grant_changes_document_number")),
    )
    op.create_index(op.f("ix_grant_changes_grant_id"), "grant_changes", ["grant_id"])
    op.create_index(op.f("ix_grant_changes_state"), "grant_changes", ["state"])
    op.create_index(
        "uq_grant_changes_open",
        "grant_changes",
        ["grant_id"],
        unique=True,
        sqlite_where=sa.text(ONE_AT_A_TIME),
        postgresql_where=sa.text(ONE_AT_A_TIME),
    )


def _replace(batch_op, conditions):
    for name, condition in conditions.items():
        batch_op.drop_constraint(op.f(f"ck_grants_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_grants_{name}"), condition)


def downgrade():
    op.drop_table("grant_change_lines")
    op.drop_table("grant_changes")
    # What the table knew no state for ends as the nearest that it knew.
    op.execute("UPDATE grants SET state = 'decided' WHERE state = 'abolished' AND amount > 0")
    op.execute(
        "UPDATE grants SET state = 'withdrawn', amount = NULL "
        "WHERE state IN ('abolished', 'retracted')"
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        _replace(batch_op, BEFORE)
        batch_op.drop_column("early_from")
