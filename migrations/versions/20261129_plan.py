"""How a year grants and pays becomes data of the year."""

import sqlalchemy as sa
from alembic import op


revision = "grant_plans"
down_revision = "claim_entering"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What a year begins with, as it stood when its table was made.
CONDITIONS = [
    "補助事業の内容又は経費の配分を変更しようとするときは、軽微な変更を除き、あらかじめ承認を受けること。",
    "補助事業を中止し、又は廃止しようとするときは、あらかじめ承認を受けること。",
    "補助事業が予定の期間内に完了しないとき、又は続けることが難しくなったときは、速やかに報告し、指示を受けること。",
    "補助事業の状況について報告を求められたときは、期日までに報告すること。",
    "補助事業が完了したときは、期日までに実績を報告すること。",
    "補助事業に係る収入及び支出を明らかにした帳簿と書類を整え、定められた期間保存すること。",
    "同じ経費について、国、県、市町村などの他の補助金を受けないこと。",
    "偽りその他不正の手段により交付を受けたとき、又は条件に従わないときは、交付の決定を取り消し、返還を命ずることがある。",
    "返還を命じられたときは、加算金を、期日までに返還しなかったときは、延滞金を納めること。",
]
REDUCE_REASONS = [
    "対象の期間の外に発生した経費のため、対象から除きました。",
    "対象とならない内容が含まれているため、その分の金額を除きました。",
    "証拠書類で確かめられる金額に合わせて、金額を減らしました。",
    "ほかの補助金や勤務先などから支払われた分を除きました。",
    "通常の経路と方法による金額に合わせて、金額を減らしました。",
    "規則で定めた上限を超える分を除きました。",
]
RETURN_REASONS = [
    "領収書などの証拠書類が付いていません。証拠書類を付けて、もう一度お送りください。",
    "証拠書類の文字が読み取れません。全体がはっきり写ったものに差し替えてください。",
    "証拠書類の日付または金額が、入力された内容と異なります。確かめて直してください。",
    "支払が済んだことを確かめられません。振込の控えや利用明細などを付けてください。",
    "何のために使った経費かが分かりません。用件と行き先などを書き足してください。",
    "証拠書類の宛名が、交付を受ける方と異なります。理由を書くか、差し替えてください。",
]
USUAL = {
    "withdraw_days": 10,
    "minor_change_percent": 20,
    "early_start": False,
    "conditions": CONDITIONS,
    "report_days": 30,
    "reminder_days": [14, 3],
    "reduce_reasons": REDUCE_REASONS,
    "return_reasons": RETURN_REASONS,
    "advance_percent": 0,
    "split_threshold": 0,
    "payer_code": "",
    "payer_name_kana": "",
    "payer_bank_code": "",
    "payer_bank_name_kana": "",
    "payer_branch_code": "",
    "payer_branch_name_kana": "",
    "payer_account_kind": "",
    "payer_account_number": "",
    "interest_basis_points": 1_095,
    "repayment_days": 20,
    "tax_report": True,
    "evidence_years": 5,
    "version": 1,
}


def upgrade():
    plans = op.create_table(
        "grant_plans",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year_id", KEY, nullable=False),
        sa.Column("withdraw_days", sa.Integer(), nullable=False),
        sa.Column("minor_change_percent", sa.Integer(), nullable=False),
        sa.Column("early_start", sa.Boolean(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("report_days", sa.Integer(), nullable=False),
        sa.Column("report_by", sa.Date(), nullable=True),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("reduce_reasons", sa.JSON(), nullable=False),
        sa.Column("return_reasons", sa.JSON(), nullable=False),
        sa.Column("advance_percent", sa.Integer(), nullable=False),
        sa.Column("split_threshold", sa.BigInteger(), nullable=False),
        sa.Column("payer_code", sa.String(), nullable=False),
        sa.Column("payer_name_kana", sa.String(), nullable=False),
        sa.Column("payer_bank_code", sa.String(), nullable=False),
        sa.Column("payer_bank_name_kana", sa.String(), nullable=False),
        sa.Column("payer_branch_code", sa.String(), nullable=False),
        sa.Column("payer_branch_name_kana", sa.String(), nullable=False),
        sa.Column("payer_account_kind", sa.String(), nullable=False),
        sa.Column("payer_account_number", sa.String(), nullable=False),
        sa.Column("interest_basis_points", sa.Integer(), nullable=False),
        sa.Column("repayment_days", sa.Integer(), nullable=False),
        sa.Column("tax_report", sa.Boolean(), nullable=False),
        sa.Column("tax_report_by", sa.Date(), nullable=True),
        sa.Column("evidence_years", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "minor_change_percent BETWEEN 0 AND 100 AND advance_percent BETWEEN 0 AND 100",
            name=op.f("ck_grant_plans_shares_of_a_whole"),
        ),
        sa.CheckConstraint(
            "withdraw_days >= 1 AND report_days >= 1 AND repayment_days >= 1 "
            "AND evidence_years >= 1",
            name=op.f("ck_grant_plans_time_runs_forward"),
        ),
        sa.CheckConstraint(
            "interest_basis_points >= 0 AND split_threshold >= 0",
            name=op.f("ck_grant_plans_never_negative"),
        ),
        sa.CheckConstraint(
            "payer_account_kind IN ('', '1', '2', '4')", name=op.f("ck_grant_plans_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["programme_years.id"], name=op.f("fk_grant_plans_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_plans")),
        sa.UniqueConstraint("year_id", name=op.f("uq_grant_plans_year_id")),
    )
    years = op.get_bind().execute(sa.text("SELECT id FROM programme_years ORDER BY id")).scalars()
    rows = [{"year_id": year, **USUAL} for year in years]
    if rows:
        op.bulk_insert(plans, rows)


def downgrade():
    op.drop_table("grant_plans")
