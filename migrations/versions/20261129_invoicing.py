"""Banks and branches, the accounts of a grant with their passbooks, and 概算払 with its 精算."""

import sqlalchemy as sa
from alembic import op


revision = "claim_invoicing"
down_revision = "stay"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACCOUNT_KIND = sa.Enum("1", "2", "4", name="accountkind", native_enum=False, length=24)
SIDE = sa.Enum("cover", "spread", name="side", native_enum=False, length=24)
ADVANCE = sa.Enum(
    "asked",
    "checked",
    "approved",
    "unpaid",
    "paid",
    "refused",
    "withdrawn",
    name="advancestate",
    native_enum=False,
    length=24,
)
OF_A_CLAIM = ("bank_code", "bank_kana", "branch_code", "branch_kana")
FIXED = "(state IN ({})) = (settled IS NOT NULL)"
CHECKS = {
    "set_off_of_the_settled": "set_off >= 0 AND set_off <= coalesce(settled, 0)",
    "closed_without_payment": "state <> 'closed' OR set_off = settled",
}
UNDER_WAY = sa.text("state IN ('asked', 'checked', 'approved', 'unpaid')")


def _refers(table, **columns):
    return [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))
        for name, target in columns.items()
    ]


def _lists():
    op.create_table(
        "bank_lists",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("banks", sa.Integer(), nullable=False),
        sa.Column("branches", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        *_refers("bank_lists", person_id="people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_lists")),
    )
    op.create_table(
        "banks",
        sa.Column("code", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "kana", "key")),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_banks")),
    )
    op.create_table(
        "branches",
        sa.Column("bank_code", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "kana", "key")),
        sa.Column("gone_on", sa.Date(), nullable=True),
        *_refers("branches", bank_code="banks.code"),
        sa.PrimaryKeyConstraint("bank_code", "code", name=op.f("pk_branches")),
    )


def _accounts():
    op.create_table(
        "grant_accounts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("grant_id", KEY, nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("bank_code", sa.String(), nullable=True),
        sa.Column("bank_kana", sa.String(), nullable=False),
        sa.Column("branch_code", sa.String(), nullable=True),
        sa.Column("branch_kana", sa.String(), nullable=False),
        sa.Column("kind", ACCOUNT_KIND, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.CheckConstraint(
            "(bank_code IS NULL) = (branch_code IS NULL)",
            name=op.f("ck_grant_accounts_whole_code"),
        ),
        sa.CheckConstraint("length(number) = 7", name=op.f("ck_grant_accounts_seven_figures")),
        *_refers("grant_accounts", grant_id="grants.id", person_id="people.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_accounts")),
    )
    op.create_table(
        "passbook_pages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("attachment_id", KEY, nullable=False),
        sa.Column("side", SIDE, nullable=False),
        *_refers("passbook_pages", account_id="grant_accounts.id", attachment_id="attachments.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passbook_pages")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_passbook_pages_attachment_id")),
    )


def _advances():
    op.create_table(
        "advances",
        sa.Column("id", KEY, nullable=False),
        sa.Column("grant_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", ADVANCE, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", KEY, nullable=True),
        sa.Column("approved_by_id", KEY, nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(), nullable=True),
        sa.Column("paid_by_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_advances_amount_positive")),
        sa.CheckConstraint("approved_by_id <> checked_by_id", name=op.f("ck_advances_four_eyes")),
        sa.CheckConstraint(
            "paid_by_id <> approved_by_id AND paid_by_id <> checked_by_id",
            name=op.f("ck_advances_paid_by_a_third"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'unpaid', 'paid') OR (document_number IS NOT NULL"
            " AND approved_by_id IS NOT NULL AND approved_on IS NOT NULL)",
            name=op.f("ck_advances_approved_by_somebody"),
        ),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL)"
            " AND (state = 'paid') = (voucher IS NOT NULL)"
            " AND (state = 'paid') = (paid_by_id IS NOT NULL)",
            name=op.f("ck_advances_paid_on_a_day"),
        ),
        *_refers(
            "advances",
            grant_id="grants.id",
            account_id="grant_accounts.id",
            checked_by_id="people.id",
            approved_by_id="people.id",
            paid_by_id="people.id",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advances")),
        sa.UniqueConstraint("document_number", name=op.f("uq_advances_document_number")),
    )
    op.create_index(
        "uq_advances_one_under_way",
        "advances",
        ["grant_id"],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )


def upgrade():
    _lists()
    _accounts()
    _advances()
    for table, column in (
        ("grant_accounts", "grant_id"),
        ("passbook_pages", "account_id"),
        ("advances", "grant_id"),
        ("advances", "state"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    with op.batch_alter_table("claims") as batch_op:
        for name in OF_A_CLAIM:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("set_off", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("account_id", KEY, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_claims_account_id"), "grant_accounts", ["account_id"], ["id"]
        )
        batch_op.drop_constraint(op.f("ck_claims_settled_if_fixed"), type_="check")
    with op.batch_alter_table("claims") as batch_op:
        batch_op.alter_column("set_off", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_claims_settled_if_fixed"),
            FIXED.format("'settled', 'closed', 'invoiced', 'paid'"),
        )
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_claims_{name}"), condition)


def downgrade():
    with op.batch_alter_table("claims") as batch_op:
        for name in (*CHECKS, "settled_if_fixed"):
            batch_op.drop_constraint(op.f(f"ck_claims_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_claims_account_id"), type_="foreignkey")
    with op.batch_alter_table("claims") as batch_op:
        for name in (*OF_A_CLAIM, "set_off", "account_id"):
            batch_op.drop_column(name)
        batch_op.create_check_constraint(
            op.f("ck_claims_settled_if_fixed"), FIXED.format("'settled', 'invoiced', 'paid'")
        )
    for table in (
        "advances",
        "passbook_pages",
        "grant_accounts",
        "branches",
        "banks",
        "bank_lists",
    ):
        op.drop_table(table)
