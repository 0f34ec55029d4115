"""「まだ決めていない」 is an answer of its own: neither a base nor none."""

import sqlalchemy as sa
from alembic import op

revision = "undecided"
down_revision = "leftovers"
branch_labels = None
depends_on = None

OLD_NAME = "ck_outcomes_ck_outcomes_not_negative"  # as `survey` has named it
BEFORE = "stayed >= 0 AND went >= 0 AND silent >= 0 AND refused >= 0"


def upgrade():
    with op.batch_alter_table("retention_plans") as table:
        table.add_column(sa.Column("undecided", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("outcomes") as table:
        table.add_column(sa.Column("undecided", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("retention_plans") as table:
        table.alter_column("undecided", server_default=None)
    with op.batch_alter_table("outcomes") as table:
        table.alter_column("undecided", server_default=None)
        table.drop_constraint(op.f(OLD_NAME), type_="check")
        table.create_check_constraint("not_negative", f"{BEFORE} AND undecided >= 0")


def downgrade():
    if (
        op.get_bind()
        .execute(
            sa.text("SELECT COUNT(*) FROM outcomes WHERE answer = 'undecided' OR undecided > 0")
        )
        .scalar()
    ):
        raise RuntimeError("groups that have not decided yet have no place in the older tables")
    with op.batch_alter_table("outcomes") as table:
        table.drop_constraint(op.f("ck_outcomes_not_negative"), type_="check")
        table.create_check_constraint(op.f(OLD_NAME), BEFORE)
        table.drop_column("undecided")
    with op.batch_alter_table("retention_plans") as table:
        table.drop_column("undecided")
