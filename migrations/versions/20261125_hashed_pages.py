"""A kept page knows its address by a hash: the address of a personal link is its key."""

from hashlib import sha256
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "hashed_pages"
down_revision = "show_others"
branch_labels = None
depends_on = None

PAGES = sa.table(
    "kept_pages",
    *(sa.column(name, sa.String()) for name in ("path", "shown_on", "path_hash", "shown_hash")),
    sa.column("id", sa.BigInteger()),
)


def upgrade():
    with op.batch_alter_table("kept_pages") as batch:
        batch.add_column(sa.Column("path_hash", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("shown_hash", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    for row in connection.execute(sa.select(PAGES.c.id, PAGES.c.path, PAGES.c.shown_on)).all():
        connection.execute(
            sa.update(PAGES)
            .where(PAGES.c.id == row.id)
            .values(path_hash=_hash(row.path), shown_hash=_hash(urlsplit(row.shown_on).path))
        )
    with op.batch_alter_table("kept_pages") as batch:
        batch.alter_column("path_hash", server_default=None)
        batch.alter_column("shown_hash", server_default=None)
        batch.drop_column("path")
        batch.drop_column("shown_on")


def _hash(path):
    return sha256(path.encode()).hexdigest()


def downgrade():
    # No address can be made of its hash; what is kept is a day old at most.
    op.execute(sa.text("DELETE FROM kept_pages"))
    with op.batch_alter_table("kept_pages") as batch:
        batch.add_column(sa.Column("path", sa.String(), nullable=False))
        batch.add_column(sa.Column("shown_on", sa.String(), nullable=False))
        batch.drop_column("shown_hash")
        batch.drop_column("path_hash")
