"""A refusal to answer keeps its moment, also where an answer has taken its place since."""

import sqlalchemy as sa
from alembic import op

revision = "refusals"
down_revision = "retention_locks"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "refusals",
        sa.Column("id", KEY, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name="fk_refusals_invitation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_refusals"),
    )
    op.create_index("ix_refusals_invitation_id", "refusals", ["invitation_id"])
    # The history names every refusal that was ever taken down; the invitation those that stand.
    op.execute(
        """
        INSERT INTO refusals (invitation_id, at)
        SELECT invitations.id, events.at
          FROM events JOIN invitations ON invitations.id = events.subject_id
         WHERE events.subject = 'invitations' AND events.act = 'refuse'
         UNION
        SELECT id, refused_at FROM invitations WHERE refused_at IS NOT NULL
        """
    )


def downgrade():
    op.drop_table("refusals")
