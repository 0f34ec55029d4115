"""What the year asks of its groups and lets them declare; what applicants say to soft conditions."""

import json

import sqlalchemy as sa
from alembic import op


revision = "requirements"
down_revision = "notes"
branch_labels = None
depends_on = None

# What every applicant declared and consented to until now.
PLEDGES = [
    "応募の内容は事実と相違ありません。",
    "暴力団員その他の反社会的勢力に当たる者、これらと関係のある者は、組にいません。",
    "県税その他の税を滞納していません。",
    "組の全員が、この応募の内容を知り、応募することに同意しています。",
]
PRIVACY = (
    "入力された個人情報は、選考、参加する市町村との調整、補助金の手続、事業の効果を調べる追跡調査の"
    "ために、長野県が使います。希望する市町村、選考委員には、この目的に必要な範囲で提供します。"
    "ほかの目的には使いません。"
)
TEXTS = {
    "applications": (
        "work",
        "work_explanation",
        "homepage",
        "months_explanation",
        "nights_explanation",
    ),
    "members": ("age_explanation",),
}
TRUE_UNTIL_NOW = ("months_soft", "outside_only", "without_base")


def _add(batch_op, name, kind, value):
    """Add a column that no row may leave empty; the value is for the rows there are."""
    batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))


def _forget_defaults(table, columns):
    with op.batch_alter_table(table) as batch_op:
        for name, kind in columns:
            batch_op.alter_column(name, existing_type=kind, server_default=None)


def upgrade():
    year = [(name, sa.Boolean(), sa.true()) for name in TRUE_UNTIL_NOW]
    year += [
        ("works", sa.JSON(), "[]"),
        ("pledges", sa.JSON(), json.dumps(PLEDGES)),
        ("privacy", sa.String(), PRIVACY),
    ]
    added = {"programme_years": year}
    for table, names in TEXTS.items():
        added[table] = [(name, sa.String(), "") for name in names]
    added["applications"] += [
        ("pledged_words", sa.JSON(), "[]"),
        ("consented_words", sa.String(), ""),
    ]
    for table, columns in added.items():
        with op.batch_alter_table(table) as batch_op:
            for name, kind, value in columns:
                _add(batch_op, name, kind, value)
        _forget_defaults(table, [(name, kind) for name, kind, _ in columns])
    _keep_wordings()


def _keep_wordings():
    """Write beside each submission what it declared, which was the same for all."""
    applications = sa.table(
        "applications",
        sa.column("pledged_at"),
        sa.column("consented_at"),
        sa.column("pledged_words", sa.JSON()),
        sa.column("consented_words", sa.String()),
    )
    given = applications.c.pledged_at.is_not(None) & applications.c.consented_at.is_not(None)
    op.execute(
        applications.update().where(given).values(pledged_words=PLEDGES, consented_words=PRIVACY)
    )


def downgrade():
    removed = {
        "programme_years": [*TRUE_UNTIL_NOW, "works", "pledges", "privacy"],
        "applications": [*TEXTS["applications"], "pledged_words", "consented_words"],
        "members": list(TEXTS["members"]),
    }
    for table, names in removed.items():
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.drop_column(name)
