"""Prints and readings of receipts, what a group explains, and what an officer has looked at."""

import sqlalchemy as sa
from alembic import op


revision = "doubts"
down_revision = "repayments"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KIND = sa.Enum(
    "same_file",
    "same_picture",
    "same_payment",
    "overlap",
    "stay",
    "usual",
    "fare",
    "weekends",
    "split",
    "read",
    name="kind",
    native_enum=False,
    length=24,
)
MOMENT = sa.DateTime(timezone=True)
BANDS = [f"band{n}" for n in range(4)]


def upgrade():
    op.create_table(
        "receipt_prints",
        sa.Column("attachment_id", KEY, nullable=False),
        sa.Column("near", sa.String(), nullable=True),
        sa.Column("fine", sa.String(), nullable=True),
        *(sa.Column(band, sa.Integer(), nullable=True) for band in BANDS),
        sa.CheckConstraint("(near IS NULL) = (fine IS NULL)", name=op.f("ck_receipt_prints_whole")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_receipt_prints_attachment_id")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_receipt_prints")),
    )
    for band in BANDS:
        op.create_index(f"ix_receipt_prints_{band}", "receipt_prints", [band])
    op.create_table(
        "receipt_readings",
        sa.Column("attachment_id", KEY, nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("total > 0", name=op.f("ck_receipt_readings_total_positive")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_receipt_readings_attachment_id")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_receipt_readings")),
    )
    op.create_table(
        "line_explanations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("line_id", KEY, nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_line_explanations_says_something")),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["claim_lines.id"],
            name=op.f("fk_line_explanations_line_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_line_explanations_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_explanations")),
        sa.UniqueConstraint("line_id", "kind", name=op.f("uq_line_explanations_line_id_kind")),
    )
    op.create_table(
        "doubt_looks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("line_id", KEY, nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("covers", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_doubt_looks_says_why")),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["claim_lines.id"],
            name=op.f("fk_doubt_looks_line_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_doubt_looks_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt_looks")),
        sa.UniqueConstraint("line_id", "kind", name=op.f("uq_doubt_looks_line_id_kind")),
    )
    op.create_index("ix_claim_lines_day_amount", "claim_lines", ["incurred_on", "amount"])
    op.create_index("ix_claim_lines_way", "claim_lines", ["origin", "destination"])
    op.create_index("ix_attachments_sha256", "attachments", ["sha256"])


def downgrade():
    op.drop_index("ix_attachments_sha256", table_name="attachments")
    op.drop_index("ix_claim_lines_way", table_name="claim_lines")
    op.drop_index("ix_claim_lines_day_amount", table_name="claim_lines")
    for table in ("doubt_looks", "line_explanations", "receipt_readings", "receipt_prints"):
        op.drop_table(table)
