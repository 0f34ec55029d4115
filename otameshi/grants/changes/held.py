"""What is held of a person's requests under a grant."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.core.held import Fact, Holding, Part, Record, part, record
from otameshi.db import db
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.people import Person

CHANGE = {
    "kind": "種類",
    "state": "状態",
    "what": "内容",
    "why": "理由",
    "considered": "検討したこと・対応",
    "alters_content": "事業の目的・内容の変更",
    "day": "日",
    "asked": "申請した交付決定額（円）",
    "amount_before": "変更前の交付決定額（円）",
    "amount_after": "変更後の交付決定額（円）",
    "cap_before": "変更前の上限（円）",
    "cap_after": "変更後の上限（円）",
    "heads_before": "変更前の人数",
    "heads_after": "変更後の人数",
    "last_day_before": "変更前の末日",
    "last_day_after": "変更後の末日",
    "other_funds_before": "変更前のほかの補助金・支援の額（円）",
    "other_funds_after": "変更後のほかの補助金・支援の額（円）",
    "asked_on": "提出した日",
    "decided_on": "決定した日",
    "document_number": "文書番号",
}
LINE = {"kind": "種類", "before": "変更前（円）", "after": "変更後（円）", "note": "備考"}
HOLDS = Holding(tables={"grant_changes": CHANGE, "grant_change_lines": LINE})


def held(person: Person) -> Iterator[Part]:
    rows = db.session.scalars(
        select(GrantChange)
        .join(GrantChange.grant)
        .join(Grant.participation)
        .where(Participation.representative_id == person.id)
        .options(selectinload(GrantChange.lines))
        .order_by(GrantChange.id)
    )
    yield part("grant_changes", "交付決定の変更など", (_record(one) for one in rows))


def _record(one: GrantChange) -> Record:
    lines = part("lines", "経費の配分", (record(each, LINE) for each in one.lines))
    return record(
        one, CHANGE, Fact("group", "組の名称", one.grant.participation.title), parts=[lines]
    )
