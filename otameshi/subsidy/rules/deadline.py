"""Rules about when to apply and when to report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from otameshi.subsidy.account import Account
from otameshi.subsidy.calendar import later, working_days_before
from otameshi.subsidy.facts import Facts
from otameshi.subsidy.rules.base import Names, Part, Rule
from otameshi.subsidy.words import Deed, day

TEN_YEARS = 3650


@dataclass(frozen=True, kw_only=True)
class Deadline(Rule):
    """When to apply (days or 営業日 before the trial) or to report (days after it, or a date)."""

    TITLE: ClassVar[str] = "期限"
    PART: ClassVar[Part] = Part.WHEN

    rule: Literal["deadline"] = "deadline"
    of: Deed
    days: int | None = None
    working_days: bool = False
    last: date | None = None

    def day(self, facts: Facts) -> date:
        """Return the last day on which it is in time: the earlier of the two."""
        if self.days is None:
            return self.last or date.max
        if self.of is Deed.REPORTED:
            until = later(facts.trial.last, self.days)
        elif self.working_days:
            until = working_days_before(facts.trial.first, self.days, facts.holidays)
        else:
            until = later(facts.trial.first, -self.days)
        return min(until, self.last or date.max)

    def apply(self, account: Account) -> None:
        facts = account.facts
        done = facts.applied_on if self.of is Deed.APPLIED else facts.reported_on
        until = self.day(facts)
        if done is None:
            account.lack(self, f"{self.of.label}の日が分かりません（期限は {day(until)} です）。")
        elif done > until:
            message = f"{self.of.label}の日 {day(done)} は、期限の {day(until)} を過ぎています。"
            account.reject(self, message)

    def sentence(self, names: Names) -> str:
        parts = []
        if self.days is not None:
            days = f"{self.days}{'営業日' if self.working_days else '日'}"
            after = self.of is Deed.REPORTED
            parts.append(
                f"参加期間の終了後{days}以内" if after else f"参加期間の開始の{days}前まで"
            )
        if self.last:
            parts.append(f"{day(self.last)}まで")
        words = "と".join(parts) + ("のいずれか早い日" if len(parts) > 1 else "")
        return f"{self.of.label}の期限は、{words}です。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if self.days is None and self.last is None:
            yield "days", "days か last を書いてください。ないとこの規則は働きません。"
        if self.days is not None and not 0 <= self.days <= TEN_YEARS:
            yield "days", f"days は0以上{TEN_YEARS}以下にしてください。"
        if self.working_days and (self.of is Deed.REPORTED or self.days is None):
            yield "working_days", "営業日は、申請の期限の days と一緒に使います。"
