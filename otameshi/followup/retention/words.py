"""The year's way of counting in words, shown beside every figure that follows from it."""

from otameshi.core.questions import Condition, Questionnaire
from otameshi.followup.retention.meaning import Denominator, Unit
from otameshi.followup.retention.rules import Counting

WHOLE = {
    (Unit.GROUP, Denominator.ALL): "参加した全ての組",
    (Unit.GROUP, Denominator.SUBSIDISED): "補助金の交付決定を受けた組",
    (Unit.GROUP, Denominator.ANSWERED): "回答した組",
    (Unit.PERSON, Denominator.ALL): "参加した全ての人",
    (Unit.PERSON, Denominator.SUBSIDISED): "補助金の交付決定を受けた組の人",
    (Unit.PERSON, Denominator.ANSWERED): "回答した人（組で答えたときは、その組の全員）",
}
ASIDE = "未回答と回答辞退は分母から除きます。"
INSIDE = "未回答と回答辞退は、分母に入れ、維持するとは数えません。"


def basis(counting: Counting) -> str:
    """Name those of whom the share is taken."""
    return WHOLE[counting.unit, counting.denominator]


def heading(counting: Counting) -> str:
    unit = "組" if counting.unit is Unit.GROUP else "人"
    return f"次のいずれかに当てはまる{unit}を、拠点を維持・活動すると数えます："


def lines(counting: Counting, asked: Questionnaire) -> list[str]:
    """Return what counts as keeping a base, one line for each question."""
    return [_line(one, asked) for one in counting.keeps]


def _line(one: Condition, asked: Questionnaire) -> str:
    question = asked.by_key.get(one.source)
    label = question.label if question else "今の調査票にない質問"
    return f"「{label}」に、{'、'.join(f'「{value}」' for value in one.values)}と回答"


def rest(counting: Counting, *, by_member: bool = False) -> list[str]:
    """Return of whom the share is taken, what becomes of who said nothing, and the rounding."""
    answered = counting.denominator is Denominator.ANSWERED
    said = [
        f"分母は、{basis(counting)}です。{ASIDE if answered else INSIDE}",
        f"百分率は、{counting.rounding.told}ことで小数第1位まで表します。",
    ]
    if by_member and counting.unit is Unit.GROUP:
        said.insert(0, f"メンバーごとに尋ねた調査では、{counting.members.label}。")
    return said


def differences(before: Counting, after: Counting, asked: Questionnaire) -> list[str]:
    """Return what a change of the year's plan changes, as its history keeps it."""
    pairs = (
        ("数える回答", "／".join(lines(before, asked)), "／".join(lines(after, asked))),
        ("メンバーの回答", before.members.label, after.members.label),
        ("単位", before.unit.label, after.unit.label),
        ("分母", basis(before), basis(after)),
        ("端数", before.rounding.label, after.rounding.label),
    )
    return [f"{name}：{old} → {new}" for name, old, new in pairs if old != new]
