"""Tables of past totals are kept as they were sent, until they are taken in."""

import sqlalchemy as sa
from alembic import op

revision = "past_totals"
down_revision = "survey_given"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "incoming_totals",
        sa.Column("id", KEY, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "sha256")),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("settled_at", AT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'checked') = (settled_at IS NULL)",
            name="ck_incoming_totals_settled_when_done",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_totals"),
    )


def downgrade():
    op.drop_table("incoming_totals")
