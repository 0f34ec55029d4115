"""A year is closed: nothing is decided or paid in it any more."""

import sqlalchemy as sa
from alembic import op


revision = "year_closings"
down_revision = "tax_reports"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    _year_closings()


def _year_closings():
    op.create_table(
        "year_closings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("closed_by_id", KEY, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reopened_at", MOMENT, nullable=True),
        sa.Column("reopened_by_id", KEY, nullable=True),
        sa.Column("reopened_why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reopened_by_id IS NULL) AND (reopened_at IS NULL) = (reopened_why = '')",
            name=op.f("ck_year_closings_reopened_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["people.id"], name=op.f("fk_year_closings_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by_id"], ["people.id"], name=op.f("fk_year_closings_reopened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name=op.f("fk_year_closings_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_closings")),
    )
    with op.batch_alter_table("year_closings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_year_closings_year_id"), ["year_id"], unique=False)
        batch_op.create_index(
            "uq_year_closings_standing",
            ["year_id"],
            unique=True,
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )


def downgrade():
    op.drop_table("year_closings")
