"""One of the 審査基準."""

from dataclasses import fields
from typing import Self

from wtforms import BooleanField

from otameshi.programme.forms.named import named_number
from otameshi.programme.models import Criterion
from otameshi.programme.rules import CRITERION_WORDS, WORDS, CriterionSettings
from otameshi.web.forms import PageForm, given, long_text, text


class CriterionForm(PageForm):
    position = named_number("position", 1, 99)
    name = text(CRITERION_WORDS["name"], 100)
    description = long_text(WORDS["description"], 1000, required=False, render_kw={"rows": 3})
    weight = named_number("weight", 1, 100)
    most = named_number("most", 1, 100)
    floor = named_number(
        "floor", 0, 100, description="平均点がこれを下回ると不可とします。0は足切りなし。"
    )
    anchors = long_text(
        WORDS["anchors"],
        1000,
        required=False,
        render_kw={"rows": 5},
        description="1点の目安から順に、1行に1つずつ書きます。空でもかまいません。",
    )

    remark_needed = BooleanField(
        WORDS["remark_needed"],
        description="採点を確定するときに、この基準についての所見がないと知らせます。",
    )

    @classmethod
    def of(cls, criterion: Criterion | None, position: int = 1) -> Self:
        if criterion is None:
            return cls(data={"position": position, "weight": 1, "most": 5, "floor": 0})
        known = {each.name: getattr(criterion, each.name) for each in fields(CriterionSettings)}
        return cls(data={**known, "anchors": "\n".join(criterion.anchors)})

    def settings(self) -> CriterionSettings:
        lines = (line.strip() for line in (self.anchors.data or "").splitlines())
        return CriterionSettings(
            position=given(self.position.data),
            name=given(self.name.data),
            description=self.description.data or "",
            weight=given(self.weight.data),
            most=given(self.most.data),
            floor=given(self.floor.data),
            anchors=[line for line in lines if line],
            remark_needed=bool(self.remark_needed.data),
        )
