"""Every paid grant reports its input tax credits."""

import sqlalchemy as sa
from alembic import op


revision = "tax_reports"
down_revision = "doubts"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    _tax_reports()


def _tax_reports():
    op.create_table(
        "tax_reports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("grant_id", KEY, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "none",
                "reported",
                "returned",
                "acknowledged",
                name="state",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "exempt",
                "simple",
                "untaxed",
                "unclaimed",
                "general",
                name="standing",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("attachment_id", KEY, nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_by_id", KEY, nullable=True),
        sa.Column("repayment_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'acknowledged') = (acknowledged_on IS NOT NULL) AND (state = 'acknowledged') = (acknowledged_by_id IS NOT NULL)",
            name=op.f("ck_tax_reports_acknowledged_by_somebody"),
        ),
        sa.CheckConstraint(
            "standing <> 'general' OR (words <> '' AND attachment_id IS NOT NULL)",
            name=op.f("ck_tax_reports_shown"),
        ),
        sa.CheckConstraint(
            "standing = 'general' OR amount = 0", name=op.f("ck_tax_reports_nothing_back")
        ),
        sa.CheckConstraint("state <> 'none'", name=op.f("ck_tax_reports_reported")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_tax_reports_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["people.id"], name=op.f("fk_tax_reports_acknowledged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_tax_reports_attachment_id")
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_tax_reports_grant_id")),
        sa.ForeignKeyConstraint(
            ["repayment_id"], ["repayments.id"], name=op.f("fk_tax_reports_repayment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_reports")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_tax_reports_attachment_id")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_tax_reports_grant_id")),
        sa.UniqueConstraint("repayment_id", name=op.f("uq_tax_reports_repayment_id")),
    )
    with op.batch_alter_table("tax_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tax_reports_state"), ["state"], unique=False)


def downgrade():
    op.drop_table("tax_reports")
