"""A table of past totals: what each line says, what is wrong in it, what it would change."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.wareki import short_fiscal_year
from otameshi.followup.rules import percent
from otameshi.statistics.sheet.past.columns import COST, NAMES, TARGET, VALUE, YEAR
from otameshi.statistics.sheet.rules import Output

FIRST_YEAR = 2015  # 平成27年度, in which the programme began
MOST_ROWS = 100
WHOLE_RATE = 1000  # tenths of a percent


class State(Labelled):
    CHECKED = "checked", "確かめました（取込前）"
    TAKEN = "taken", "取り込みました"
    DROPPED = "dropped", "取り込みませんでした"


TONE = {State.CHECKED: "warn", State.TAKEN: "good", State.DROPPED: "neutral"}
TABLE = Machine(
    Move("take", "すべて取り込む", frozenset({State.CHECKED}), State.TAKEN, by=Role.OFFICER),
    Move("drop", "取り込まない", frozenset({State.CHECKED}), State.DROPPED, by=Role.OFFICER),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way, by line and column as the sender's program shows them."""

    row: int
    column: str
    text: str


def said(column: str, value: int) -> str:
    """Return a number of a column as people read it."""
    return percent(value) if column in {VALUE, TARGET} else f"{value:,}"


@dataclass(frozen=True, slots=True)
class Line:
    """The totals of one 年度: numbers that are not known are left out."""

    row: int
    fiscal_year: int
    counts: Mapping[Output, int] = field(default_factory=dict)
    value: int | None = None  # tenths of a percent, as published
    target: int | None = None  # tenths of a percent
    thousands: int | None = None  # 決算額, 千円
    source: str = ""
    note: str = ""

    @property
    def empty(self) -> bool:
        return not self.numbers

    @property
    def numbers(self) -> dict[str, int]:
        """Return what is known, by the column that says it."""
        named = {NAMES[output]: count for output, count in self.counts.items()}
        more = ((VALUE, self.value), (TARGET, self.target), (COST, self.thousands))
        return named | {column: one for column, one in more if one is not None}

    @property
    def words(self) -> str:
        return "、".join(f"{column} {said(column, n)}" for column, n in self.numbers.items())


# A pair of which the first can never be more than the second, and why.
NEVER_MORE = (
    (Output.APPLIED, Output.APPLIED_PEOPLE, "応募した人より、応募した組が多くなっています。"),
    (Output.GROUPS, Output.PEOPLE, "参加した人より、参加した組が多くなっています。"),
    (Output.GROUPS, Output.APPLIED, "応募した組より、参加した組が多くなっています。"),
    (Output.SUBSIDISED, Output.GROUPS, "参加した組より、補助した組が多くなっています。"),
    (Output.KEEPING, Output.GROUPS, "参加した組より、維持した組が多くなっています。"),
)


def problems(lines: Sequence[Line], this_year: int) -> list[Problem]:
    """Return what no year can be, line by line."""
    times = Counter(line.fiscal_year for line in lines)
    found: list[Problem] = []
    for line in lines:
        if times[line.fiscal_year] > 1:
            found.append(Problem(line.row, YEAR, "同じ年度の行が、ほかにもあります。"))
        if not FIRST_YEAR <= line.fiscal_year <= this_year:
            text = f"{FIRST_YEAR}年度から今の年度（{this_year}年度）までにしてください。"
            found.append(Problem(line.row, YEAR, text))
        if line.empty:
            found.append(Problem(line.row, YEAR, "数字が1つもありません。行を消してください。"))
        found += _contradictions(line)
    return found


def _contradictions(line: Line) -> list[Problem]:
    counts = line.counts
    found = [
        Problem(line.row, NAMES[less], text)
        for less, more, text in NEVER_MORE
        if less in counts and more in counts and counts[less] > counts[more]
    ]
    rates = ((VALUE, line.value), (TARGET, line.target))
    return found + [
        Problem(line.row, name, "100より大きい割合はありません。")
        for name, rate in rates
        if rate is not None and rate > WHOLE_RATE
    ]


@dataclass(frozen=True, slots=True)
class Known:
    """What is entered already."""

    counts: Mapping[tuple[int, Output], int] = field(default_factory=dict)
    figures: Mapping[int, tuple[int | None, int | None]] = field(default_factory=dict)
    costs: Mapping[int, int] = field(default_factory=dict)

    def of(self, year: int) -> dict[str, int | None]:
        """Return what is entered for a 年度, by the column that says it."""
        counts = {name: self.counts.get((year, output)) for output, name in NAMES.items()}
        value, target = self.figures.get(year, (None, None))
        return {**counts, VALUE: value, TARGET: target, COST: self.costs.get(year)}


@dataclass(frozen=True, slots=True)
class Change:
    """One number that would be entered; `was` is what it would replace."""

    row: int
    fiscal_year: int
    column: str
    was: int | None
    now: int

    @property
    def replaces(self) -> bool:
        return self.was is not None

    @property
    def words(self) -> tuple[str, str]:
        """Return what stands there and what would, as people read them."""
        old = "—" if self.was is None else said(self.column, self.was)
        return old, said(self.column, self.now)


def changes(lines: Sequence[Line], known: Known) -> list[Change]:
    """Return what would be entered; a number that stands there already is left alone."""
    found: list[Change] = []
    for line in lines:
        year = line.fiscal_year
        before = known.of(year)
        found += [
            Change(line.row, year, column, before.get(column), now)
            for column, now in line.numbers.items()
            if before.get(column) != now
        ]
    return found


def check(found: Collection[Problem], changed: Collection[Change], reason: str) -> None:
    """Refuse to take in a table with a fault, or one that replaces a number without a reason."""
    if found:
        raise Refused(
            f"直すところが{len(found)}か所あるため、1行も取り込みませんでした。"
            "表を直して、もう一度選んでください。"
        )
    replaced = [one for one in changed if one.replaces]
    if replaced and not reason.strip():
        years = "、".join(sorted({short_fiscal_year(one.fiscal_year) for one in replaced}))
        raise Refused(
            f"すでに入力されている値が{len(replaced)}か所変わります（{years}）。"
            "変える理由を記入してください。"
        )


def folded(text: str) -> str:
    """Return a cell in half width, as it is read: １９ and 19組 are 19."""
    return unicodedata.normalize("NFKC", text).replace(",", "").strip()


def whole_of(text: str) -> int | None:
    """Read a number of groups, people or 千円; None is no such number."""
    plain = folded(text).rstrip("組人名千円")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None  # noqa: PLR2004  # more than any of them


def tenths_of(text: str) -> int | None:
    """Read a share in percent with at most one decimal, as it is printed: 73.7 is 737."""
    plain = folded(text).rstrip("%")
    before, _, after = plain.partition(".")
    if not (before.isascii() and before.isdigit() and len(before) <= 3):  # noqa: PLR2004  # 100
        return None
    if after and not (after.isascii() and after.isdigit() and len(after.rstrip("0")) <= 1):
        return None
    return int(Fraction(f"{before}.{after or 0}") * 10)
