"""Members are asked for their own part by a link; whether the year wants their consent."""

import sqlalchemy as sa
from alembic import op


revision = "members"
down_revision = "guests"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")


def upgrade():
    with op.batch_alter_table("programme_years", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("member_consent", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("programme_years", schema=None) as batch_op:
        batch_op.alter_column("member_consent", server_default=None)
    op.create_table(
        "member_requests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("application_id", KEY, nullable=False),
        sa.Column("member_id", KEY, nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "none",
                "waiting",
                "answered",
                "replaced",
                "revoked",
                name="state",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'answered' OR (settled_at IS NOT NULL AND content <> '')",
            name=op.f("ck_member_requests_consents_to_something"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_member_requests_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_requests_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_requests")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_member_requests_token_hash")),
    )
    with op.batch_alter_table("member_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_requests_application_id"), ["application_id"])
        batch_op.create_index(batch_op.f("ix_member_requests_member_id"), ["member_id"])
        batch_op.create_index(
            "uq_member_requests_one_waiting",
            ["member_id"],
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        )


def downgrade():
    op.drop_table("member_requests")
    with op.batch_alter_table("programme_years", schema=None) as batch_op:
        batch_op.drop_column("member_consent")
