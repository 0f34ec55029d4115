"""When a call plans its next steps, for applicants to read."""

import sqlalchemy as sa
from alembic import op


revision = "planned_steps"
down_revision = "kept_pages"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "planned_steps",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "papers",
                "interview",
                "result",
                "grant",
                name="step",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "precision",
            sa.Enum("day", "third", "month", name="precision", native_enum=False, length=24),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_planned_steps_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_steps")),
        sa.UniqueConstraint("call_id", "step", name=op.f("uq_planned_steps_call_id_step")),
    )


def downgrade():
    op.drop_table("planned_steps")
