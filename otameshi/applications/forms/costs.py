"""What the stay will cost, row by row."""

from typing import Any, Self

from wtforms import FieldList, Form, FormField, SelectField
from wtforms.validators import ValidationError

from otameshi.applications import costs
from otameshi.applications.answers import CostAnswers
from otameshi.applications.forms.written import UNSET, short
from otameshi.applications.models import Application
from otameshi.applications.rules import MOST_COSTS
from otameshi.core.yen import Yen
from otameshi.programme import actions as programme
from otameshi.subsidy import Rulebook
from otameshi.web.forms import (
    DIGITS,
    PageForm,
    YenField,
    given,
    options,
    within,
)

MOST_YEN = 100_000_000
SPARE_ROWS = 2


class CostRow(Form):
    """One row of the table of costs; a row in which nothing is typed is no row."""

    what = SelectField("経費の種類", validate_choice=True)
    amount = YenField("金額", [within(1, MOST_YEN)], render_kw=DIGITS)
    note = short("内容")

    @property
    def empty(self) -> bool:
        typed = "".join(str(part) for part in self.amount.raw_data or ())
        return not self.what.data and not typed.strip() and not self.note.data

    def validate_what(self, field: Any) -> None:
        if not field.data and not self.empty:
            raise ValidationError(
                "経費の種類を選んでください。行を消すときは金額と内容も空にします。"
            )

    def validate_amount(self, field: Any) -> None:
        if field.data is None and not field.errors and not self.empty:
            raise ValidationError("金額を入力してください。行を消すときは種類と内容も空にします。")

    def answers(self) -> CostAnswers:
        kind, sub_kind, contract = self.what.data.split(costs.MARK)
        amount = Yen(given(self.amount.data))
        return CostAnswers(kind, amount, self.note.data or "", sub_kind, contract)


class CostsForm(PageForm):
    lines = FieldList(FormField(CostRow), label="経費", max_entries=MOST_COSTS + SPARE_ROWS)

    @classmethod
    def of(cls, application: Application) -> Self:
        rows = [
            {
                "what": costs.key_of(one.kind, one.sub_kind, one.contract),
                "amount": one.amount,
                "note": one.note,
            }
            for one in application.costs
        ]
        form = cls(data={"lines": [*rows, *({} for _ in range(SPARE_ROWS + (not rows)))]})
        form.offer(programme.rules_of(application.call.year))
        return form

    def offer(self, rulebook: Rulebook | None) -> None:
        known = costs.choices(rulebook) if rulebook else []
        choices = options(((one.key, one.label) for one in known), unset=UNSET)
        for entry in self.lines.entries:
            entry.form.what.choices = choices

    def answers(self) -> list[CostAnswers]:
        rows = [entry.form for entry in self.lines.entries]
        return [row.answers() for row in rows if not row.empty]
