"""What the pages of a claim ask for. Shape only: the rules decide what is allowed."""

from wtforms.validators import NumberRange, Optional

from otameshi.claims.account import AccountKind
from otameshi.claims.actions import BankAccount
from otameshi.claims.rules import Ruling, Verdict
from otameshi.core.yen import Yen
from otameshi.web.forms import (
    DateParts,
    PageForm,
    Required,
    YenField,
    labelled,
    long_text,
    text,
)

MOST_YEN = 100_000_000
DIGITS = {"inputmode": "numeric"}
IN_RANGE = NumberRange(1, MOST_YEN, message="1円から1億円までの金額を入力してください。")


class InvoiceForm(PageForm):
    bank = text("金融機関", 60)
    branch = text("支店", 60)
    kind = labelled("預金種目", AccountKind, radio=True)
    number = text("口座番号", 20, render_kw={**DIGITS, "autocomplete": "off"})
    holder = text("口座名義（カナ）", 60)

    @property
    def account(self) -> BankAccount:
        return BankAccount(
            bank=self.bank.data or "",
            branch=self.branch.data or "",
            kind=self.kind.data,
            number=self.number.data or "",
            holder=self.holder.data or "",
        )


RULINGS = (Verdict.ACCEPTED, Verdict.REDUCED, Verdict.RETURNED)


class RulingForm(PageForm):
    verdict = labelled("この行の判断", Verdict, radio=True, only=RULINGS)
    reduced_to = YenField("減額後の額", [Optional()], render_kw=DIGITS)
    reason = long_text("理由", 1_000, required=False)

    @property
    def ruling(self) -> Ruling:
        to = self.reduced_to.data
        return Ruling(self.verdict.data, None if to is None else Yen(to), self.reason.data or "")


class PaymentForm(PageForm):
    paid_on = DateParts("支払日", [Required()])
    voucher = text("支出命令番号", 60)
