"""What the page of published figures asks for. Shape only."""

import re
from fractions import Fraction
from typing import Any

from wtforms import Field
from wtforms.validators import NumberRange
from wtforms.widgets import TextInput

from otameshi.statistics.sheet.rules import shown
from otameshi.web.forms import (
    DIGITS,
    DateParts,
    NumberField,
    PageForm,
    Required,
    long_text,
    plain_digits,
    text,
)

MOST = 10**9
MOST_TEXT = 2_000
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


class SourceForm(PageForm):
    """Where a published number stands; each form asks for the number before it."""

    source = text("出典")
    published_on = DateParts("公表された日（分かるとき）")
    note = long_text("備考・計算値と異なる理由・変更の理由", 500, required=False)


class FigureForm(SourceForm):
    value = TenthsField("公表値", render_kw={"inputmode": "decimal"})
    target = TenthsField("目標値", render_kw={"inputmode": "decimal"})

    def __init__(self, decimals: int, **kw: Any) -> None:
        super().__init__(**kw)
        self.value.decimals = self.target.decimals = decimals


def whole(label: str) -> NumberField:
    least = NumberRange(min=0, max=MOST, message="0以上の数を入力してください。")
    return NumberField(label, validators=[Required(), least], render_kw=DIGITS)


class CountForm(SourceForm):
    value = whole("公表値")


class CostForm(SourceForm):
    thousands = whole("決算額")


class TextForm(PageForm):
    analysis = long_text("要因分析", MOST_TEXT, required=False)
    direction = long_text("今後の方向性", MOST_TEXT, required=False)
