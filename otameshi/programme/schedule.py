"""When applicants may expect what comes next, in the words of the 募集要項. No database, no web."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from otameshi.core.clock import day_in_japan
from otameshi.core.labels import Labelled
from otameshi.core.states import Refused

FIRST_THIRD, SECOND_THIRD = 10, 20


class Step(Labelled):
    """What a call plans a time for, in the order in which it comes."""

    PAPERS = "papers", "書類審査の結果"
    INTERVIEW = "interview", "面談"
    RESULT = "result", "選考の結果"
    GRANT = "grant", "交付の決定"


SELECTING = (Step.PAPERS, Step.INTERVIEW, Step.RESULT)


class Precision(Labelled):
    """How exactly the time is promised: 7月8日, 7月上旬, 7月."""

    DAY = "day", "日まで知らせる（7月8日）"
    THIRD = "third", "上旬・中旬・下旬で知らせる（7月上旬）"
    MONTH = "month", "月だけ知らせる（7月）"


@dataclass(frozen=True, slots=True)
class Expected:
    step: Step
    on: date
    precision: Precision

    @property
    def words(self) -> str:
        month = f"{self.on.month}月"
        match self.precision:
            case Precision.DAY:
                return f"{month}{self.on.day}日"
            case Precision.THIRD:
                return month + self._third
            case Precision.MONTH:
                return month

    @property
    def _third(self) -> str:
        if self.on.day <= FIRST_THIRD:
            return "上旬"
        return "中旬" if self.on.day <= SECOND_THIRD else "下旬"

    @property
    def last(self) -> date:
        """Return the last day on which the promise is still kept."""
        if self.precision is Precision.DAY:
            return self.on
        ends = {"上旬": FIRST_THIRD, "中旬": SECOND_THIRD}
        whole = self.precision is Precision.MONTH
        end = None if whole else ends.get(self._third)
        return self.on.replace(day=end or monthrange(self.on.year, self.on.month)[1])


def coming(plan: Iterable[Expected], steps: Sequence[Step], today: date) -> str:
    """Say when these steps are planned; what the calendar is past is not promised again.

    The day alone decides, never what the office knows already.
    """
    told = [one for one in plan if one.step in steps and one.last >= today]
    if not told:
        return ""
    words = "、".join(f"{one.step.label}は{one.words}" for one in told)
    return f"{words}の予定です。"


def check(plan: Sequence[Expected], closes_at: datetime) -> None:
    """Refuse a plan that runs backwards, or tells an outcome before the call has closed."""
    for before, after in pairwise(plan):
        if after.last < before.on:
            raise Refused(
                f"「{after.step.label}」の予定は、「{before.step.label}」より後にしてください。"
            )
    closed = day_in_japan(closes_at)
    if plan and plan[0].last < closed:
        raise Refused(f"「{plan[0].step.label}」の予定は、募集の締切より後にしてください。")
