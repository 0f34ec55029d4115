"""A year's own questions, their versions, and the answers of applications."""

import sqlalchemy as sa
from alembic import op


revision = "questions"
down_revision = "entering"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "questionnaires",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_questionnaires_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name=op.f("fk_questionnaires_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaires")),
        sa.UniqueConstraint("year_id", "number", name=op.f("uq_questionnaires_year_id_number")),
    )
    op.create_table(
        "questionnaire_drafts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_questionnaire_drafts_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name=op.f("fk_questionnaire_drafts_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_drafts")),
        sa.UniqueConstraint("year_id", name=op.f("uq_questionnaire_drafts_year_id")),
    )
    op.create_table(
        "answer_sheets",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("questionnaire_id", KEY, nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_answer_sheets_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaires.id"],
            name=op.f("fk_answer_sheets_questionnaire_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sheets")),
        sa.UniqueConstraint("application_id", name=op.f("uq_answer_sheets_application_id")),
    )


def downgrade():
    op.drop_table("answer_sheets")
    op.drop_table("questionnaire_drafts")
    op.drop_table("questionnaires")
