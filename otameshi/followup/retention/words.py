"""The year's way of counting in words, shown beside every figure that follows from it."""

from otameshi.core.questions import Condition, Questionnaire
from otameshi.followup.retention.meaning import Denominator, Unit
from otameshi.followup.retention.past import Day
from otameshi.followup.retention.rules import Counting, Counts

WHOLE = {
    (Unit.GROUP, Denominator.ALL): "参加した全ての組",
    (Unit.GROUP, Denominator.SUBSIDISED): "補助金の交付決定を受けた組",
    (Unit.GROUP, Denominator.ANSWERED): "回答した組",
    (Unit.PERSON, Denominator.ALL): "参加した全ての人",
    (Unit.PERSON, Denominator.SUBSIDISED): "補助金の交付決定を受けた組の人",
    (Unit.PERSON, Denominator.ANSWERED): "回答した人（組で答えたときは、その組の全員）",
}
NONE = "なし"
UNKNOWN = "未回答と回答辞退"
UNKNOWN_TOO = "未回答、回答辞退、「まだ決めていない」"
ASIDE = "は分母から除きます。"
INSIDE = "は、分母に入れ、維持するとは数えません。"


def basis(counting: Counting) -> str:
    """Name those of whom the share is taken."""
    return WHOLE[counting.unit, counting.denominator]


def heading(counting: Counting) -> str:
    unit = "組" if counting.unit is Unit.GROUP else "人"
    return f"次のいずれかに当てはまる{unit}を、拠点を維持・活動すると数えます："


def lines(counting: Counting, asked: Questionnaire) -> list[str]:
    """Return what counts as keeping a base, one line for each question."""
    return [_line(one, asked) for one in counting.keeps]


def undecided(counting: Counting, asked: Questionnaire) -> list[str]:
    """Return what counts as not decided yet, one line for each question."""
    unit = "組" if counting.unit is Unit.GROUP else "人"
    return [
        f"{_line(one, asked)}した{unit}は、維持するとも維持しないとも数えず、"
        "「まだ決めていない」に分けます（値の幅に含めます）。"
        for one in counting.undecided
    ]


def _line(one: Condition, asked: Questionnaire) -> str:
    question = asked.by_key.get(one.source)
    label = question.label if question else "今の調査票にない質問"
    return f"「{label}」に、{'、'.join(f'「{value}」' for value in one.values)}と回答"


def rest(counting: Counting, *, by_member: bool = False) -> list[str]:
    """Return of whom the share is taken, what becomes of who said nothing, and the rounding."""
    unknown = UNKNOWN_TOO if counting.undecided else UNKNOWN
    aside = ASIDE if counting.denominator is Denominator.ANSWERED else INSIDE
    said = [
        f"分母は、{basis(counting)}です。{unknown}{aside}",
        f"百分率は、{counting.rounding.told}ことで小数第1位まで表します。",
    ]
    if by_member and counting.unit is Unit.GROUP:
        said.insert(0, f"メンバーごとに尋ねた調査では、{counting.members.label}。")
    return said


def differences(before: Counting, after: Counting, asked: Questionnaire) -> list[str]:
    """Return what a change of the year's plan changes, as its history keeps it."""
    pairs = (
        ("数える回答", "／".join(lines(before, asked)), "／".join(lines(after, asked))),
        (
            "まだ決めていないとする回答",
            "／".join(_line(one, asked) for one in before.undecided) or NONE,
            "／".join(_line(one, asked) for one in after.undecided) or NONE,
        ),
        ("メンバーの回答", before.members.label, after.members.label),
        ("単位", before.unit.label, after.unit.label),
        ("分母", basis(before), basis(after)),
        ("端数", before.rounding.label, after.rounding.label),
    )
    return [f"{name}：{old} → {new}" for name, old, new in pairs if old != new]


# What the figure of a past day is made of, and what it cannot know.
PAST = (
    "県の記録に残った日（参加の承諾と辞退、メンバーの途中参加、交付の決定・取下げ・取消、"
    "回答と回答辞退を受け付けた日）をもとに、その日の終わりに分かっていた値を、今の数え方で計算します。"
    "途中で辞退した組や離れたメンバーも、参加した数に含めます。"
)


def told(day: Day) -> str:
    """Say what changed the counts on a day: answers, who takes part, who is subsidised."""
    said = [f"{old.label} → {new.label} {number}組" for old, new, number in day.moved]
    for label, unit, before, after in _totals(day.before, day.counts):
        if before != after:
            said.append(f"{label} {before}{unit} → {after}{unit}")
    return "、".join(said) or "メンバーの回答"


def _totals(before: Counts, after: Counts) -> list[tuple[str, str, int, int]]:
    return [
        ("参加した組", "組", before.groups.groups, after.groups.groups),
        ("参加した人", "名", before.people.groups, after.people.groups),
        (
            "交付決定を受けた組",
            "組",
            before.subsidised_groups.groups,
            after.subsidised_groups.groups,
        ),
    ]


def undated(declined: int, grants: int) -> list[str]:
    """Say of which groups a past day tells what is so now, because no day was recorded."""
    said = []
    if declined:
        said.append(
            f"参加を辞退した日の記録がない組が{declined}組あります。"
            "この組は、どの日の値にも含めていません。"
        )
    if grants:
        said.append(
            f"交付の決定や取消などの日の記録がない組が{grants}組あります。"
            "この組の補助の有無は、どの日の値でも今の状況で数えています。"
        )
    return said
