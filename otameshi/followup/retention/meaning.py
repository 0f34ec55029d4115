"""What an answer to the survey says about the base. No database, no web."""

from collections.abc import Collection, Sequence

from otameshi.core.labels import Labelled
from otameshi.core.questions import Condition, Given
from otameshi.followup.rules import Answer


class Members(Labelled):
    """Whose answer is the group's, where each member is asked."""

    ANY = "any", "1人でも拠点を維持すれば、維持する組とする"
    ALL = "all", "全員が拠点を維持するときだけ、維持する組とする"
    REPRESENTATIVE = "representative", "代表者の回答による"


class Unit(Labelled):
    GROUP = "group", "組"
    PERSON = "person", "名"


class Denominator(Labelled):
    """Of whom the share is taken."""

    ALL = "all", "参加した全ての組"
    SUBSIDISED = "subsidised", "補助金の交付決定を受けた組"
    ANSWERED = "answered", "回答した組"


class Rounding(Labelled):
    """How a share becomes a figure with one decimal; `told` is what one does."""

    HALF_UP = "half_up", "小数第2位を四捨五入", "小数第2位を四捨五入する"
    UP = "up", "小数第2位を切上げ", "小数第2位を切り上げる"
    DOWN = "down", "小数第2位を切捨て", "小数第2位を切り捨てる"
    TWICE = (
        "twice",
        "小数第3位、第2位の順に四捨五入",
        "小数第2位までにしてからもう一度四捨五入する",
    )
    WHOLE = "whole", "整数に四捨五入", "整数に四捨五入する"


def keeps_base(keeps: Sequence[Condition], given: Given) -> bool:
    """Return whether any of the year's conditions holds over what was answered."""
    return any_holds(keeps, given)


def any_holds(conditions: Sequence[Condition], given: Given) -> bool:
    for one in conditions:
        answer = given.get(one.source)
        said: Collection[object] = answer if isinstance(answer, tuple) else (answer,)
        if any(value in one.values for value in said):
            return True
    return False


def answer_of(
    keeps: Sequence[Condition], given: Given, undecided: Sequence[Condition] = ()
) -> Answer:
    """Return what the year makes of answers: a base that is kept by any of them comes first."""
    if keeps_base(keeps, given):
        return Answer.STAYED
    return Answer.UNDECIDED if any_holds(undecided, given) else Answer.LEFT


def answer_of_group(answers: Sequence[Answer], members: Members) -> Answer:
    """Return the group's answer from those of its members, the representative's first.

    Unknown answers decide nothing: a group is known to stay, or to have left, only when
    whatever the others would say could not change it. Of several unknown ones, that is named
    which an answer can change soonest.
    """
    if not answers:
        return Answer.SILENT
    if members is Members.REPRESENTATIVE or len(answers) == 1:
        return answers[0]
    decides, otherwise = (
        (Answer.STAYED, Answer.LEFT) if members is Members.ANY else (Answer.LEFT, Answer.STAYED)
    )
    if decides in answers:
        return decides
    for unknown in (Answer.SILENT, Answer.UNDECIDED, Answer.REFUSED):
        if unknown in answers:
            return unknown
    return otherwise
