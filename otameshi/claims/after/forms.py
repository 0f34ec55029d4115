"""What the pages of 取消 and 返還 ask for. Shape only: the rules decide what is allowed."""

from wtforms.validators import NumberRange

from otameshi.claims.after.actions import Draft, Receipt
from otameshi.claims.after.interest import Charge
from otameshi.claims.after.rules import Reason
from otameshi.core.yen import Yen
from otameshi.web.forms import (
    DIGITS,
    DateParts,
    PageForm,
    Required,
    YenField,
    given,
    labelled,
    long_text,
    text,
)

MOST_YEN = 100_000_000
FROM_NOTHING = NumberRange(0, MOST_YEN, message="0円から1億円までの金額を入力してください。")
SOMETHING = NumberRange(1, MOST_YEN, message="1円から1億円までの金額を入力してください。")


class CancelForm(PageForm):
    reason = labelled("取消の理由", Reason, radio=True)
    words = long_text(
        "理由となる事実",
        2_000,
        description="いつ、何が、どの条件に反したかを書いてください。通知書に載ります。",
    )
    stands = YenField(
        "取消のあとに残る交付決定額",
        [Required(), FROM_NOTHING],
        render_kw=DIGITS,
        description="全部を取り消すときは0円です。",
    )

    @property
    def draft(self) -> Draft:
        stands = Yen(given(self.stands.data))
        return Draft(self.reason.data, self.words.data or "", stands)


class ReceiptForm(PageForm):
    received_on = DateParts("納付日", [Required()])
    amount = YenField("納付額", [Required(), SOMETHING], render_kw=DIGITS)
    reference = text("納入通知書の番号", 60)

    @property
    def receipt(self) -> Receipt:
        amount = Yen(given(self.amount.data))
        return Receipt(given(self.received_on.data), amount, self.reference.data or "")


class VoidForm(PageForm):
    note = long_text("取り消す理由", 1_000)


class WaiveForm(PageForm):
    charge = labelled("免除するもの", Charge, radio=True)
    amount = YenField("免除する額", [Required(), SOMETHING], render_kw=DIGITS)
    note = long_text("免除の理由（やむを得ない事情）", 2_000)
