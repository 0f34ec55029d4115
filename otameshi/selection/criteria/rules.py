"""What a change of the rubric means for the points already given. No database, no web."""

from collections.abc import Collection, Mapping, Sequence

from otameshi.core.states import Refused
from otameshi.programme.rules import CriterionSettings


def another_question(before: CriterionSettings, after: CriterionSettings) -> bool:
    """Say whether points given before would answer something else.

    Weight, floor and place on the sheet change only how points count; a remark can be added.
    """
    return _asked(before) != _asked(after)


def _asked(one: CriterionSettings) -> tuple[object, ...]:
    return one.name, one.description, one.most, one.anchors


def must_differ(before: CriterionSettings, after: CriterionSettings) -> None:
    if before == after:
        raise Refused("変わったところがありません。新しい版は作りませんでした。")


def must_be_words_alone(before: CriterionSettings, after: CriterionSettings) -> None:
    """Refuse to keep points on a scale that has become another."""
    if before.most != after.most:
        raise Refused(
            "満点を変えると、付けた点は使えません。"
            "「付けた点をそのまま使う」を選ばずに保存してください。"
        )


def must_be_reasoned(reason: str) -> None:
    if not reason.strip():
        raise Refused("採点が始まっています。審査基準を変える理由を記入してください。")


def must_wait_for_nobody(proposed: Sequence[str]) -> None:
    """Refuse a change while somebody is asked to decide by the present rubric."""
    if proposed:
        raise Refused(
            f"決裁待ちの案があります（{'、'.join(proposed)}）。"
            "決定または差し戻しの後で、審査基準を変えてください。"
        )


def must_stay_one(standing: int) -> None:
    if standing <= 1:
        raise Refused("採点が始まっているため、最後の審査基準は削除できません。")


def incomplete(
    asked: Mapping[int, bool], points: Collection[int], remarks: Mapping[int, str]
) -> bool:
    """Say whether a finished sheet lacks what the rubric asks now: {criterion: remark needed}."""
    unscored = asked.keys() - set(points)
    unsaid = [key for key, needed in asked.items() if needed and not remarks.get(key, "").strip()]
    return bool(unscored or unsaid)
