"""The lines of the sheet and of the table of years: what is counted beside what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from otameshi.followup.locking.models import RetentionLock
from otameshi.followup.retention.meaning import Denominator, Rounding
from otameshi.followup.retention.rounding import rounded
from otameshi.followup.retention.rules import Figure, YearFigure
from otameshi.statistics.sheet.models import (
    PublishedSheet,
    SettledCost,
    SheetText,
)
from otameshi.statistics.sheet.rules import (
    EXPECTED,
    MISSING,
    Computed,
    Output,
    SheetRow,
    remark,
)


@dataclass(frozen=True, slots=True)
class RetentionLine:
    """A 年度 of the retention table: counted in 組, beside what was published."""

    of: YearFigure
    published: int | None  # tenths of a percent
    note: str
    running: bool
    lock: RetentionLock | None = None

    @property
    def rates(self) -> dict[str, int | None]:
        """Return the rates in tenths of a percent; before anybody was asked there are none."""
        found = self.of.figure
        answered = replace(found.counting, denominator=Denominator.ANSWERED)
        every = {
            "answered": Figure(found.said, answered).rate,
            "lowest": found.lowest,
            "highest": found.highest,
        }
        if not self.of.asked:
            return dict.fromkeys(("all", *every))
        shown = {name: None if rate is None else rounded(rate) for name, rate in every.items()}
        return {"all": found.tenths, **shown}

    @property
    def interval(self) -> tuple[int | None, int | None]:
        """Return the 95 percent interval in tenths of a percent, once somebody was asked."""
        found = self.of.figure.interval if self.of.asked else None
        return found.tenths if found else (None, None)

    @property
    def subsidised(self) -> int:
        """Return how many groups (組) were promised a grant."""
        return self.of.counts.subsidised_groups.groups

    @property
    def computed(self) -> Computed | None:
        return computed(self.of)

    @property
    def remark(self) -> str:
        if not self.of.asked:
            return "指標に使う調査回がまだありません。"
        said = remark(computed(self.of, self.lock), self.published) + self.note
        return f"回答を受付中です。{said}" if self.running else said


@dataclass(frozen=True, slots=True)
class OutputLine:
    """One number of 取組実績: what this system counts, and what was published."""

    output: Output
    counted: int | None
    published: int | None
    source: str
    note: str = ""

    @property
    def differs(self) -> bool:
        both = self.counted is not None and self.published is not None
        return both and self.counted != self.published

    @property
    def expected(self) -> bool:
        """Return whether what is counted stands in for what is not published yet."""
        return self.published is None and self.counted is not None

    @property
    def figure(self) -> int | None:
        return self.counted if self.published is None else self.published

    @property
    def text(self) -> str:
        if self.figure is None:
            return MISSING
        return f"{self.figure:,}{self.output.unit}{EXPECTED if self.expected else ''}"

    @property
    def remark(self) -> str:
        if not self.differs:
            return self.note
        return (
            f"計算値 {self.counted}{self.output.unit}、公表値 {self.published}{self.output.unit}。"
            f"公表値は計算値と異なります。{self.note}"
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The 事業改善シート of a 年度."""

    fiscal_year: int
    head: PublishedSheet | None  # of this year, or of the last one before it that has one
    rows: list[SheetRow]
    outputs: list[OutputLine]
    sentence: str
    costs: Mapping[int, SettledCost]  # 決算額, by 年度
    text: SheetText | None
    wave_ids: Mapping[int, int | None]
    indicator_ids: Mapping[str, int]
    known_years: Sequence[int]

    def output(self, wanted: Output) -> OutputLine:
        return next(one for one in self.outputs if one.output is wanted)

    @property
    def expected(self) -> bool:
        """Return whether a figure of the year is 見込み: the sheet is not yet a published one."""
        return any([row.expected for row in self.rows] + [line.expected for line in self.outputs])


def computed(one: YearFigure, lock: RetentionLock | None = None) -> Computed | None:
    """Return the year's own figure once its decisive wave asks; where it is fixed, as fixed."""
    if lock is not None:
        way = Rounding(lock.facts["counting"]["rounding"])
        return Computed(lock.part, lock.whole, way, fixed=True)
    found = one.figure
    if not one.asked or not found.whole:
        return None
    return Computed(found.part, found.whole, found.counting.rounding)


def keeping(one: YearFigure, lock: RetentionLock | None) -> int | None:
    """Return how many 組 keep a base: where the year is fixed, as many as when it was."""
    if lock is not None:
        stayed: int = lock.facts["counts"]["groups"]["stayed"]
        return stayed
    return one.retention.stayed if one.asked else None
