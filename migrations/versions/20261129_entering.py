"""An expense says how it was paid, where it led, what time it is for, and what others bore."""

import sqlalchemy as sa
from alembic import op


revision = "claim_entering"
down_revision = "decisions"
branch_labels = None
depends_on = None

PAID_WITH = sa.Enum(
    "unsaid",
    "cash",
    "card",
    "debit",
    "transfer",
    "e_money",
    "qr",
    "other",
    name="paidwith",
    native_enum=False,
    length=24,
)
TEXTS = ("registration_number", "route")
ASKED = (
    ("round_trip", sa.Boolean()),
    ("distance_m", sa.Integer()),
    ("toll", sa.BigInteger()),
    ("usual_fare", sa.BigInteger()),
    ("used_from", sa.Date()),
    ("used_to", sa.Date()),
    ("visit", sa.Integer()),
)
NUMBERS = (
    ("nights", sa.Integer(), "0"),
    ("supported", sa.BigInteger(), "0"),
    ("business_percent", sa.Integer(), "100"),
)
CHECKS = {
    "registration_number_whole": "registration_number = '' OR length(registration_number) = 14",
    "distance_positive": "distance_m > 0",
    "toll_not_negative": "toll >= 0",
    "usual_fare_positive": "usual_fare > 0",
    "used_whole": "(used_from IS NULL) = (used_to IS NULL)",
    "used_forwards": "used_from <= used_to",
    "visit_positive": "visit > 0",
    "nights_not_negative": "nights >= 0",
    "supported_not_negative": "supported >= 0",
    "business_a_part": "business_percent BETWEEN 1 AND 100",
}


KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    with op.batch_alter_table("claim_lines", schema=None) as batch_op:
        for name in TEXTS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("paid_with", PAID_WITH, nullable=False, server_default="unsaid")
        )
        for name, kind in ASKED:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        for name, kind, usual in NUMBERS:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=usual))
    with op.batch_alter_table("claim_lines", schema=None) as batch_op:
        for name in (*TEXTS, "paid_with", *(name for name, _, _ in NUMBERS)):
            batch_op.alter_column(name, server_default=None)
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_claim_lines_{name}"), condition)
    op.create_table(
        "unsaved_expenses",
        sa.Column("id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_unsaved_expenses_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsaved_expenses")),
        sa.UniqueConstraint("claim_id", "place", name=op.f("uq_unsaved_expenses_claim_id_place")),
    )


def downgrade():
    op.drop_table("unsaved_expenses")
    with op.batch_alter_table("claim_lines", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(op.f(f"ck_claim_lines_{name}"), type_="check")
    with op.batch_alter_table("claim_lines", schema=None) as batch_op:
        for name in (*TEXTS, "paid_with", *(n for n, _ in ASKED), *(n for n, _, _ in NUMBERS)):
            batch_op.drop_column(name)
