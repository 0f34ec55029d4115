"""Keep the day on which an answer was told to staff."""

import sqlalchemy as sa
from alembic import op

revision = "survey_given"
down_revision = "table_runs"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("replies") as table:
        table.add_column(sa.Column("given_on", sa.Date(), nullable=True))


def downgrade():
    with op.batch_alter_table("replies") as table:
        table.drop_column("given_on")
