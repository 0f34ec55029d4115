"""What the page of the report asks for. Shape only: the rules decide what fits together."""

from flask_wtf.file import FileField
from wtforms.validators import NumberRange

from otameshi.claims.taxes.actions import Report
from otameshi.claims.taxes.rules import Standing
from otameshi.core.yen import Yen
from otameshi.files.kinds import RECEIPTS, accept, accepted
from otameshi.web.forms import (
    DIGITS,
    PageForm,
    Required,
    YenField,
    given,
    labelled,
    long_text,
)

MOST_YEN = 100_000_000
IN_RANGE = NumberRange(0, MOST_YEN, message="0円から1億円までの金額を入力してください。")


class TaxForm(PageForm):
    standing = labelled("消費税の申告", Standing, radio=True)
    amount = YenField(
        "仕入控除税額のうち補助金に係る額",
        [Required(), IN_RANGE],
        render_kw=DIGITS,
        description="控除を受けていないときは0円です。0円でも報告してください。",
    )
    words = long_text(
        "計算・理由",
        2_000,
        required=False,
        description="一般課税のときに、計算の内訳（0円のときはその理由）を書いてください。",
    )
    file = FileField("添付する書類", render_kw={"accept": accept(RECEIPTS)})
    taken = accepted(RECEIPTS)

    @property
    def report(self) -> Report:
        sent = self.file.data
        kept = (sent.filename or "", sent.read()) if sent else None
        return Report(self.standing.data, Yen(given(self.amount.data)), self.words.data or "", kept)
