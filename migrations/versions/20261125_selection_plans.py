"""How a year selects becomes data of the year."""

import sqlalchemy as sa
from alembic import op


revision = "selection_plans"
down_revision = "interviews"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AVERAGING = sa.Enum("mean", "median", "trimmed", name="averaging", native_enum=False, length=24)
UNFINISHED = sa.Enum("remark", "unranked", name="unfinished", native_enum=False, length=24)
TIE_RULE = sa.Enum(
    "criteria", "spread", "lot", "number", name="tierule", native_enum=False, length=24
)

# As every year selected until now.
UNTIL_NOW = {
    "averaging": "mean",
    "unfinished": "remark",
    "tie_rule": "number",
    "show_adjusted": False,
    "interview_share": 0,
    "blind": True,
    "recall_minutes": 0,
    "answer_days": 14,
    "version": 1,
}


def upgrade():
    plans = op.create_table(
        "selection_plans",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("averaging", AVERAGING, nullable=False),
        sa.Column("unfinished", UNFINISHED, nullable=False),
        sa.Column("tie_rule", TIE_RULE, nullable=False),
        sa.Column("show_adjusted", sa.Boolean(), nullable=False),
        sa.Column("interview_share", sa.Integer(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("recall_minutes", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "interview_share BETWEEN 0 AND 100", name=op.f("ck_selection_plans_share_of_a_whole")
        ),
        sa.CheckConstraint(
            "recall_minutes >= 0 AND answer_days >= 1",
            name=op.f("ck_selection_plans_time_runs_forward"),
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name=op.f("fk_selection_plans_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_plans")),
        sa.UniqueConstraint("year_id", name=op.f("uq_selection_plans_year_id")),
    )
    years = op.get_bind().execute(sa.text("SELECT id FROM programme_years ORDER BY id")).scalars()
    rows = [{"year_id": year, **UNTIL_NOW} for year in years]
    if rows:
        op.bulk_insert(plans, rows)


def downgrade():
    op.drop_table("selection_plans")
