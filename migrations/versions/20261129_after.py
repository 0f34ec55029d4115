"""A decision is taken back, and what was paid beyond it is asked for again."""

import sqlalchemy as sa
from alembic import op


revision = "repayments"
down_revision = "reports"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

BEFORE = {
    "amount_if_decided": (
        "(state IN ('decided', 'abolished', 'retracted')) = (amount IS NOT NULL)"
    ),
    "asked_if_applied": (
        "state NOT IN ('applied', 'checked', 'decided', 'abolished', 'retracted') "
        "OR asked IS NOT NULL"
    ),
}
AFTER = {
    "amount_if_decided": (
        "(state IN ('decided', 'abolished', 'retracted', 'cancelled')) = (amount IS NOT NULL)"
    ),
    "asked_if_applied": (
        "state NOT IN ('applied', 'checked', 'decided', 'abolished', 'retracted', 'cancelled') "
        "OR asked IS NOT NULL"
    ),
}


def upgrade():
    with op.batch_alter_table("grants") as batch_op:
        _replace(batch_op, AFTER)
    _cancellations()
    _repayments()
    _repayment_receipts()
    _repayment_waivers()


def _cancellations():
    op.create_table(
        "cancellations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("grant_id", KEY, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared", "decided", "dropped", name="cancelling", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "other_use",
                "breach",
                "law",
                "false",
                "changed",
                name="reason",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("amount_before", sa.BigInteger(), nullable=False),
        sa.Column("stands", sa.BigInteger(), nullable=False),
        sa.Column("prepared_by_id", KEY, nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'decided') = (decided_by_id IS NOT NULL AND decided_on IS NOT NULL AND document_number IS NOT NULL)",
            name=op.f("ck_cancellations_decided_by_somebody"),
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_cancellations_explained")),
        sa.CheckConstraint(
            "decided_by_id <> prepared_by_id", name=op.f("ck_cancellations_four_eyes")
        ),
        sa.CheckConstraint(
            "stands >= 0 AND stands < amount_before",
            name=op.f("ck_cancellations_takes_something_back"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_cancellations_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grants.id"], name=op.f("fk_cancellations_grant_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["people.id"], name=op.f("fk_cancellations_prepared_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancellations")),
        sa.UniqueConstraint("document_number", name=op.f("uq_cancellations_document_number")),
    )
    with op.batch_alter_table("cancellations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cancellations_grant_id"), ["grant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cancellations_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_cancellations_one_draft",
            ["grant_id"],
            unique=True,
            sqlite_where=sa.text("state = 'prepared'"),
            postgresql_where=sa.text("state = 'prepared'"),
        )


def _repayments():
    op.create_table(
        "repayments",
        sa.Column("id", KEY, nullable=False),
        sa.Column("grant_id", KEY, nullable=False),
        sa.Column(
            "cause",
            sa.Enum("cancelled", "surplus", "tax", name="cause", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("cancellation_id", KEY, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "ordered",
                "repaid",
                "dropped",
                name="repaying",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.JSON(), nullable=False),
        sa.Column("surcharged", sa.Boolean(), nullable=False),
        sa.Column("rate_basis_points", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", KEY, nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("ordered_by_id", KEY, nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("repaid_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(cause = 'cancelled') = (cancellation_id IS NOT NULL)",
            name=op.f("ck_repayments_cancelled_by_something"),
        ),
        sa.CheckConstraint(
            "(state IN ('ordered', 'repaid')) = (ordered_by_id IS NOT NULL AND ordered_on IS NOT NULL AND due_on IS NOT NULL AND document_number IS NOT NULL)",
            name=op.f("ck_repayments_ordered_by_somebody"),
        ),
        sa.CheckConstraint(
            "NOT surcharged OR cause = 'cancelled'",
            name=op.f("ck_repayments_surcharged_if_cancelled"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_repayments_amount_positive")),
        sa.CheckConstraint("due_on > ordered_on", name=op.f("ck_repayments_due_after_the_order")),
        sa.CheckConstraint("ordered_by_id <> prepared_by_id", name=op.f("ck_repayments_four_eyes")),
        sa.CheckConstraint("rate_basis_points >= 0", name=op.f("ck_repayments_rate_not_negative")),
        sa.ForeignKeyConstraint(
            ["cancellation_id"], ["cancellations.id"], name=op.f("fk_repayments_cancellation_id")
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_repayments_grant_id")),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["people.id"], name=op.f("fk_repayments_ordered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["people.id"], name=op.f("fk_repayments_prepared_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayments")),
        sa.UniqueConstraint("document_number", name=op.f("uq_repayments_document_number")),
    )
    with op.batch_alter_table("repayments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_repayments_grant_id"), ["grant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_repayments_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_repayments_one_for_a_cancellation",
            ["cancellation_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'dropped'"),
            postgresql_where=sa.text("state <> 'dropped'"),
        )


def _repayment_receipts():
    op.create_table(
        "repayment_receipts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("repayment_id", KEY, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("voided_at", MOMENT, nullable=True),
        sa.Column("voided_why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_why = '')",
            name=op.f("ck_repayment_receipts_voided_for_a_reason"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_repayment_receipts_amount_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_repayment_receipts_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["repayment_id"], ["repayments.id"], name=op.f("fk_repayment_receipts_repayment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment_receipts")),
    )
    with op.batch_alter_table("repayment_receipts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_repayment_receipts_repayment_id"), ["repayment_id"], unique=False
        )


def _repayment_waivers():
    op.create_table(
        "repayment_waivers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("repayment_id", KEY, nullable=False),
        sa.Column(
            "charge",
            sa.Enum("surcharge", "late", name="charge", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("waived_on", sa.Date(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_repayment_waivers_reason_given")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_repayment_waivers_amount_positive")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_repayment_waivers_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["repayment_id"], ["repayments.id"], name=op.f("fk_repayment_waivers_repayment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment_waivers")),
    )
    with op.batch_alter_table("repayment_waivers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_repayment_waivers_repayment_id"), ["repayment_id"], unique=False
        )


def downgrade():
    op.drop_table("repayment_waivers")
    op.drop_table("repayment_receipts")
    op.drop_table("repayments")
    op.drop_table("cancellations")

    # What the table knew no state for ends as the nearest that it knew.
    op.execute("UPDATE grants SET state = 'retracted' WHERE state = 'cancelled'")
    with op.batch_alter_table("grants") as batch_op:
        _replace(batch_op, BEFORE)


def _replace(batch_op, conditions):
    for name, condition in conditions.items():
        batch_op.drop_constraint(op.f(f"ck_grants_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_grants_{name}"), condition)
