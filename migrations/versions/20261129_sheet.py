"""What is published gets its day and its history, and a 年度 its 要因分析 and its past totals."""

import sqlalchemy as sa
from alembic import op

revision = "sheet"
down_revision = "survey_asking"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade():
    with op.batch_alter_table("published_counts") as table:
        table.add_column(sa.Column("published_on", sa.Date()))
        table.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("published_counts") as table:
        table.alter_column("note", server_default=None)
        table.alter_column("version", server_default=None)
    with op.batch_alter_table("settled_costs") as table:
        table.add_column(sa.Column("published_on", sa.Date()))
    op.create_table(
        "sheet_texts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("analysis", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_texts"),
        sa.UniqueConstraint("fiscal_year", name="uq_sheet_texts_fiscal_year"),
    )


def downgrade():
    op.drop_table("sheet_texts")
    with op.batch_alter_table("settled_costs") as table:
        table.drop_column("published_on")
    with op.batch_alter_table("published_counts") as table:
        for name in ("version", "note", "published_on"):
            table.drop_column(name)
