"""The form of the year's way of counting. Shape only."""

from typing import Any

from otameshi.core.questions import Condition, Kind, Question, Questionnaire
from otameshi.followup.retention.meaning import Denominator, Members, Rounding, Unit
from otameshi.followup.retention.rules import Counting
from otameshi.web.forms import PageForm, given, labelled, long_text
from otameshi.web.questions.fields import boxes

KEEPS = "keeps_"
NOTE = 500


class CountingForm(PageForm):
    unit = labelled("単位", Unit, radio=True)
    denominator = labelled("分母", Denominator, radio=True)
    members = labelled("メンバーごとに尋ねたとき", Members, radio=True)
    rounding = labelled("端数", Rounding, radio=True)
    note = long_text("変更の理由", NOTE, required=False)

    @classmethod
    def of(cls, counting: Counting, whole: Questionnaire) -> "CountingForm":
        """Show the year's way of counting: boxes for each question whose answers can be listed."""
        form = cls(
            data={
                "unit": counting.unit,
                "denominator": counting.denominator,
                "members": counting.members,
                "rounding": counting.rounding,
            }
        )
        form.asked = [one for one in whole.questions if one.kind in {Kind.CHOICE, Kind.SEVERAL}]
        counted = {one.source: list(one.values) for one in counting.keeps}
        for one in form.asked:
            pairs = [(each, each) for each in one.options]
            label = f"「{one.label}」の回答のうち、数えるもの"
            form.add(KEEPS + one.key, boxes(label, pairs, []), counted.get(one.key, []))
        return form

    asked: list[Question]

    @property
    def keeps(self) -> list[Any]:
        return [self[KEEPS + one.key] for one in self.asked]

    @property
    def counting(self) -> Counting:
        """Return what was chosen."""
        return Counting(
            keeps=tuple(
                Condition(one.key, tuple(self[KEEPS + one.key].data))
                for one in self.asked
                if self[KEEPS + one.key].data
            ),
            members=given(self.members.data),
            unit=given(self.unit.data),
            denominator=given(self.denominator.data),
            rounding=given(self.rounding.data),
        )
