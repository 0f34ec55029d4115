"""A claim may be settled at 0円, with the reason that its notice gives."""

import sqlalchemy as sa
from alembic import op


revision = "settled_at_nothing"
down_revision = "refusals"
branch_labels = None
depends_on = None

BEFORE = ("settled_positive", "settled IS NULL OR settled > 0")
AFTER = {
    "settled_not_negative": "settled IS NULL OR settled >= 0",
    "nothing_for_a_reason": "settled <> 0 OR settled_why <> ''",
    "invoiced_for_something": "state NOT IN ('invoiced', 'paid') OR settled > set_off",
}


def upgrade():
    with op.batch_alter_table("claims") as batch_op:
        batch_op.add_column(
            sa.Column("settled_why", sa.String(), nullable=False, server_default="")
        )
        batch_op.drop_constraint(op.f(f"ck_claims_{BEFORE[0]}"), type_="check")
    with op.batch_alter_table("claims") as batch_op:
        batch_op.alter_column("settled_why", server_default=None)
        for name, condition in AFTER.items():
            batch_op.create_check_constraint(op.f(f"ck_claims_{name}"), condition)


def downgrade():
    with op.batch_alter_table("claims") as batch_op:
        for name in AFTER:
            batch_op.drop_constraint(op.f(f"ck_claims_{name}"), type_="check")
    with op.batch_alter_table("claims") as batch_op:
        batch_op.drop_column("settled_why")
        batch_op.create_check_constraint(op.f(f"ck_claims_{BEFORE[0]}"), BEFORE[1])
