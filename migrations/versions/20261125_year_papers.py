"""The papers that an application asks for become data of the year."""

import sqlalchemy as sa
from alembic import op


revision = "year_papers"
down_revision = "20261123_begin"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_KIND = sa.Enum("plan", "photo", "other", name="paper", native_enum=False, length=24)
NEED = sa.Enum("required", "optional", "none", name="need", native_enum=False, length=24)
ACCEPTS = sa.Enum("documents", "images", name="accepts", native_enum=False, length=24)

# What every application was asked for until now. (The limit was ten files of any kind.)
UNTIL_NOW = (
    ("plan", 1, "事業計画書", "様式は自由です。", "required", "documents", 10, True),
    (
        "photo",
        2,
        "参加者の顔写真",
        "参加する人全員の顔が分かるもの。",
        "required",
        "images",
        10,
        False,
    ),
    (
        "other",
        3,
        "その他の資料",
        "作品集など、見てほしい資料があるとき。",
        "optional",
        "documents",
        10,
        False,
    ),
)


def upgrade():
    papers = op.create_table(
        "year_papers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("help", sa.String(), nullable=False),
        sa.Column("need", NEED, nullable=False),
        sa.Column("accepts", ACCEPTS, nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("to_reviewers", sa.Boolean(), nullable=False),
        sa.CheckConstraint("most > 0", name=op.f("ck_year_papers_most_positive")),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name=op.f("fk_year_papers_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_papers")),
        sa.UniqueConstraint("year_id", "key", name=op.f("uq_year_papers_year_id_key")),
    )
    names = [column.name for column in papers.columns if column.name not in ("id", "year_id")]
    years = op.get_bind().execute(sa.text("SELECT id FROM programme_years ORDER BY id")).scalars()
    rows = [
        {"year_id": year, **dict(zip(names, row, strict=True))}
        for year in years
        for row in UNTIL_NOW
    ]
    if rows:
        op.bulk_insert(papers, rows)
    with op.batch_alter_table("application_papers") as batch_op:
        batch_op.alter_column(
            "kind", existing_type=OLD_KIND, type_=sa.String(), existing_nullable=False
        )


def downgrade():
    op.execute(
        "UPDATE application_papers SET kind = 'other' WHERE kind NOT IN ('plan', 'photo', 'other')"
    )
    with op.batch_alter_table("application_papers") as batch_op:
        batch_op.alter_column(
            "kind", existing_type=sa.String(), type_=OLD_KIND, existing_nullable=False
        )
    op.drop_table("year_papers")
