"""A report says what was achieved; its evidence is bound, and its group reminded in time."""

import sqlalchemy as sa
from alembic import op

revision = "reports"
down_revision = "payment_runs"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATE = sa.Enum(
    "waiting", "made", "overtaken", "failed", name="bundle", native_enum=False, length=24
)


def upgrade():
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outcome", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.alter_column("outcome", server_default=None)
    op.create_table(
        "evidence_bundles",
        sa.Column("id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_evidence_bundles_tries_not_negative")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_evidence_bundles_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_bundles")),
        sa.UniqueConstraint(
            "claim_id", "submitted_at", name=op.f("uq_evidence_bundles_claim_id_submitted_at")
        ),
    )
    with op.batch_alter_table("evidence_bundles", schema=None) as batch_op:
        for name in ("claim_id", "state"):
            batch_op.create_index(op.f(f"ix_evidence_bundles_{name}"), [name], unique=False)
    op.create_table(
        "report_reminders",
        sa.Column("id", KEY, nullable=False),
        sa.Column("grant_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grants.id"], name=op.f("fk_report_reminders_grant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_reminders")),
        sa.UniqueConstraint(
            "grant_id",
            "due_on",
            "days_before",
            name=op.f("uq_report_reminders_grant_id_due_on_days_before"),
        ),
    )
    with op.batch_alter_table("report_reminders", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_report_reminders_grant_id"), ["grant_id"], unique=False)


def downgrade():
    op.drop_table("report_reminders")
    op.drop_table("evidence_bundles")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_column("outcome")
