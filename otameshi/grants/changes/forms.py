"""What the page of a request asks for. Shape only: the rules decide what is allowed."""

from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.validators import NumberRange, Optional

from otameshi.core.yen import Yen
from otameshi.grants.changes.actions import Draft
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import ALTERING, Kind
from otameshi.grants.changes.words import ASKS
from otameshi.web.forms import (
    DIGITS,
    DateParts,
    PageForm,
    YenField,
    long_text,
    text,
)

MOST_YEN = 100_000_000
MOST_LINES = 40
IN_RANGE = NumberRange(0, MOST_YEN, message="0円から1億円までの金額を入力してください。")


class LineForm(PageForm):
    kind = HiddenField()
    after = YenField("変更後の額", [Optional(), IN_RANGE], render_kw=DIGITS)
    note = text("内訳・備考", required=False)


class ChangeForm(PageForm):
    what = long_text("何を", required=False)
    why = long_text("なぜ", required=False)
    considered = long_text("検討したこと", required=False)
    day = DateParts("日")
    lines = FieldList(FormField(LineForm), "経費の配分", max_entries=MOST_LINES)
    other_funds = YenField("ほかの補助金・支援の額", [Optional(), IN_RANGE], render_kw=DIGITS)
    asked = YenField("変更後の交付決定額", [Optional(), IN_RANGE], render_kw=DIGITS)
    alters_content = BooleanField("事業の目的・内容も変える")

    def offer(self, change: GrantChange) -> None:
        """Ask in the words of the kind, and only for what the kind needs."""
        asks = ASKS[change.kind]
        self.what.label.text, self.why.label.text = asks.what, asks.why
        self.considered.label.text, self.day.label.text = asks.considered, asks.day
        if change.kind not in ALTERING:
            del self.lines, self.other_funds
        if change.kind is not Kind.PLAN:
            del self.asked, self.alters_content

    def show(self, change: GrantChange) -> None:
        """Fill in what is kept."""
        self.process(
            data={
                "what": change.what,
                "why": change.why,
                "considered": change.considered,
                "day": change.day,
                "lines": [
                    {"kind": one.kind, "after": one.after, "note": one.note} for one in change.lines
                ],
                "other_funds": change.other_funds_after or None,
                "asked": change.asked,
                "alters_content": change.alters_content,
            }
        )

    @property
    def draft(self) -> Draft:
        lines: list[Any] = [one.form for one in self.lines] if "lines" in self else []
        plan = "alters_content" in self
        return Draft(
            what=self.what.data or "",
            why=self.why.data or "",
            considered=self.considered.data or "",
            day=self.day.data,
            plan={
                str(one.kind.data): (Yen(one.after.data or 0), one.note.data or "") for one in lines
            },
            other_funds=Yen((self.other_funds.data or 0) if lines else 0),
            asked=Yen(self.asked.data) if plan and self.asked.data is not None else None,
            alters_content=bool(plan and self.alters_content.data),
        )
