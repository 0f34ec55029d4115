"""Indexes that hold all that the statistics count, in the order in which they count it."""

from alembic import op

revision = "statistics_indexes"
down_revision = "undecided"
branch_labels = None
depends_on = None

# Each begins with the column of the one whose place it takes.
OLD = {
    "ix_participations_state": ("participations", ["state"]),
    "ix_outcomes_figures": ("outcomes", ["wave_id", "answer", "participation_id"]),
    "ix_outcomes_participation_id": ("outcomes", ["participation_id"]),
    "ix_applications_state": ("applications", ["state"]),
}
SUMMED = ["stayed", "went", "refused", "undecided"]
NEW = {
    "ix_participations_figures": ("participations", ["state", "year_id"]),
    "ix_outcomes_figures": ("outcomes", ["wave_id", "answer", "participation_id", *SUMMED]),
    "ix_outcomes_courses": ("outcomes", ["participation_id", "wave_id", "answer"]),
    "ix_grants_figures": ("grants", ["participation_id", "state", "amount"]),
    "ix_applications_kinds": ("applications", ["state", "call_id", "kind"]),
    "ix_applications_channels": ("applications", ["state", "call_id", "heard_from"]),
}


def upgrade():
    _change(OLD, NEW)


def downgrade():
    _change(NEW, OLD)


def _change(these, into):
    for name, (table, _) in these.items():
        op.drop_index(name, table)
    for name, (table, columns) in into.items():
        op.create_index(name, table, columns)
