"""What is typed on the pages of a draft and not sent yet."""

import sqlalchemy as sa
from alembic import op


revision = "unsaved_pages"
down_revision = "register"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PAGE = sa.Enum(
    "kind",
    "members",
    "business",
    "plan",
    "costs",
    "files",
    "confirm",
    name="pagename",
    native_enum=False,
    length=24,
)


def upgrade():
    op.create_table(
        "unsaved_pages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("page", PAGE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("tab", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_unsaved_pages_application_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsaved_pages")),
        sa.UniqueConstraint(
            "application_id",
            "page",
            "position",
            name=op.f("uq_unsaved_pages_application_id_page_position"),
        ),
    )


def downgrade():
    op.drop_table("unsaved_pages")
