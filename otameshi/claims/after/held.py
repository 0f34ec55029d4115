"""What is held of a person's cancellations and repayments; drafts are the office's own."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.claims.after.models import Cancellation, Repayment
from otameshi.claims.after.rules import TOLD, Cancelling
from otameshi.core.held import Holding, Part, Record, part, record
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.people import Person

CANCELLATION = {
    "state": "状態",
    "reason": "理由",
    "words": "理由となる事実",
    "amount_before": "取消前の交付決定額（円）",
    "stands": "取消後の交付決定額（円）",
    "decided_on": "取消の日",
    "document_number": "文書番号",
}
REPAYMENT = {
    "state": "状態",
    "cause": "返還の理由",
    "amount": "返還する補助金（円）",
    "surcharged": "加算金がかかる",
    "rate_basis_points": "年率（100分の1％）",
    "ordered_on": "返還を命じた日",
    "due_on": "納期日",
    "document_number": "文書番号",
    "repaid_on": "返還が済んだ日",
}
RECEIPT = {"amount": "納付額（円）", "received_on": "納付日", "reference": "納入通知書の番号"}
WAIVER = {
    "charge": "免除したもの",
    "amount": "免除した額（円）",
    "reason": "理由",
    "waived_on": "免除した日",
}
HOLDS = Holding(
    tables={
        "cancellations": CANCELLATION,
        "repayments": REPAYMENT,
        "repayment_receipts": RECEIPT,
        "repayment_waivers": WAIVER,
    },
    left={
        "cancellations": frozenset({"prepared_on"}),
        "repayments": frozenset({"prepared_on", "received"}),  # the payments, told with the claims
        "repayment_receipts": frozenset({"at", "voided_at", "voided_why"}),
    },
)


def held(person: Person) -> Iterator[Part]:
    taken = db.session.scalars(
        select(Cancellation)
        .join(Cancellation.grant)
        .join(Grant.participation)
        .where(
            Participation.representative_id == person.id,
            Cancellation.state == Cancelling.DECIDED,
        )
        .order_by(Cancellation.id)
    )
    yield part("cancellations", "交付決定の取消", (record(one, CANCELLATION) for one in taken))
    orders = db.session.scalars(
        select(Repayment)
        .join(Repayment.grant)
        .join(Grant.participation)
        .where(Participation.representative_id == person.id, Repayment.state.in_(TOLD))
        .options(selectinload(Repayment.receipts), selectinload(Repayment.waivers))
        .order_by(Repayment.id)
    )
    yield part("repayments", "補助金の返還", (_repayment(one) for one in orders))


def _repayment(one: Repayment) -> Record:
    came = (record(each, RECEIPT) for each in one.receipts if each.counts)
    waived = (record(each, WAIVER) for each in one.waivers)
    return record(
        one, REPAYMENT, parts=[part("receipts", "納付", came), part("waivers", "免除", waived)]
    )
