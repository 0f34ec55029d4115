"""What the pages of a grant ask for. Shape only: the rules decide what is allowed."""

from typing import Any

from wtforms import BooleanField, FieldList, FormField, SelectField
from wtforms.validators import NumberRange, Optional

from otameshi.core.yen import Yen
from otameshi.grants.actions import Draft, PlanLine
from otameshi.grants.models import Grant
from otameshi.subsidy import Rulebook
from otameshi.web.forms import (
    DIGITS,
    PageForm,
    YenField,
    given,
    long_text,
    options,
    text,
)

MOST_LINES, EMPTY_LINES = 20, 3
MOST_YEN = 100_000_000
IN_RANGE = NumberRange(0, MOST_YEN, message="0円から1億円までの金額を入力してください。")


class PlanLineForm(PageForm):
    kind = SelectField("費目", validate_choice=False)  # a line may be empty; see `validate`
    amount = YenField("金額", [Optional(), IN_RANGE], render_kw=DIGITS)
    note = text("内訳・備考", required=False)

    @property
    def typed(self) -> bool:
        return bool(self.kind.data or self.amount.data or self.note.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Accept a line that is whole or wholly empty."""
        good = bool(super().validate(extra_validators))
        choices: list[Any] = list(self.kind.choices or ())
        offered = [one.value for one in choices]
        if good and self.typed and (not self.kind.data or self.kind.data not in offered):
            self.kind.errors = ["費目を選んでください。"]
        if good and self.typed and not self.amount.data:
            self.amount.errors = ["金額を入力してください。"]
        return good and not self.errors


class GrantForm(PageForm):
    purpose = long_text("事業の目的・内容", required=False)
    plan = FieldList(FormField(PlanLineForm), "支出", max_entries=MOST_LINES)
    other_support = text("ほかの補助金・支援の名称", required=False)
    other_funds = YenField("ほかの補助金・支援の額", [Optional(), IN_RANGE], render_kw=DIGITS)
    asked = YenField("交付申請額", [Optional(), IN_RANGE], render_kw=DIGITS)
    pledged = BooleanField("暴力団その他の反社会的勢力に該当せず、申請の内容に相違ありません")

    def offer(self, rulebook: Rulebook) -> None:
        """Offer the kinds of cost of the year, and some empty lines to write on."""
        while len(self.plan) < MOST_LINES and self._empty < EMPTY_LINES:
            self.plan.append_entry()
        choices = options(((kind.key, kind.label) for kind in rulebook.kinds), "選択してください")
        for line in self.plan:
            line.form.kind.choices = choices

    @property
    def _empty(self) -> int:
        return sum(not line.form.typed for line in self.plan)

    def show(self, grant: Grant) -> None:
        """Fill in what is kept."""
        self.process(
            data={
                "purpose": grant.purpose,
                "plan": [
                    {"kind": one.kind, "amount": one.amount, "note": one.note} for one in grant.plan
                ],
                "other_support": grant.other_support,
                "other_funds": grant.other_funds or None,
                "asked": grant.asked,
                "pledged": grant.pledged,
            }
        )

    @property
    def draft(self) -> Draft:
        lines = [line.form for line in self.plan if line.form.typed]
        return Draft(
            purpose=self.purpose.data or "",
            plan=tuple(
                PlanLine(one.kind.data, Yen(given(one.amount.data)), one.note.data or "")
                for one in lines
            ),
            other_support=self.other_support.data or "",
            other_funds=Yen(self.other_funds.data or 0),
            asked=None if self.asked.data is None else Yen(self.asked.data),
            pledged=bool(self.pledged.data),
        )
