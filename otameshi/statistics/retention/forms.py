"""The form of the year's way of counting. Shape only."""

from typing import Any

from otameshi.core.questions import Condition, Kind, Question, Questionnaire
from otameshi.followup.retention.meaning import Denominator, Members, Rounding, Unit
from otameshi.followup.retention.rules import Counting
from otameshi.web.forms import PageForm, given, labelled, long_text
from otameshi.web.questions.fields import boxes

KEEPS, UNDECIDED = "keeps_", "undecided_"
TOLD = {
    KEEPS: "選んだ回答のどれかがあれば、拠点を維持・活動すると数えます。",
    UNDECIDED: "拠点を維持すると数える回答がなく、選んだ回答があれば、"
    "維持するとも維持しないとも数えず、値の幅に含めます。",
}
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
        counted, left_open = (
            {one.source: list(one.values) for one in some}
            for some in (counting.keeps, counting.undecided)
        )
        for one in form.asked:
            pairs = [(each, each) for each in one.options]
            label = f"「{one.label}」の回答のうち、数えるもの"
            form.add(KEEPS + one.key, boxes(label, pairs, []), counted.get(one.key, []))
            if one.kind is Kind.CHOICE:
                label = f"「{one.label}」の回答のうち、まだ決めていないとするもの"
                form.add(UNDECIDED + one.key, boxes(label, pairs, []), left_open.get(one.key, []))
        return form

    asked: list[Question]

    def _chosen(self, prefix: str) -> tuple[Condition, ...]:
        return tuple(
            Condition(one.key, tuple(self[prefix + one.key].data))
            for one in self.asked
            if prefix + one.key in self and self[prefix + one.key].data
        )

    @property
    def boxes(self) -> list[tuple[Any, str]]:
        """Return the boxes of each question with the words below them, question by question."""
        pairs = ((prefix + one.key, told) for one in self.asked for prefix, told in TOLD.items())
        return [(self[name], told) for name, told in pairs if name in self]

    @property
    def counting(self) -> Counting:
        """Return what was chosen."""
        return Counting(
            keeps=self._chosen(KEEPS),
            members=given(self.members.data),
            unit=given(self.unit.data),
            denominator=given(self.denominator.data),
            rounding=given(self.rounding.data),
            undecided=self._chosen(UNDECIDED),
        )
