"""Rules about when a cost arose and when it was paid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from otameshi.core.period import Period
from otameshi.subsidy.account import Account
from otameshi.subsidy.calendar import Yearly, later
from otameshi.subsidy.facts import Facts
from otameshi.subsidy.rules.base import Names, OnLines, Part
from otameshi.subsidy.words import Span, Which, Within, day, span


@dataclass(frozen=True, kw_only=True)
class Window(OnLines):
    """A line counts when its date lies in the window.

    The window is the trial period, or begins at 交付決定, or is fixed; `days_before` and
    `days_after` widen it, `first` and `last` narrow it. A condition named by `unless`, such as an
    approved 事前着手届, lifts the rule; where the day is known from which the early start was
    approved, the window that begins at 交付決定 begins on that day instead.
    """

    TITLE: ClassVar[str] = "対象期間"
    PART: ClassVar[Part] = Part.WHEN

    rule: Literal["window"] = "window"
    which: Which
    within: Within = Within.TRIAL
    days_before: int = 0
    days_after: int = 0
    first: date | None = None
    last: date | None = None
    unless: str = ""

    def period(self, facts: Facts) -> Period | None:
        """Return the days that count, or None before 交付決定."""
        first, last = date.min, date.max
        if self.within is Within.TRIAL:
            first, last = facts.trial.first, facts.trial.last
        elif self.within is Within.DECISION:
            if facts.decided_on is None:
                return None
            first = min(facts.decided_on, self._early(facts) or date.max)
        first = max(later(first, -self.days_before), self.first or date.min)
        last = min(later(last, self.days_after), self.last or date.max)
        return Period(first, last)

    def _early(self, facts: Facts) -> date | None:
        """Return the day of an approved early start that this rule gives way to."""
        return facts.early_from if self.unless else None

    def apply(self, account: Account) -> None:
        if self.unless and account.facts.conditions.get(self.unless):
            return
        period = self.period(account.facts)
        if period is None:
            account.lack(
                self, "交付決定日が未定のため、交付決定より前の経費かどうかを判定できません。"
            )
            return
        for i in self.chosen(account):
            self._judge(account, i, period)

    def _judge(self, account: Account, i: int, period: Period) -> None:
        line = account.lines[i]
        on = line.incurred_on if self.which is Which.INCURRED else line.paid_on
        if on is None:
            account.lack(self, "支払日が記入されていません。", i)
            if not account.forecast:
                account.exclude(i, self, "支払日が記入されていないため、対象と認められません。")
        elif on not in period:
            account.exclude(
                i, self, f"{self.which.label} {day(on)} は、{self._outside(account, period)}"
            )

    def _outside(self, account: Account, period: Period) -> str:
        if self.within is Within.DECISION and period.first == self._early(account.facts):
            return f"事前着手が認められた日 {day(period.first)} より前です。"
        if self.within is Within.DECISION:
            return f"交付決定日 {day(period.first)} より前です。"
        return f"対象となる期間（{span(period)}）の外です。"

    def sentence(self, names: Names) -> str:
        words = f"{self.subject(names)}は、{self.which.label}が{self._bounds()}のものが対象です。"
        return words + ("（事前着手が認められた場合を除く。）" if self.unless else "")

    def _bounds(self) -> str:
        parts = [*self._base()]
        if self.first:
            parts.append(f"{day(self.first)}以後")
        if self.last:
            parts.append(f"{day(self.last)}まで")
        return "、かつ".join(parts)

    def _base(self) -> Iterator[str]:
        if self.within is Within.DECISION:
            yield "交付決定日以後"
        elif self.within is Within.TRIAL:
            before = f"開始の{self.days_before}日前から" if self.days_before else ""
            after = f"終了後{self.days_after}日まで" if self.days_after else ""
            yield f"参加期間（{before}{after}）" if before or after else "参加期間内"

    def faults(self) -> Iterator[tuple[str, str]]:
        if self.first and self.last and self.first > self.last:
            yield (
                "last",
                f"last（{self.last}）が first（{self.first}）より前です。どの日も当たりません。",
            )
        if self.within is Within.FIXED and self.first is None and self.last is None:
            yield (
                "first",
                'within = "fixed" には、first か last が必要です。ないとこの規則は働きません。',
            )
        if self.days_before < 0 or self.days_after < 0:
            yield (
                "days_after",
                "日数は0以上で書いてください。期間を狭めるには first と last を使います。",
            )
        if self.within is not Within.TRIAL and (self.days_before or self.days_after):
            yield "days_after", '日数は、within = "trial"（参加期間）のときだけ書けます。'


@dataclass(frozen=True, kw_only=True)
class Blackout(OnLines):
    """Days of the year on which nothing is paid for.

    Looks at the date of each line, or, for the whole claim, at the trial period or the stay log.
    """

    TITLE: ClassVar[str] = "対象とならない日"
    PART: ClassVar[Part] = Part.WHEN

    rule: Literal["blackout"] = "blackout"
    of: Span
    days: tuple[Yearly, ...]

    def apply(self, account: Account) -> None:
        if self.of is Span.INCURRED:
            for i in self.chosen(account):
                self._line(account, i)
            return
        facts = account.facts
        for days in self.days:
            if self.of is Span.TRIAL:
                touched = days.touches(facts.trial)
            else:
                touched = any(one.present and one.on in days for one in facts.stay)
            if touched:
                message = f"{self.of.label}に{days.words()}が含まれているため、対象になりません。"
                account.reject(self, message)

    def _line(self, account: Account, i: int) -> None:
        on = account.lines[i].incurred_on
        if any(on in days for days in self.days):
            account.exclude(i, self, f"{day(on)} は、{self._words()}に当たるため対象になりません。")

    def _words(self) -> str:
        return "、".join(days.words() for days in self.days)

    def sentence(self, names: Names) -> str:
        if self.of is Span.INCURRED:
            return f"{self._words()}の{self.subject(names)}は対象になりません。"
        return f"{self.of.label}に{self._words()}が含まれる場合は対象になりません。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if not self.days:
            yield "days", "日を一つ以上書いてください。ないとこの規則は働きません。"
        for i, days in enumerate(self.days):
            if bad := days.bad():
                yield (
                    f"days.{i}",
                    f'「{bad}」という月日はありません。"08-13" のように書いてください。',
                )
        if self.of is not Span.INCURRED and (self.kinds or self.sub_kinds):
            yield "kinds", "参加期間や滞在を見る規則は請求全体に働きます。kinds を消してください。"
