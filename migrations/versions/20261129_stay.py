"""The stay log: one row for a member and a day, and one for each month that was saved."""

import sqlalchemy as sa
from alembic import op

revision = "stay"
down_revision = "grant_plans"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "stay_sheets",
        sa.Column("id", KEY, nullable=False),
        sa.Column("participant_id", KEY, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_stay_sheets_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_sheets")),
        sa.UniqueConstraint(
            "participant_id", "month", name=op.f("uq_stay_sheets_participant_id_month")
        ),
    )
    op.create_table(
        "stay_days",
        sa.Column("id", KEY, nullable=False),
        sa.Column("participant_id", KEY, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("night", sa.Boolean(), nullable=False),
        sa.Column("work_hours", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.CheckConstraint("work_hours BETWEEN 0 AND 24", name=op.f("ck_stay_days_hours_of_a_day")),
        sa.CheckConstraint(
            "present OR (NOT night AND work_hours = 0)",
            name=op.f("ck_stay_days_there_to_sleep_or_work"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_stay_days_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_days")),
        sa.UniqueConstraint("participant_id", "on", name=op.f("uq_stay_days_participant_id_on")),
    )


def downgrade():
    op.drop_table("stay_days")
    op.drop_table("stay_sheets")
