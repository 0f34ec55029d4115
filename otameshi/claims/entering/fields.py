"""Fields of an expense that no other page has: kilometres, months, photographs."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.claims.actions import File
from otameshi.claims.entering.rules import km, next_month
from otameshi.claims.proof import PaidWith
from otameshi.core.period import Period
from otameshi.files.kinds import RECEIPTS, accept
from otameshi.web.forms import Chosen, NumberField, options

LONGEST_WAY = 3_000_000  # metres: farther than any road in Japan
METRES = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,3}))?(?:km)?")


class KmField(NumberField):
    """Reads kilometres as they are typed, with up to three decimals, and holds metres."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = unicodedata.normalize("NFKC", valuelist[0] if valuelist else "")
        plain = typed.strip().replace(",", "").lower()
        if not plain:
            return
        found = METRES.fullmatch(plain)
        if found is None:
            raise ValueError("距離は、12.5のように数字で入力してください。")
        metres = int(found[1]) * 1_000 + int((found[2] or "").ljust(3, "0"))
        if not 0 < metres <= LONGEST_WAY:
            raise ValueError("距離は、0.001kmから3,000kmまでで入力してください。")
        self.data = metres

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else km(self.data)


def month_of(value: object) -> date | None:
    """Read 2026-09 from a select; its empty first choice is None."""
    if isinstance(value, date):
        return value
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", str(value or ""))
    return date(int(found[1]), int(found[2]), 1) if found else None


def months() -> SelectField:
    """Ask for a month; holds its first day."""
    return SelectField("何月分", coerce=month_of, validate_choice=False)


def months_of(trial: Period) -> list[Any]:
    """Return the months of the trial to choose from."""
    pairs = ((f"{one:%Y-%m}", f"{one.year}年{one.month}月分") for one in _months(trial))
    return options(pairs, "月単位ではない（下に期間を入力）")


def _months(trial: Period) -> Iterator[date]:
    on = trial.first.replace(day=1)
    while on <= trial.last:
        yield on
        on = next_month(on)


def ways() -> RadioField:
    """Ask for one way or return; holds whether it is a return."""
    pairs = options([("one", "片道"), ("both", "往復")])
    return RadioField("片道・往復", choices=pairs, validate_choice=False, coerce=_is_return)


def _is_return(value: object) -> bool | None:
    return {"both": True, "one": False, True: True, False: False}.get(value)


def ways_to_pay() -> SelectField:
    asked = [one for one in PaidWith if one is not PaidWith.UNSAID]
    pairs = options(((one.value, one.label) for one in asked), "選択してください")
    return SelectField("支払方法", [Chosen()], choices=pairs, validate_choice=False, coerce=_paid)


def _paid(value: object) -> PaidWith | None:
    known = value in set(PaidWith) and value != PaidWith.UNSAID
    return PaidWith(str(value)) if known else None


def shown_papers() -> SelectMultipleField:
    return SelectMultipleField(
        "添付する書類で分かるもの",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )


def camera() -> MultipleFileField:
    return MultipleFileField(
        "領収書の写真を撮る", render_kw={"accept": "image/*", "capture": "environment"}
    )


def chosen_files() -> MultipleFileField:
    return MultipleFileField("写真やPDFを選ぶ", render_kw={"accept": accept(RECEIPTS)})


def files_of(*fields: Any) -> tuple[File, ...]:
    """Return what was photographed or chosen, in its order."""
    sent = [one for field in fields for one in field.data or () if one and one.filename]
    return tuple(File(one.filename or "", one.stream.read()) for one in sent)
