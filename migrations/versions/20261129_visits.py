"""Who booked a 説明会 and came, which 組 attended a 交流会, and what stays when names go."""

import sqlalchemy as sa
from alembic import op

revision = "visits"
down_revision = "year_closings"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SOURCE = sa.Enum("booked", "walk_in", name="source", native_enum=False, length=24)
LIVE = sa.text("cancelled_at IS NULL AND email_key <> ''")
ADDED = (
    ("minutes", sa.Integer(), "90"),
    ("bookable", sa.Boolean(), sa.false()),
    ("told", sa.String(), ""),
    ("walk_ins", sa.Integer(), "0"),
)
MAY_BE_UNKNOWN = (
    ("capacity", sa.Integer()),
    ("closes_at", MOMENT),
    ("ticked_at", MOMENT),
)
CHECKS = (("seats", "capacity > 0"), ("lasts", "minutes > 0"), ("walk_ins", "walk_ins >= 0"))


def key_to(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def check(table, name, rule):
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def upgrade():
    with op.batch_alter_table("gatherings") as batch_op:
        for name, kind, default in ADDED:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        for name, kind in MAY_BE_UNKNOWN:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        for name, rule in CHECKS:
            batch_op.create_check_constraint(op.f(f"ck_gatherings_{name}"), rule)
    with op.batch_alter_table("gatherings") as batch_op:
        for name, kind, _ in ADDED:
            batch_op.alter_column(name, existing_type=kind, server_default=None)
    bookings()
    group_visits()
    op.create_table(
        "application_visits",
        sa.Column("application_id", KEY, autoincrement=False, nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        check("application_visits", "booked_first", "came <= booked"),
        key_to("application_visits", "application_id", "applications"),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application_visits")),
    )


def bookings():
    op.create_table(
        "bookings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("gathering_id", KEY, nullable=False),
        sa.Column("source", SOURCE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("prefecture", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("heard_from", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("booked_at", MOMENT, nullable=False),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        check("bookings", "somebody", "people >= 1"),
        check("bookings", "came_or_cancelled", "NOT came OR cancelled_at IS NULL"),
        check("bookings", "booked_by_mail", "source = 'walk_in' OR email_key <> ''"),
        key_to("bookings", "gathering_id", "gatherings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_bookings_token_hash")),
    )
    for column in ("gathering_id", "email", "email_key", "booked_at"):
        op.create_index(op.f(f"ix_bookings_{column}"), "bookings", [column])
    op.create_index(
        "uq_bookings_one_a_mailbox",
        "bookings",
        ["gathering_id", "email_key"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def group_visits():
    op.create_table(
        "group_visits",
        sa.Column("id", KEY, nullable=False),
        sa.Column("gathering_id", KEY, nullable=False),
        sa.Column("participation_id", KEY, nullable=False),
        sa.Column("signed_up_at", MOMENT, nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        check("group_visits", "signed_up_by_members", "signed_up_at IS NOT NULL OR people = 0"),
        key_to("group_visits", "gathering_id", "gatherings"),
        key_to("group_visits", "participation_id", "participations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_visits")),
        sa.UniqueConstraint(
            "gathering_id",
            "participation_id",
            name=op.f("uq_group_visits_gathering_id_participation_id"),
        ),
    )
    op.create_index(op.f("ix_group_visits_participation_id"), "group_visits", ["participation_id"])
    op.create_table(
        "group_visit_guests",
        sa.Column("group_visit_id", KEY, nullable=False),
        sa.Column("participant_id", KEY, nullable=False),
        key_to("group_visit_guests", "group_visit_id", "group_visits"),
        key_to("group_visit_guests", "participant_id", "participants"),
        sa.PrimaryKeyConstraint(
            "group_visit_id", "participant_id", name=op.f("pk_group_visit_guests")
        ),
    )


def downgrade():
    for table in ("application_visits", "group_visit_guests", "group_visits", "bookings"):
        op.drop_table(table)
    with op.batch_alter_table("gatherings") as batch_op:
        for name, _ in CHECKS:
            batch_op.drop_constraint(op.f(f"ck_gatherings_{name}"), type_="check")
        for name in (
            "ticked_at",
            "closes_at",
            "capacity",
            "walk_ins",
            "told",
            "bookable",
            "minutes",
        ):
            batch_op.drop_column(name)
