"""What an officer may do at the desk, line by line. No database, no web."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from otameshi.claims.judged import Judged, Judgement
from otameshi.claims.rules import Verdict
from otameshi.core.labels import Labelled
from otameshi.core.states import Refused
from otameshi.core.yen import Yen, total
from otameshi.subsidy import Limit

ZOOMS = (25, 50, 75, 100, 150, 200, 300, 400)  # %, of the width of the pane
TURNS = (0, 90, 180, 270)  # degrees, clockwise
WHOLE = 100


class Outcome(Labelled):
    """What a check on the spot came to."""

    FINE = "fine", "報告のとおりでした"
    ASKED = "asked", "改善を求めました"
    DOUBT = "doubt", "報告と合わない点があります"


OUTCOME_TONE = {Outcome.FINE: "good", Outcome.ASKED: "warn", Outcome.DOUBT: "bad"}


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer said of a line in a round (how often the claim had been returned before)."""

    round: int
    verdict: Verdict
    reason: str = ""


def times_returned(said: Sequence[Said], returned: int) -> int:
    """Count the rounds that ended with this line sent back, of those that are over.

    Within a round an officer may change a ruling; what was said last went out.
    """
    over = [one for one in said if one.round < returned]
    rounds = groupby(over, key=lambda one: one.round)
    return sum(list(found)[-1].verdict is Verdict.RETURNED for _, found in rounds)


def following(verdicts: Sequence[Verdict], here: int) -> int | None:
    """Return the place of the next line that nobody has judged: after this one, else from above."""
    places = [*range(here + 1, len(verdicts)), *range(min(here + 1, len(verdicts)))]
    return next((n for n in places if verdicts[n] is Verdict.OPEN), None)


def undoubted(
    judged: Judged, *, doubts: Collection[object] = (), said: Collection[object] = ()
) -> bool:
    """Say whether a line may be accepted with others at once: nothing asks to look twice.

    Such a line is open, counts in full, has no finding, remark or doubt, and was never sent back.
    """
    one = judged.expense
    return (
        one.verdict is Verdict.OPEN
        and judged.result.eligible == one.amount
        and not (judged.late or judged.findings or judged.remarks or doubts or said)
    )


def still_undoubted(chosen: Collection[int], now: Collection[int]) -> None:
    """Refuse to accept lines at once of which one has become doubtful."""
    if not chosen:
        raise Refused("まとめて認める行がありません。1行ずつ確認してください。")
    if not set(chosen) <= set(now):
        raise Refused("確認が要る行が含まれています。一覧を見直して、もう一度選んでください。")


def checked_already(checked_on: date, today: date) -> None:
    if checked_on > today:
        raise Refused("確認した日が今日より後になっています。確認してから記録してください。")


def not_the_judge(judges: Collection[int], settler: int) -> None:
    """Refuse to let one settle who judged a line of the claim (二人の目で確かめる)."""
    if settler in judges:
        raise Refused(
            "この請求の行を判断した人は、額を確定できません。別の決裁者が行ってください。"
        )


@dataclass(frozen=True, slots=True)
class Shared:
    """A limit that a line shares with others, by the numbers of those on the claim."""

    limit: Limit
    others: tuple[int, ...]
    whole: bool


def shared(judgement: Judgement, key: str) -> tuple[Shared, ...]:
    """Return the limits that count a line, each with the other lines that share it."""
    keys = [one.expense.key for one in judgement.lines]
    places = {each: number for number, each in enumerate(keys, start=1)}
    return tuple(
        Shared(
            limit=limit,
            others=tuple(places[one] for one in limit.lines if one != key),
            whole=len(limit.lines) == len(keys),
        )
        for limit in judgement.assessment.limits
        if key in limit.lines
    )


@dataclass(frozen=True, slots=True)
class Against:
    """One kind of cost: what was planned, spent, eligible."""

    label: str
    planned: Yen
    claimed: Yen
    eligible: Yen

    @property
    def difference(self) -> int:
        """Return by how much was spent more than planned."""
        return self.claimed - self.planned


def against_the_plan(judgement: Judgement, plan: Mapping[str, Yen]) -> tuple[Against, ...]:
    """Set what was spent beside the plan of the grant, by kind, in the rulebook's order."""
    spent: dict[str, list[Judged]] = {}
    for one in judgement.lines:
        spent.setdefault(one.expense.kind, []).append(one)
    return tuple(
        Against(
            label=kind.label,
            planned=plan.get(kind.key, Yen(0)),
            claimed=total(one.expense.amount for one in spent.get(kind.key, ())),
            eligible=total(one.result.eligible for one in spent.get(kind.key, ())),
        )
        for kind in judgement.terms.rulebook.kinds
        if kind.key in plan or kind.key in spent
    )
