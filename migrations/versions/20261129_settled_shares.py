"""What of each 確定額 falls to each 費目, in the state in which the rules divided it.

Claims that were settled before are divided by what was accepted of their lines, the best that the
database knows of them without the rules.
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op


revision = "settled_shares"
down_revision = "settled_at_nothing"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHARES = sa.table(
    "settled_shares",
    sa.column("claim_id", KEY),
    sa.column("kind", sa.String()),
    sa.column("amount", sa.BigInteger()),
)
ACCEPTED = sa.text(
    "SELECT claims.id, claims.settled, claim_lines.kind,"
    " sum(coalesce(claim_lines.reduced_to, claim_lines.amount)) AS amount"
    " FROM claims JOIN claim_lines ON claim_lines.claim_id = claims.id"
    " WHERE claims.settled > 0 AND claim_lines.verdict IN ('accepted', 'reduced')"
    " GROUP BY claims.id, claims.settled, claim_lines.kind ORDER BY claims.id, claim_lines.kind"
)


def _divided(settled, kinds):
    """Return the parts of what is settled by the largest remainder, each with its kind."""
    whole = sum(kinds.values())
    parts = {kind: divmod(amount * settled, whole) for kind, amount in kinds.items()}
    left = settled - sum(floor for floor, _ in parts.values())
    first = sorted(parts, key=lambda kind: (-parts[kind][1], kind))[:left]
    return {kind: floor + (kind in first) for kind, (floor, _) in parts.items()}


def fill(connection):
    """Divide what was settled before."""
    found = defaultdict(dict)
    for claim, settled, kind, amount in connection.execute(ACCEPTED):
        found[claim, int(settled)][kind] = int(amount)
    rows = [
        {"claim_id": claim, "kind": kind, "amount": part}
        for (claim, settled), kinds in found.items()
        if settled <= sum(kinds.values())
        for kind, part in _divided(settled, kinds).items()
        if part
    ]
    if rows:
        connection.execute(sa.insert(SHARES), rows)


def upgrade():
    op.create_table(
        "settled_shares",
        sa.Column("id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_settled_shares_amount_positive")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_settled_shares_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_shares")),
        sa.UniqueConstraint("claim_id", "kind", name=op.f("uq_settled_shares_claim_id_kind")),
    )
    fill(op.get_bind())


def downgrade():
    op.drop_table("settled_shares")
