"""What is held of a person's grants."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.core.held import Fact, Holding, Part, Record, part, record
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.people import Person

GRANT = {
    "state": "状態",
    "purpose": "事業の目的・内容",
    "other_support": "ほかの補助金など",
    "pledged": "誓約",
    "asked": "交付申請額（円）",
    "own_funds": "自己資金（円）",
    "other_funds": "ほかの補助金・支援の額（円）",
    "applied_on": "申請した日",
    "early_from": "事前着手が認められた日",
    "amount": "交付決定額（円）",
    "cap": "上限（円）",
    "heads": "人数",
    "cohort_heads": "年度の参加者の数",
    "first_day": "初日",
    "last_day": "末日",
    "paid_by": "支払の期限",
    "document_number": "文書番号",
    "decided_on": "決定した日",
}
LINE = {"kind": "種類", "amount": "金額（円）", "note": "備考"}
HOLDS = Holding(
    tables={"grants": GRANT, "grant_plan_lines": LINE},
    reasons={
        "rulebooks": "補助金の規則です。登録した職員の番号のほかに、人についての記録はありません。"
    },
)


def held(person: Person) -> Iterator[Part]:
    rows = db.session.scalars(
        select(Grant)
        .join(Grant.participation)
        .where(Participation.representative_id == person.id)
        .options(selectinload(Grant.plan))
        .order_by(Grant.id)
    )
    yield part("grants", "交付申請・交付決定", (_record(one) for one in rows))


def _record(one: Grant) -> Record:
    plan = part("plan", "支出の予定", (record(each, LINE) for each in one.plan))
    return record(one, GRANT, Fact("group", "組の名称", one.participation.title), parts=[plan])
