"""What is held of a person's claims and payments; rulings still being made are not told."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.claims.doubts import held as doubts
from otameshi.claims.entering.models import UnsavedExpense
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.paying.models import PaymentRunItem
from otameshi.claims.paying.rules import ItemState
from otameshi.claims.rules import BEING_WEIGHED
from otameshi.core.held import Fact, Holding, Part, Record, part, record, said
from otameshi.db import db
from otameshi.files.held import file_record
from otameshi.files.models import Attachment
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.people import Person

CLAIM = {
    "round": "回",
    "state": "状態",
    "begun_at": "入力を始めた日時",
    "changed_at": "最後に変えた日時",
    "submitted_at": "実績を報告した日時",
    "outcome": "活動の内容と成果",
    "settled": "確定額（円）",
    "settled_why": "0円に確定した理由",
    "set_off": "概算払で精算した額（円）",
    "settled_on": "額が確定した日",
    "document_number": "文書番号",
    "invoiced_on": "請求した日",
    "bank": "銀行",
    "branch": "支店",
    "bank_code": "金融機関コード",
    "bank_kana": "金融機関名カナ",
    "branch_code": "支店コード",
    "branch_kana": "支店名カナ",
    "account_kind": "預金種目",
    "account_number": "口座番号",
    "account_holder": "口座名義",
}
LINE = {
    "kind": "費目",
    "sub_kind": "細目",
    "contract": "契約",
    "incurred_on": "発生した日",
    "paid_on": "支払った日",
    "payee": "支払先",
    "registration_number": "登録番号",
    "purpose": "内容",
    "amount": "金額（円）",
    "paid_with": "支払方法",
    "traveller": "移動した人・使った人",
    "origin": "出発地",
    "destination": "到着地",
    "round_trip": "往復",
    "route": "経路・乗り物",
    "distance_m": "距離（m）",
    "toll": "高速道路の料金（円）",
    "usual_fare": "通常の経路の運賃（円）",
    "used_from": "使った期間の初日",
    "used_to": "使った期間の末日",
    "visit": "来県の回",
    "nights": "泊数",
    "supported": "他の支援の額（円）",
    "business_percent": "業務に使う割合（％）",
}
UNSAVED = {"place": "ページ", "fields": "入力した内容", "at": "入力した日時"}
SHARE = {"kind": "費目", "amount": "確定額のうち（円）"}
RULING = {"verdict": "県の判断", "reduced_to": "減額後の額（円）", "reason": "理由"}
PAYMENT = {
    "amount": "支払額（円）",
    "paid_on": "支払日",
    "voucher": "支出命令番号",
    "returned_on": "戻った日",
    "returned_why": "戻った理由",
}
TRANSFER = {
    "amount": "金額（円）",
    "bank_code": "銀行コード",
    "branch_code": "支店コード",
    "account_kind": "預金種目",
    "account_number": "口座番号",
    "holder": "口座名義",
    "state": "状態",
    "fault": "振り込めなかった理由",
}
HOLDS = Holding(
    tables={
        "claims": CLAIM,
        "settled_shares": SHARE,
        "claim_lines": {**LINE, **RULING},
        "receipts": {"shows": "示すもの"},
        "payments": PAYMENT,
        "payment_run_items": TRANSFER,
        "unsaved_expenses": UNSAVED,
        **doubts.TOLD,
    },
    left={
        "claims": frozenset({"rounds_returned", "holder_remark"}),
        "payment_run_items": frozenset({"bank_kana", "branch_kana"}),
    },
    reasons={
        "year_closings": "年度を締めた職員と理由の記録です。参加者についての記録はありません。",
        "line_rulings": "what was said of an expense stands beside it; the rest is the office's",
        "line_reports": "earlier wordings of the expenses above; the reports themselves are papers",
        "on_site_checks": "the office's own record of a visit",
        "payment_runs": "県が振込をまとめる記録です。ご本人あての振込は「振込」にあります。",
        "evidence_bundles": "作った書類は「書類」に載り、ここは作る順番だけを持つため。",
        "report_reminders": "送った手紙は「お知らせ」に載り、ここは重ねて送らない控えのため。",
        **doubts.REASONS,
    },
)


def held(person: Person) -> Iterator[Part]:
    claims = _own(person)
    sent = _transfers(claims)
    yield part(
        "claims", "実績報告・請求・支払", (_record(one, sent.get(one.id, ())) for one in claims)
    )


def _own(person: Person) -> Sequence[Claim]:
    return db.session.scalars(
        select(Claim)
        .join(Claim.grant)
        .join(Grant.participation)
        .where(Participation.representative_id == person.id)
        .options(
            selectinload(Claim.payments),
            selectinload(Claim.shares),
            selectinload(Claim.lines).selectinload(ClaimLine.receipts),
        )
        .order_by(Claim.id)
    ).all()


def _transfers(claims: Sequence[Claim]) -> dict[int, list[PaymentRunItem]]:
    """Return, by claim, what the banks have answered to; what is being prepared is not told."""
    found: dict[int, list[PaymentRunItem]] = {}
    for one in db.session.scalars(
        select(PaymentRunItem)
        .where(
            PaymentRunItem.claim_id.in_([claim.id for claim in claims]),
            PaymentRunItem.state.in_((ItemState.PAID, ItemState.FAILED)),
        )
        .order_by(PaymentRunItem.id)
    ):
        found.setdefault(one.claim_id, []).append(one)
    return found


def _record(one: Claim, sent: Sequence[PaymentRunItem]) -> Record:
    typed = db.session.scalars(select(UnsavedExpense).where(UnsavedExpense.claim_id == one.id))
    explained = doubts.explanations(line.id for line in one.lines)
    return record(
        one,
        CLAIM,
        parts=[
            part("lines", "経費", (_line(each, one, explained[each.id]) for each in one.lines)),
            part("shares", "確定額の内訳", (record(each, SHARE) for each in one.shares)),
            part("transfers", "振込", (record(each, TRANSFER) for each in sent)),
            part("payments", "支払", (record(each, PAYMENT) for each in one.payments)),
            part("unsaved", "入力中の経費", (record(each, UNSAVED) for each in typed)),
        ],
    )


def _line(one: ClaimLine, claim: Claim, explained: Sequence[Record]) -> Record:
    weighed = claim.state in BEING_WEIGHED
    ruling = [
        Fact(key, label, None if weighed else said(getattr(one, key)))
        for key, label in RULING.items()
    ]
    receipts = (
        file_record(each.attachment, Fact("shows", "示すもの", each.shows)) for each in one.receipts
    )
    parts = [part("explanations", "説明", explained), part("files", "証拠書類", receipts)]
    return record(one, LINE, *ruling, parts=parts)


def files(person: Person) -> Iterator[tuple[str, Attachment]]:
    for claim in _own(person):
        for line in claim.lines:
            yield from ((f"請求{claim.id}", each.attachment) for each in line.receipts)
