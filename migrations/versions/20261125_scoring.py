"""Until when a call is scored, what stood on a finished sheet, reminders; marks on findings."""

import sqlalchemy as sa
from alembic import op


revision = "scoring"
down_revision = "selection_plans"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SHEET_STATES = ("assigned", "draft", "final", "recused", "abstained")


def _foreign(table, column, target):
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade():
    with op.batch_alter_table("sheets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("saved_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("remarks", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("saved_tab", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("sheets", schema=None) as batch_op:
        batch_op.alter_column("saved_tab", server_default=None)
        batch_op.alter_column("remarks", server_default=None)
    op.create_table(
        "scoring_windows",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)",
            name=op.f("ck_scoring_windows_closed_by_somebody"),
        ),
        _foreign("scoring_windows", "call_id", "calls"),
        _foreign("scoring_windows", "closed_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_windows")),
        sa.UniqueConstraint("call_id", name=op.f("uq_scoring_windows_call_id")),
    )
    op.create_table(
        "sheet_versions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("sheet_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*SHEET_STATES, name="sheetstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _foreign("sheet_versions", "sheet_id", "sheets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_versions")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_sheet_versions_sheet_id_number")),
    )
    op.create_table(
        "scoring_reminders",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("reviewer_id", KEY, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("open_sheets", sa.Integer(), nullable=False),
        _foreign("scoring_reminders", "call_id", "calls"),
        _foreign("scoring_reminders", "reviewer_id", "people"),
        _foreign("scoring_reminders", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_reminders")),
        sa.UniqueConstraint(
            "call_id", "reviewer_id", "on", name=op.f("uq_scoring_reminders_call_id_reviewer_id_on")
        ),
    )
    op.create_table(
        "finding_marks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("candidacy_id", KEY, nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("confirmed", "overruled", name="verdict", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "verdict <> 'overruled' OR reason <> ''",
            name=op.f("ck_finding_marks_overruled_for_a_reason"),
        ),
        _foreign("finding_marks", "candidacy_id", "candidacies"),
        _foreign("finding_marks", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_marks")),
        sa.UniqueConstraint(
            "candidacy_id", "finding", name=op.f("uq_finding_marks_candidacy_id_finding")
        ),
    )


def downgrade():
    for table in ("finding_marks", "scoring_reminders", "sheet_versions", "scoring_windows"):
        op.drop_table(table)
    with op.batch_alter_table("sheets", schema=None) as batch_op:
        batch_op.drop_column("saved_tab")
        batch_op.drop_column("remarks")
        batch_op.drop_column("saved_at")
