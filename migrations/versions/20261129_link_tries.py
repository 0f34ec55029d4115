"""Count the survey's links that led nowhere, by network address."""

import sqlalchemy as sa
from alembic import op

revision = "link_tries"
down_revision = "retention_locks"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "link_tries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_tries")),
    )
    with op.batch_alter_table("link_tries") as batch:
        batch.create_index(batch.f("ix_link_tries_address"), ["address"])


def downgrade():
    op.drop_table("link_tries")
