"""Rules about the stay log: nights, days and work, by month, week, visit or share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import ClassVar, Literal

from otameshi.core.period import Period
from otameshi.subsidy.account import Account
from otameshi.subsidy.calendar import calendar_months, length, longest_run, month_end, months, weeks
from otameshi.subsidy.facts import Day, Facts
from otameshi.subsidy.rules.base import Names, Part
from otameshi.subsidy.rules.soft import Soft
from otameshi.subsidy.words import Count, How, decimal, percent, span

WHOLE = {How.EACH_MONTH, How.EACH_WEEK}
SHARES = {How.OF_TRIAL, How.OF_STAY}
MOST_TOLD = 20
UNIT = {Count.NIGHTS: "泊", Count.DAYS: "日", Count.WORK_DAYS: "日", Count.WORK_HOURS: "時間"}


@dataclass(frozen=True, slots=True)
class Miss:
    """A count below the least: where, how much there was, by how much it fell short."""

    where: str
    had: Fraction
    by: Fraction
    partial: bool = False


def tally(count: Count, days: Sequence[Day]) -> int:
    """Count nights, days or work; a date that two people share counts once."""
    if count is Count.WORK_HOURS:
        return sum(day.work_hours for day in days)
    if count is Count.NIGHTS:
        return len({day.on for day in days if day.night})
    if count is Count.WORK_DAYS:
        return len({day.on for day in days if day.work_hours > 0})
    return len({day.on for day in days if day.present})


@dataclass(frozen=True, kw_only=True)
class Presence(Soft):
    """At least so many nights, days or hours of work.

    Counted for the 組 together, or for each person with `each_person`. In `each_month` a month that
    lies only in part in the trial never blocks: a person judges it. In `each_visit` a visit that
    falls short, or that the log does not know, loses its lines and no others.
    """

    TITLE: ClassVar[str] = "滞在の条件"
    PART: ClassVar[Part] = Part.WHO

    rule: Literal["presence"] = "presence"
    count: Count
    how: How
    least: Fraction
    each_person: bool = False

    def apply(self, account: Account) -> None:
        facts = account.facts
        if not facts.stay:
            account.lack(self, "滞在記録がないため、滞在の条件を判定できません。")
            return
        for name, days in self._people(account):
            if self.how is How.EACH_VISIT:
                self._visits(account, name, days)
            else:
                self._whole(account, f"{name} " if name else "", days)

    def _people(self, account: Account) -> list[tuple[str, list[Day]]]:
        stay = [day for day in account.facts.stay if day.on in account.facts.trial]
        if not self.each_person:
            return [("", stay)]
        people = sorted({day.person for day in account.facts.stay})
        if len(people) < account.facts.heads:
            account.lack(
                self, f"滞在記録が{len(people)}人分しかありません（組は{account.facts.heads}人）。"
            )
        return [(name, [day for day in stay if day.person == name]) for name in people]

    def _whole(self, account: Account, who: str, days: list[Day]) -> None:
        misses = [*islice(self.misses(account.facts, days), MOST_TOLD + 1)]
        hard = [miss for miss in misses if not miss.partial]
        for miss in (miss for miss in misses if miss.partial):
            note = "参加期間が月の一部のため、担当者が判断してください。"
            account.remark(self, f"{self._message(who, miss)}{note}")
        if hard:
            more = f"（ほか{len(hard) - 1}か所）" if len(hard) <= MOST_TOLD else "（ほか多数）"
            message = self._message(who, hard[0]) + (more if len(hard) > 1 else "")
            self.miss(account, max(miss.by for miss in hard), message)

    def _message(self, who: str, miss: Miss) -> str:
        amount = percent(miss.had) if self.how in SHARES else self._amount(miss.had)
        what = f"{who}{miss.where}{self.count.label} {amount}"
        return f"{what} は、条件（{self._words()}）に足りません。"

    def misses(self, facts: Facts, days: list[Day]) -> Iterator[Miss]:
        """Yield where the stay falls short."""
        for where, had, partial in self._counts(facts.trial, days):
            if had < self.least:
                yield Miss(where, had, self.least - had, partial)

    def _counts(self, trial: Period, days: list[Day]) -> Iterator[tuple[str, Fraction, bool]]:
        if self.how in WHOLE:
            yield from self._each(trial, days)
            return
        number = Fraction(tally(self.count, days))
        if self.how is How.CONSECUTIVE:
            number = Fraction(longest_run(day.on for day in days if tally(self.count, [day])))
        elif self.how is How.AVERAGE:
            number /= max(months(trial), 1)
        elif self.how is How.OF_TRIAL:
            number /= max(length(trial), 1)
        elif self.how is How.OF_STAY:
            number /= max(tally(Count.DAYS, days), 1)
        yield self.how.label, number, False

    def _each(self, trial: Period, days: list[Day]) -> Iterator[tuple[str, Fraction, bool]]:
        by_month = self.how is How.EACH_MONTH
        for one in calendar_months(trial) if by_month else weeks(trial):
            inside = [day for day in days if day.on in one]
            partial = by_month and not (one.first.day == 1 and one.last == month_end(one.last))
            yield f"{span(one)}の", Fraction(tally(self.count, inside)), partial

    def _visits(self, account: Account, name: str, days: list[Day]) -> None:
        for number, lines in sorted(self._claimed(account, name, days).items()):
            had = Fraction(tally(self.count, [day for day in days if day.visit == number]))
            if had >= self.least:
                continue
            who = f"{name} " if name else ""
            words = f"{who}来県{number}回目の{self.count.label} {self._amount(had)} は、"
            message = f"{words}条件（{self._words()}）に足りません。"
            if self.forgives(self.least - had):
                account.remark(self, message)
                continue
            for i in lines:
                account.exclude(i, self, message)

    def _claimed(self, account: Account, name: str, days: list[Day]) -> dict[int, list[int]]:
        """Return the visits of one person, or of all, and the lines in play of each.

        A line without a name belongs to everybody who made the visit. Before the stay only the
        log counts, since the rest of it is still to be written.
        """
        own = {day.visit for day in days}
        facts = account.facts
        everybodys = {day.visit for day in facts.stay if day.on in facts.trial}
        found: dict[int, list[int]] = {number: [] for number in own if number is not None}
        for i, line in enumerate(account.lines):
            logged = line.visit in own
            if line.visit is None or not account.live[i] or (account.forecast and not logged):
                continue
            shared = not line.person and (logged or line.visit not in everybodys)
            if not self.each_person or line.person == name or shared:
                found.setdefault(line.visit, []).append(i)
        return found

    def _amount(self, number: Fraction) -> str:
        return f"{decimal(number)}{UNIT[self.count]}"

    def _words(self) -> str:
        least = percent(self.least) if self.how in SHARES else self._amount(self.least)
        return f"{self.how.label}{self.about()}{least}以上"

    def sentence(self, names: Names) -> str:
        who = "参加者それぞれの" if self.each_person else ""
        return f"{who}{self.count.label}が、{self._words()}であることが必要です。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if self.least <= 0:
            yield "least", "least は0より大きくしてください。0では条件になりません。"
        if self.how in SHARES and self.least > 1:
            yield (
                "least",
                f'割合 {self.least} は誰も満たせません。1以下で "8/10" のように書いてください。',
            )
        if self.how in SHARES and self.count is Count.WORK_HOURS:
            yield "count", "割合は、nights、days、work_days で数えてください。"
        if self.how is How.CONSECUTIVE and self.count is Count.WORK_HOURS:
            yield "count", "連続は、nights、days、work_days で数えてください。"
        yield from self.tolerance_faults()
