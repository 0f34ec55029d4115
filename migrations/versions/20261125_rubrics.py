"""The rubric gets versions: a change after the first score says who scores again."""

import sqlalchemy as sa
from alembic import op


revision = "rubrics"
down_revision = "hashed_pages"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ONE_PLACE = "uq_criteria_year_id_position"
STANDING = sa.text("retired_in IS NULL")
SETTINGS = ("position", "name", "description", "weight", "most", "floor", "anchors")


def upgrade():
    with op.batch_alter_table("criteria") as batch_op:
        batch_op.add_column(
            sa.Column("remark_needed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("retired_in", sa.Integer(), nullable=True))
        batch_op.drop_constraint(ONE_PLACE, type_="unique")
    with op.batch_alter_table("criteria") as batch_op:
        batch_op.alter_column("remark_needed", server_default=None)
    op.create_index(
        ONE_PLACE,
        "criteria",
        ["year_id", "position"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    rubrics = op.create_table(
        "rubrics",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rubrics_person_id")),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name=op.f("fk_rubrics_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubrics")),
        sa.UniqueConstraint("year_id", "number", name=op.f("uq_rubrics_year_id_number")),
    )
    rows = list(_first_versions(op.get_bind()))
    if rows:
        op.bulk_insert(rubrics, rows)
    with op.batch_alter_table("programme_years") as batch_op:
        batch_op.drop_column("rubric_fixed_at")


def _first_versions(bind):
    """Keep the rubric of each year that was scored by as its first version."""
    years = sa.table("programme_years", sa.column("id", KEY), sa.column("rubric_fixed_at", MOMENT))
    criteria = sa.table(
        "criteria",
        sa.column("id", KEY),
        sa.column("year_id", KEY),
        *(sa.column(name, sa.JSON() if name == "anchors" else None) for name in SETTINGS),
    )
    fixed = bind.execute(sa.select(years).where(years.c.rubric_fixed_at.is_not(None))).all()
    for year in fixed:
        lines = bind.execute(
            sa.select(criteria).where(criteria.c.year_id == year.id).order_by(criteria.c.position)
        ).mappings()
        content = [
            {"key": one["id"], **{name: one[name] for name in SETTINGS}, "remark_needed": False}
            for one in lines
        ]
        yield {
            "year_id": year.id,
            "number": 1,
            "content": content,
            "reason": "",
            "at": year.rubric_fixed_at,
        }


def downgrade():
    with op.batch_alter_table("programme_years") as batch_op:
        batch_op.add_column(sa.Column("rubric_fixed_at", MOMENT, nullable=True))
    op.execute(
        "UPDATE programme_years SET rubric_fixed_at = (SELECT at FROM rubrics "
        "WHERE rubrics.year_id = programme_years.id AND number = 1)"
    )
    op.drop_table("rubrics")
    op.execute(
        "DELETE FROM scores WHERE criterion_id IN "
        "(SELECT id FROM criteria WHERE retired_in IS NOT NULL)"
    )
    op.execute("DELETE FROM criteria WHERE retired_in IS NOT NULL")
    op.drop_index(ONE_PLACE, table_name="criteria")
    with op.batch_alter_table("criteria") as batch_op:
        batch_op.create_unique_constraint(ONE_PLACE, ["year_id", "position"])
        batch_op.drop_column("retired_in")
        batch_op.drop_column("remark_needed")
