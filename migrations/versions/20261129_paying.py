"""Payments are made in runs, and may come back."""

import sqlalchemy as sa
from alembic import op

revision = "payment_runs"
down_revision = "asking"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STANDING = sa.text("returned_on IS NULL")
LIVE = sa.text("state IN ('pending', 'paid')")


def one_of(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, length=24)


def upgrade():
    with op.batch_alter_table("payments") as batch_op:
        batch_op.add_column(sa.Column("returned_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("returned_why", sa.String(), nullable=False, server_default="")
        )
        batch_op.drop_constraint("uq_payments_claim_id", type_="unique")
        batch_op.create_check_constraint(
            "ck_payments_returned_for_a_reason", "(returned_on IS NULL) = (returned_why = '')"
        )
    with op.batch_alter_table("payments") as batch_op:
        batch_op.alter_column("returned_why", existing_type=sa.String(), server_default=None)
        batch_op.create_index(batch_op.f("ix_payments_claim_id"), ["claim_id"])
        batch_op.create_index(
            "uq_payments_one_standing",
            ["claim_id"],
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )
    runs()
    items()


def runs():
    op.create_table(
        "payment_runs",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            one_of("state", "prepared", "approved", "sent", "done", "cancelled"),
            nullable=False,
        ),
        sa.Column("payer", sa.JSON(), nullable=False),
        sa.Column("prepared_by_id", KEY, nullable=False),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("approved_by_id", KEY, nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "approved_by_id <> prepared_by_id", name=op.f("ck_payment_runs_four_eyes")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'sent', 'done') OR (approved_by_id IS NOT NULL"
            " AND approved_at IS NOT NULL AND count IS NOT NULL AND total IS NOT NULL)",
            name=op.f("ck_payment_runs_approved_with_its_sum"),
        ),
        sa.CheckConstraint("count > 0 AND total > 0", name=op.f("ck_payment_runs_pays_something")),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'done') OR sha256 IS NOT NULL",
            name=op.f("ck_payment_runs_sent_as_file"),
        ),
        sa.CheckConstraint(
            "state <> 'done' OR paid_on IS NOT NULL", name=op.f("ck_payment_runs_done_on_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name=op.f("fk_payment_runs_year_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["people.id"], name=op.f("fk_payment_runs_prepared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name=op.f("fk_payment_runs_approved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_runs")),
        sa.UniqueConstraint("year_id", "number", name=op.f("uq_payment_runs_year_id_number")),
    )
    with op.batch_alter_table("payment_runs") as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_runs_state"), ["state"])


def items():
    op.create_table(
        "payment_run_items",
        sa.Column("id", KEY, nullable=False),
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("bank_kana", sa.String(), nullable=False),
        sa.Column("branch_code", sa.String(), nullable=False),
        sa.Column("branch_kana", sa.String(), nullable=False),
        sa.Column("account_kind", one_of("accountkind", "1", "2", "4"), nullable=False),
        sa.Column("account_number", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column(
            "state",
            one_of("itemstate", "pending", "paid", "failed", "released"),
            nullable=False,
        ),
        sa.Column(
            "fault",
            one_of("fault", "holder", "number", "closed", "place", "other"),
            nullable=True,
        ),
        sa.Column("payment_id", KEY, nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_run_items_amount_positive")),
        sa.CheckConstraint(
            "(state = 'failed') = (fault IS NOT NULL)",
            name=op.f("ck_payment_run_items_failed_for_a_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'paid' OR payment_id IS NOT NULL",
            name=op.f("ck_payment_run_items_paid_by_a_payment"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["payment_runs.id"], name=op.f("fk_payment_run_items_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_payment_run_items_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_run_items_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_run_items")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_payment_run_items_payment_id")),
    )
    with op.batch_alter_table("payment_run_items") as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_run_items_run_id"), ["run_id"])
        batch_op.create_index(batch_op.f("ix_payment_run_items_claim_id"), ["claim_id"])
        batch_op.create_index(
            "uq_payment_run_items_one_live",
            ["claim_id"],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )


def downgrade():
    op.drop_table("payment_run_items")
    op.drop_table("payment_runs")
    op.execute("DELETE FROM payments WHERE returned_on IS NOT NULL")
    with op.batch_alter_table("payments") as batch_op:
        batch_op.drop_index("uq_payments_one_standing")
        batch_op.drop_index(batch_op.f("ix_payments_claim_id"))
        batch_op.drop_constraint("ck_payments_returned_for_a_reason", type_="check")
        batch_op.create_unique_constraint("uq_payments_claim_id", ["claim_id"])
    with op.batch_alter_table("payments") as batch_op:
        batch_op.drop_column("returned_why")
        batch_op.drop_column("returned_on")
