"""What a change of the rubric means for the points already given."""

from dataclasses import replace

import pytest

from otameshi.core.states import Refused
from otameshi.programme.rules import CriterionSettings
from otameshi.selection.criteria import rules

ONE = CriterionSettings(1, "計画", "説明", weight=2, most=2, floor=0, anchors=["低い", "高い"])


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({"name": "意欲"}, True),
        ({"description": "別の説明"}, True),
        ({"most": 3, "anchors": ["低い", "普通", "高い"]}, True),
        ({"anchors": ["低", "高"]}, True),
        ({"weight": 5}, False),
        ({"floor": 1}, False),
        ({"position": 9}, False),
        ({"remark_needed": True}, False),
    ],
)
def test_only_another_question_asks_for_points_again(change, again) -> None:
    assert rules.another_question(ONE, replace(ONE, **change)) is again


def test_points_are_not_kept_on_another_scale() -> None:
    rules.must_be_words_alone(ONE, replace(ONE, name="計画　"))
    with pytest.raises(Refused, match="満点"):
        rules.must_be_words_alone(ONE, replace(ONE, most=5, anchors=[]))


@pytest.mark.parametrize(
    ("points", "remarks", "lacks"),
    [
        ({1, 2}, {1: "", 2: "良い"}, False),
        ({1, 2, 9}, {2: "良い"}, False),  # what is asked no more is no matter
        ({1}, {2: "良い"}, True),
        ({1, 2}, {2: "　"}, True),
    ],
)
def test_a_sheet_is_incomplete_without_a_point_or_a_needed_remark(points, remarks, lacks) -> None:
    assert rules.incomplete({1: False, 2: True}, points, remarks) is lacks
