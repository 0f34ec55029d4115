"""What the pages of a claim ask for. Shape only: the rules decide what is allowed."""

from wtforms.validators import NumberRange

from otameshi.claims.account import AccountKind
from otameshi.claims.actions import BankAccount
from otameshi.web.forms import (
    DateParts,
    PageForm,
    Required,
    labelled,
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


class PaymentForm(PageForm):
    paid_on = DateParts("支払日", [Required()])
    voucher = text("支出命令番号", 60)
