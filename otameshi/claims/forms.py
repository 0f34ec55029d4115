"""What the pages of a claim ask for. Shape only: the rules decide what is allowed."""

from wtforms.validators import NumberRange

from otameshi.web.forms import (
    DateParts,
    PageForm,
    Required,
    text,
)

MOST_YEN = 100_000_000
IN_RANGE = NumberRange(1, MOST_YEN, message="1円から1億円までの金額を入力してください。")


class PaymentForm(PageForm):
    paid_on = DateParts("支払日", [Required()])
    voucher = text("支出命令番号", 60)
