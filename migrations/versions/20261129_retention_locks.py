"""The figure of a year is fixed by two people, with all that it follows from."""

import sqlalchemy as sa
from alembic import op

revision = "retention_locks"
down_revision = "past_totals"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
STANDING = sa.text("state IN ('prepared', 'locked')")


def upgrade():
    op.create_table(
        "retention_locks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("part", "whole", "tenths")),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("prepared_by_id", KEY, nullable=False),
        sa.Column("prepared_at", AT, nullable=False),
        sa.Column("approved_by_id", KEY),
        sa.Column("approved_at", AT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= part AND part <= whole AND whole > 0", name="ck_retention_locks_a_share"
        ),
        sa.CheckConstraint(
            "state <> 'locked' OR approved_by_id <> prepared_by_id",
            name="ck_retention_locks_by_two_people",
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name="fk_retention_locks_year_id"
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["people.id"], name="fk_retention_locks_prepared_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name="fk_retention_locks_approved_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_retention_locks"),
    )
    op.create_index("ix_retention_locks_year_id", "retention_locks", ["year_id"])
    op.create_index(
        "uq_retention_locks_standing",
        "retention_locks",
        ["year_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade():
    op.drop_table("retention_locks")
