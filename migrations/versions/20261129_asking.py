"""What a group asks to change of its participation, and the days of its base's contract."""

import sqlalchemy as sa
from alembic import op

revision = "asking"
down_revision = "grant_changes"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KIND = sa.Enum(
    "period", "early_end", "withdrawal", "base", "member_leaving",
    name="kind", native_enum=False, length=24,
)  # fmt: skip
STATE = sa.Enum(
    "asked", "accepted", "declined", "taken_back", name="state", native_enum=False, length=24
)
OPEN = sa.text("state = 'asked'")
CHECKS = (
    ("period_from_when", "kind <> 'period' OR first_day IS NOT NULL"),
    ("until_when", "kind = 'base' OR last_day IS NOT NULL"),
    ("runs_forward", "first_day <= last_day"),
    ("base_where", "(kind = 'base') = (host_id IS NOT NULL)"),
    ("who_leaves", "(kind = 'member_leaving') = (participant_id IS NOT NULL)"),
    (
        "answered_by_somebody",
        "(state IN ('accepted', 'declined')) = (answered_by_id IS NOT NULL)",
    ),
    ("declined_with_reason", "state <> 'declined' OR answer <> ''"),
    ("asked_with_reason", "note <> ''"),
)
KEYS = (
    ("participation_id", "participations"),
    ("host_id", "hosts"),
    ("office_id", "offices"),
    ("participant_id", "participants"),
    ("answered_by_id", "people"),
)


def upgrade():
    table = "participation_requests"
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("participation_id", KEY, nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("host_id", KEY, nullable=True),
        sa.Column("office_id", KEY, nullable=True),
        sa.Column("base_address", sa.String(), nullable=False),
        sa.Column("participant_id", KEY, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in CHECKS),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, to in KEYS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("participation_id", "state"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index(
        f"uq_{table}_one_open",
        table,
        ["participation_id", "kind"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    with op.batch_alter_table("participations") as batch_op:
        batch_op.add_column(sa.Column("contract_first", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("contract_last", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_participations_contract_has_both_days"),
            "(contract_first IS NULL) = (contract_last IS NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_participations_contract_runs_forward"), "contract_first <= contract_last"
        )


def downgrade():
    with op.batch_alter_table("participations") as batch_op:
        batch_op.drop_constraint(op.f("ck_participations_contract_runs_forward"), type_="check")
        batch_op.drop_constraint(op.f("ck_participations_contract_has_both_days"), type_="check")
        batch_op.drop_column("contract_last")
        batch_op.drop_column("contract_first")
    op.drop_table("participation_requests")
