"""What the pages of a payment run ask for. Shape only: the rules decide what is allowed."""

from typing import Any, Self

from wtforms import SelectField, SelectMultipleField
from wtforms.validators import NumberRange

from otameshi.claims.paying.models import PaymentRun
from otameshi.claims.paying.rules import Answer, Failure, Fault
from otameshi.claims.paying.zengin import MOST_RECORDS, MOST_TOTAL
from otameshi.core.yen import Yen
from otameshi.web.forms import (
    DIGITS_ANEW,
    DateParts,
    NumberField,
    PageForm,
    Required,
    YenField,
    given,
    is_number,
    labelled,
    long_text,
    options,
    text,
)

ARRIVED = ""


def _row(value: object) -> int:
    return int(str(value)) if is_number(str(value)) else 0


class PrepareForm(PageForm):
    pay_on = DateParts("振込指定日", [Required()])
    claims = SelectMultipleField("振り込む請求", coerce=_row, validate_choice=False)


class ApproveForm(PageForm):
    """What the approver counted on the papers, not on the page."""

    count = NumberField(
        "件数",
        [Required(), NumberRange(1, MOST_RECORDS, message="1以上の数を入力してください。")],
        render_kw=DIGITS_ANEW,
    )
    total = YenField(
        "合計",
        [Required(), NumberRange(1, MOST_TOTAL, message="1円以上の金額を入力してください。")],
        render_kw=DIGITS_ANEW,
    )
    note = long_text("確かめたこと", 2_000, required=False)

    @property
    def counted(self) -> tuple[int, Yen]:
        return given(self.count.data), Yen(given(self.total.data))


class CloseForm(PageForm):
    """The bank's answer: a field for each transfer, besides the day and the number."""

    paid_on = DateParts("支払日", [Required()])
    voucher = text("支出命令番号", 60)
    results: dict[int, Any]

    @classmethod
    def of(cls, run: PaymentRun) -> Self:
        form = cls(data={"paid_on": run.pay_on})
        choices = options([(one.value, one.label) for one in Fault], unset="振り込めた")
        form.results = {
            item.id: form.add(
                f"result-{item.id}",
                SelectField(f"{item.claim.title}の結果", choices=choices),
                ARRIVED,
            )
            for item in run.items
        }
        return form

    @property
    def answer(self) -> Answer:
        failed = {key: Fault(field.data) for key, field in self.results.items() if field.data}
        return Answer(given(self.paid_on.data), self.voucher.data or "", failed)


class ReturnForm(PageForm):
    fault = labelled("理由", Fault, radio=True)
    words = long_text("参加者への連絡事項", 1_000, required=False)

    @property
    def failure(self) -> Failure:
        return Failure(self.fault.data, self.words.data or "")
