"""What the page of published figures asks for. Shape only."""

import re
from fractions import Fraction
from typing import Any

from wtforms import Field
from wtforms.validators import NumberRange
from wtforms.widgets import TextInput

from otameshi.statistics.sheet.rules import shown
from otameshi.web.forms import NumberField, PageForm, Required, long_text, plain_digits, text

MOST_THOUSANDS = 10**9
WRITTEN = re.compile(r"([0-9]{1,6})(?:\.([0-9]))?")


class TenthsField(Field):
    """A figure with at most one decimal, kept in tenths: 73.7 is 737."""

    widget = TextInput()
    decimals = 1
    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        found = WRITTEN.fullmatch(plain_digits(valuelist[0]).removesuffix("%"))
        if found is None:
            raise ValueError("小数第1位までの数字で入力してください。例）73.7")
        self.data = int(Fraction(f"{found[1]}.{found[2] or 0}") * 10)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else shown(self.data, self.decimals)


class FigureForm(PageForm):
    value = TenthsField("公表値", render_kw={"inputmode": "decimal"})
    target = TenthsField("目標値", render_kw={"inputmode": "decimal"})
    source = text("出典")
    note = long_text("備考・変更の理由", 500, required=False)

    def __init__(self, decimals: int, **kw: Any) -> None:
        super().__init__(**kw)
        self.value.decimals = self.target.decimals = decimals


class CostForm(PageForm):
    thousands = NumberField(
        "決算額",
        validators=[
            Required(),
            NumberRange(min=0, max=MOST_THOUSANDS, message="0以上の金額を入力してください。"),
        ],
        render_kw={"inputmode": "numeric"},
    )
    source = text("出典")
    note = long_text("備考・変更の理由", 500, required=False)
