"""Each table that left the system: who took it, and what was in it."""

import sqlalchemy as sa
from alembic import op


revision = "table_runs"
down_revision = "sheet"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "table_runs",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("years", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_table_runs_counts_rows")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_table_runs_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_runs")),
    )


def downgrade():
    op.drop_table("table_runs")
