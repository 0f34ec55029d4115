"""What a version of a survey must hold before anybody is asked by it. No database, no web."""

from collections.abc import Sequence

from otameshi.core.questions import Condition, Questionnaire
from otameshi.core.states import Refused


def check_standing(whole: Questionnaire) -> None:
    if not whole.questions:
        raise Refused("写す質問がありません。別の調査回を選んでください。")


def check_meaning(whole: Questionnaire, keeps: Sequence[Condition]) -> None:
    """Refuse a version by whose answers nobody could be counted as keeping a base."""
    if not whole.questions:
        raise Refused("質問が1つもありません。質問を加えてから公開してください。")
    readable = (
        one
        for one in keeps
        if (asked := whole.by_key.get(one.source)) is not None
        and asked.source is not None
        and {value for value, _ in asked.source.options} & set(one.values)
    )
    if next(readable, None) is None:
        raise Refused(
            "この年度の「拠点維持の数え方」が使う質問と答えが、1つもありません。"
            "拠点を維持するかどうかを尋ねる質問を残すか、先に数え方を変えてください。"
        )
