"""The ranking board keeps scenarios; municipalities and offices say how many they take."""

import sqlalchemy as sa
from alembic import op


revision = "scenarios"
down_revision = "panel"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNIT = sa.Enum("groups", "heads", name="placeunit", native_enum=False, length=24)
OUTCOME = sa.Enum(
    "selected", "waitlisted", "rejected", name="outcome", native_enum=False, length=24
)
WITH_PLACES = ("hosts", "offices")


def _refers(table, **columns):
    return [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))
        for name, target in columns.items()
    ]


def upgrade():
    for table in WITH_PLACES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("places", sa.Integer(), nullable=True))
            batch_op.add_column(
                sa.Column("place_unit", UNIT, nullable=False, server_default="groups")
            )
            batch_op.create_check_constraint(op.f(f"ck_{table}_places_not_negative"), "places >= 0")
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("place_unit", existing_type=UNIT, server_default=None)
    op.create_table(
        "scenarios",
        sa.Column("id", KEY, nullable=False),
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("saved_by_id", KEY, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", KEY, nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(taken_at IS NULL) = (taken_by_id IS NULL)",
            name=op.f("ck_scenarios_taken_by_somebody"),
        ),
        *_refers("scenarios", call_id="calls.id", saved_by_id="people.id", taken_by_id="people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
        sa.UniqueConstraint("call_id", "name", name=op.f("uq_scenarios_call_id_name")),
    )
    op.create_table(
        "scenario_choices",
        sa.Column("scenario_id", KEY, nullable=False),
        sa.Column("candidacy_id", KEY, nullable=False),
        sa.Column("outcome", OUTCOME, nullable=False),
        sa.Column("waitlist_rank", sa.Integer(), nullable=True),
        sa.Column("score", sa.String(), nullable=False),
        sa.Column("host_id", KEY, nullable=True),
        sa.Column("office_id", KEY, nullable=True),
        sa.Column("place_note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome = 'waitlisted' OR waitlist_rank IS NULL",
            name=op.f("ck_scenario_choices_rank_on_the_waiting_list"),
        ),
        sa.CheckConstraint(
            "office_id IS NULL OR host_id IS NOT NULL",
            name=op.f("ck_scenario_choices_office_in_a_town"),
        ),
        *_refers(
            "scenario_choices",
            scenario_id="scenarios.id",
            candidacy_id="candidacies.id",
            host_id="hosts.id",
            office_id="offices.id",
        ),
        sa.PrimaryKeyConstraint("scenario_id", "candidacy_id", name=op.f("pk_scenario_choices")),
    )
    with op.batch_alter_table("scenario_choices") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scenario_choices_candidacy_id"), ["candidacy_id"], unique=False
        )
    op.create_table(
        "placements",
        sa.Column("candidacy_id", KEY, nullable=False),
        sa.Column("host_id", KEY, nullable=False),
        sa.Column("office_id", KEY, nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_refers(
            "placements",
            candidacy_id="candidacies.id",
            host_id="hosts.id",
            office_id="offices.id",
            by_id="people.id",
        ),
        sa.PrimaryKeyConstraint("candidacy_id", name=op.f("pk_placements")),
    )
    with op.batch_alter_table("placements") as batch_op:
        batch_op.create_index(batch_op.f("ix_placements_host_id"), ["host_id"], unique=False)


def downgrade():
    for table in ("placements", "scenario_choices", "scenarios"):
        op.drop_table(table)
    for table in WITH_PLACES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_places_not_negative"), type_="check")
            batch_op.drop_column("place_unit")
            batch_op.drop_column("places")
