"""The desk keeps every ruling, what each report said of a line, and 現地確認."""

import sqlalchemy as sa
from alembic import op


revision = "claims_checking"
down_revision = "claim_invoicing"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VERDICT = sa.Enum(
    "open", "accepted", "reduced", "returned", name="verdict", native_enum=False, length=24
)
OUTCOME = sa.Enum("fine", "asked", "doubt", name="outcome", native_enum=False, length=24)


def _key(column, table, **more):
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], **more)


def upgrade():
    op.create_table(
        "line_rulings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("line_id", KEY, nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("verdict", VERDICT, nullable=False),
        sa.Column("reduced_to", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'reduced') = (reduced_to IS NOT NULL)",
            name=op.f("ck_line_rulings_reduced_to_what"),
        ),
        sa.CheckConstraint(
            "verdict NOT IN ('reduced', 'returned') OR reason <> ''",
            name=op.f("ck_line_rulings_reason_given"),
        ),
        sa.CheckConstraint("round >= 0", name=op.f("ck_line_rulings_round_not_negative")),
        _key("claim_id", "claims", name=op.f("fk_line_rulings_claim_id")),
        _key("line_id", "claim_lines", name=op.f("fk_line_rulings_line_id"), ondelete="SET NULL"),
        _key("person_id", "people", name=op.f("fk_line_rulings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_rulings")),
    )
    op.create_index(op.f("ix_line_rulings_claim_id"), "line_rulings", ["claim_id"])
    op.create_index(op.f("ix_line_rulings_line_id"), "line_rulings", ["line_id"])
    op.create_table(
        "line_reports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("line_id", KEY, nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        _key("claim_id", "claims", name=op.f("fk_line_reports_claim_id")),
        _key("line_id", "claim_lines", name=op.f("fk_line_reports_line_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_reports")),
        sa.UniqueConstraint("line_id", "round", name=op.f("uq_line_reports_line_id_round")),
    )
    op.create_index(op.f("ix_line_reports_claim_id"), "line_reports", ["claim_id"])
    op.create_table(
        "on_site_checks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("participation_id", KEY, nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("outcome", OUTCOME, nullable=False),
        sa.Column("attachment_id", KEY, nullable=True),
        sa.Column("recorded_by_id", KEY, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "who <> '' AND place <> '' AND seen <> ''",
            name=op.f("ck_on_site_checks_says_what"),
        ),
        _key("attachment_id", "attachments", name=op.f("fk_on_site_checks_attachment_id")),
        _key("participation_id", "participations", name=op.f("fk_on_site_checks_participation_id")),
        _key("recorded_by_id", "people", name=op.f("fk_on_site_checks_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_site_checks")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_on_site_checks_attachment_id")),
    )
    op.create_index(
        op.f("ix_on_site_checks_participation_id"), "on_site_checks", ["participation_id"]
    )


def downgrade():
    op.drop_table("on_site_checks")
    op.drop_table("line_reports")
    op.drop_table("line_rulings")
