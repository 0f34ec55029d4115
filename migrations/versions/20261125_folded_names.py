"""The keys by which the office searches fold 𠮷 to 吉, as what is typed is folded from now on."""

import sqlalchemy as sa
from alembic import op

revision = "folded_names"
down_revision = "rubrics"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(sa.text("UPDATE applications SET search_key = replace(search_key, '𠮷', '吉')"))


def downgrade():
    """Leave the keys: each is made anew when its application is saved."""
