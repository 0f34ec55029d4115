"""The panel of a call: seats with a term and a consent, declared ties, rulings on conflicts.

Whoever has a sheet already is invited to its call, and consents before going on.
"""

import sqlalchemy as sa
from alembic import op


revision = "panel"
down_revision = "scoring"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
LIVING = sa.text("state IN ('invited', 'accepted')")

# A year from the close of the call: the office sets the true term when it looks at the seat.
INVITE = {
    "sqlite": ("date(c.closes_at)", "date(c.closes_at, '+1 year')", "datetime(c.closes_at)"),
    "postgresql": (
        "CAST(c.closes_at AS date)",
        "CAST(c.closes_at + INTERVAL '1 year' AS date)",
        "c.closes_at",
    ),
}


def states(*values):
    return sa.Enum(*values, native_enum=False, length=24)


def upgrade():
    op.create_table(
        "secrecy_versions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name=op.f("fk_secrecy_versions_year_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_secrecy_versions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secrecy_versions")),
        sa.UniqueConstraint("year_id", "number", name=op.f("uq_secrecy_versions_year_id_number")),
    )
    op.create_table(
        "panel_seats",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column(
            "state",
            states("new", "invited", "accepted", "declined", "withdrawn", "left"),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("municipality_id", KEY, nullable=True),
        sa.Column("term_from", sa.Date(), nullable=False),
        sa.Column("term_to", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("secrecy_id", KEY, nullable=True),
        sa.Column("consented_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("term_from <= term_to", name=op.f("ck_panel_seats_term_runs_forward")),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_panel_seats_takes_something")),
        sa.CheckConstraint(
            "state <> 'accepted' OR (person_id IS NOT NULL AND consented_at IS NOT NULL"
            " AND secrecy_id IS NOT NULL)",
            name=op.f("ck_panel_seats_accepted_with_consent"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_panel_seats_call_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_panel_seats_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_panel_seats_municipality_id"),
        ),
        sa.ForeignKeyConstraint(
            ["secrecy_id"], ["secrecy_versions.id"], name=op.f("fk_panel_seats_secrecy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_seats")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_panel_seats_token_hash")),
    )
    with op.batch_alter_table("panel_seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_seats_person_id"), ["person_id"])
        batch_op.create_index(
            "uq_panel_seats_one_living",
            ["call_id", "email_key"],
            unique=True,
            sqlite_where=LIVING,
            postgresql_where=LIVING,
        )
    op.create_table(
        "declared_ties",
        sa.Column("id", KEY, nullable=False),
        sa.Column("seat_id", KEY, nullable=False),
        sa.Column("kind", states("company", "person", "town"), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["panel_seats.id"], name=op.f("fk_declared_ties_seat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_ties")),
    )
    with op.batch_alter_table("declared_ties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_ties_seat_id"), ["seat_id"])
    op.create_table(
        "conflict_rulings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("reviewer_id", KEY, nullable=False),
        sa.Column("candidacy_id", KEY, nullable=False),
        sa.Column("verdict", states("added", "lifted"), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("covers", sa.JSON(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name=op.f("fk_conflict_rulings_reviewer_id")
        ),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacies.id"], name=op.f("fk_conflict_rulings_candidacy_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_conflict_rulings_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_rulings")),
        sa.UniqueConstraint(
            "reviewer_id", "candidacy_id", name=op.f("uq_conflict_rulings_reviewer_id_candidacy_id")
        ),
    )
    with op.batch_alter_table("conflict_rulings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_rulings_candidacy_id"), ["candidacy_id"])
    invite_who_has_a_sheet()


def invite_who_has_a_sheet():
    """Let whoever scores a call already find an invitation to its panel in the account."""
    first, last, moment = INVITE[op.get_bind().dialect.name]
    op.execute(
        "INSERT INTO panel_seats (call_id, person_id, state, name, email, email_key, organisation,"
        " address, term_from, term_to, invited_at, expires_at, note, version)"
        f" SELECT DISTINCT a.call_id, p.id, 'invited', p.name, p.email, p.email_key,"  # noqa: S608
        f" p.organisation, '', {first}, {last}, {moment}, {moment}, '', 1"
        " FROM sheets s JOIN candidacies d ON d.id = s.candidacy_id"
        " JOIN applications a ON a.id = d.application_id JOIN calls c ON c.id = a.call_id"
        " JOIN people p ON p.id = s.reviewer_id"
    )


def downgrade():
    op.drop_table("conflict_rulings")
    op.drop_table("declared_ties")
    op.drop_table("panel_seats")
    op.drop_table("secrecy_versions")
