"""Take the links out of letters that were sent, and find files that nobody scanned."""

import re

import sqlalchemy as sa
from alembic import op

revision = "leftovers"
down_revision = "settled_shares"
branch_labels = None
depends_on = None

LINK = re.compile(r"\S+/[\w-]{43}(?![\w-])")
LINK_GONE = "（あなた専用のリンクは、送信したメールにだけあります。）"
AT = sa.DateTime(timezone=True)
UNSCANNED = sa.text("scan = 'none' AND person_id IS NOT NULL")


def upgrade():
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("blanked_at", AT))
    _blank()
    with op.batch_alter_table("letters") as table:
        table.create_check_constraint(
            op.f("ck_letters_is_sent_with_its_link"),
            "blanked_at IS NULL OR fate IN ('sent', 'failed')",
        )
    op.create_index(
        "ix_attachments_unscanned",
        "attachments",
        ["id"],
        sqlite_where=UNSCANNED,
        postgresql_where=UNSCANNED,
    )


def _blank():
    letters = sa.table(
        "letters",
        sa.column("id"),
        sa.column("body"),
        sa.column("confidential", sa.Boolean()),
        sa.column("fate"),
        sa.column("sent_at", AT),
        sa.column("blanked_at", AT),
    )
    connection = op.get_bind()
    sent = sa.select(letters.c.id, letters.c.body).where(
        letters.c.confidential, letters.c.fate == "sent", letters.c.sent_at.is_not(None)
    )
    for key, body in connection.execute(sent).all():
        if LINK.search(body):
            connection.execute(
                letters.update()
                .where(letters.c.id == key)
                .values(body=LINK.sub(LINK_GONE, body), blanked_at=letters.c.sent_at)
            )


def downgrade():
    op.drop_index("ix_attachments_unscanned", table_name="attachments")
    with op.batch_alter_table("letters") as table:
        table.drop_constraint(op.f("ck_letters_is_sent_with_its_link"), type_="check")
        table.drop_column("blanked_at")
