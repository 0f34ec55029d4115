"""Whether reviewers see, after closing, how others scored the same."""

import sqlalchemy as sa
from alembic import op


revision = "show_others"
down_revision = "scenarios"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("selection_plans", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("show_others", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("selection_plans", schema=None) as batch_op:
        batch_op.alter_column("show_others", server_default=None)


def downgrade():
    with op.batch_alter_table("selection_plans", schema=None) as batch_op:
        batch_op.drop_column("show_others")
