"""How the 事業改善シート reads its figures. Values are tenths of their unit: 737 is 73.7."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused
from otameshi.followup.retention.meaning import Rounding
from otameshi.followup.retention.rounding import possible_reason, rounded
from otameshi.followup.rules import percent

MISSING = "—"
EXPECTED = "（見込み）"  # what is counted here, until something is published
COLUMNS = 3  # years that the sheet lays side by side


class Trend(Labelled):
    """推移; for every indicator of the sheet more is better."""

    BETTER = "better", "↗"
    WORSE = "worse", "↘"
    SAME = "same", "→"
    NONE = "none", MISSING

    @property
    def meaning(self) -> str:
        return TREND_MEANS[self.label]


# 推移の凡例, as printed under the sheet.
TREND_MEANS = {"↗": "改善", "↘": "悪化", "→": "変化なし", MISSING: "数値なし"}
LEGEND = "　".join(f"{mark}：{meaning}" for mark, meaning in TREND_MEANS.items())


class Status(Labelled):
    """達成状況."""

    MET = "met", "達成"
    MISSED = "missed", "未達成"
    NONE = "none", MISSING


class Output(Labelled):
    """A number of 取組実績, and of how many applied, which the sheet does not print."""

    GROUPS = "groups", "参加した組"
    PEOPLE = "people", "参加した人"
    KEEPING = "groups_keeping_base", "引き続き拠点を維持する組"
    SUBSIDISED = "subsidised_groups", "補助件数"
    SESSIONS = "information_sessions", "募集説明会"
    MEETINGS = "participant_meetings", "参加者交流会"
    LARGE = "large_meetings", "大規模交流会"
    LARGE_PEOPLE = "large_meeting_attendance", "大規模交流会の参加者"
    APPLIED = "applied_groups", "応募した組"
    APPLIED_PEOPLE = "applied_people", "応募した人"

    @property
    def unit(self) -> str:
        if self in {Output.PEOPLE, Output.LARGE_PEOPLE, Output.APPLIED_PEOPLE}:
            return "名"
        return "回" if self in {Output.SESSIONS, Output.MEETINGS, Output.LARGE} else "組"


def trend(previous: int | None, current: int | None) -> Trend:
    """Compare two years' values, as 推移の凡例 says; without both there is nothing to compare."""
    if previous is None or current is None:
        return Trend.NONE
    if previous == current:
        return Trend.SAME
    return Trend.BETTER if current > previous else Trend.WORSE


def status(value: int | None, target: int | None) -> Status:
    """Say whether a value reaches its target; to reach it exactly is enough."""
    if value is None or target is None:
        return Status.NONE
    return Status.MET if value >= target else Status.MISSED


def check_reason(was: object, now: object, *, reason: str, before: str) -> None:
    """Refuse to put another figure in the place of one that was entered, unless it says why.

    `before` is what was noted beside the old figure: to leave it standing gives no reason.
    """
    if was != now and reason.strip() in {"", before}:
        raise Refused("すでに入力されている値を変えます。変更の理由を備考に記入してください。")


def shown(value: int | None, decimals: int) -> str:
    """Return a value as the sheet prints it: 737 as 73.7, or 120 without decimals as 12."""
    if value is None:
        return MISSING
    return percent(value) if decimals else str(value // 10)


@dataclass(frozen=True, slots=True)
class Computed:
    """What this system counts itself, in 組: how many of how many."""

    part: int
    whole: int
    rounding: Rounding = Rounding.HALF_UP
    fixed: bool = False  # by two people: it stays whatever is answered later

    @property
    def name(self) -> str:
        return "確定値" if self.fixed else "計算値"

    @property
    def share(self) -> Fraction:
        return Fraction(self.part, self.whole)

    @property
    def tenths(self) -> int:
        return rounded(self.share, self.rounding)

    @property
    def words(self) -> str:
        return f"{self.part}/{self.whole} = {percent(self.tenths)}"


def remark(computed: Computed | None, published: int | None) -> str:
    """Lay the computed figure beside the published one, and say whether they agree."""
    if computed is None:
        return ""
    if published is None:
        return f"{computed.name} {computed.words}。公表値はまだないため、見込みとして載せています。"
    both = f"{computed.name} {computed.words}、公表値 {percent(published)}。"
    if computed.tenths == published:
        return f"{both}一致しています。"
    why = possible_reason(computed.share, published, computed.rounding)
    return f"{both}公表値は{computed.name}と異なります。{why}"


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """One indicator with what was published, and for some years what this system counts."""

    number: str
    name: str
    unit: str
    decimals: int
    values: Mapping[int, int | None]
    targets: Mapping[int, int | None]
    computed: Mapping[int, Computed] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One year of one indicator."""

    fiscal_year: int
    value: int | None  # as published
    counted: int | None  # what stands in its place as 見込み while nothing is published
    text: str
    trend: Trend | None  # the first year of the sheet is compared with none
    computed: Computed | None
    remark: str

    @property
    def expected(self) -> bool:
        return self.value is None and self.counted is not None

    @property
    def figure(self) -> int | None:
        return self.counted if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class SheetRow:
    number: str
    name: str
    unit: str
    decimals: int
    cells: tuple[Cell, ...]
    target: int | None
    target_text: str
    status: Status

    @property
    def expected(self) -> bool:
        """Return whether the year's own figure is 見込み."""
        return self.cells[-1].expected

    @property
    def status_text(self) -> str:
        mark = EXPECTED if self.expected and self.status is not Status.NONE else ""
        return self.status.label + mark


def years_of(year: int) -> tuple[int, ...]:
    """Return the years that the sheet of a year shows: itself and the two before."""
    return tuple(range(year - COLUMNS + 1, year + 1))


def sheet_rows(year: int, indicators: Sequence[IndicatorFact]) -> list[SheetRow]:
    """Lay out the sheet of a year. What was published is shown as published, never recomputed."""
    return [_row(year, one) for one in indicators]


def _row(year: int, one: IndicatorFact) -> SheetRow:
    target = one.targets.get(year)
    return SheetRow(
        number=one.number,
        name=one.name,
        unit=one.unit,
        decimals=one.decimals,
        cells=tuple(_cell(each, one, first=years_of(year)[0]) for each in years_of(year)),
        target=target,
        target_text=shown(target, one.decimals),
        status=status(_figure(year, one), target),
    )


def _figure(year: int, one: IndicatorFact) -> int | None:
    """Return what was published, or else what is counted here."""
    value, computed = one.values.get(year), one.computed.get(year)
    return computed.tenths if value is None and computed else value


def _cell(year: int, one: IndicatorFact, first: int) -> Cell:
    value, computed = one.values.get(year), one.computed.get(year)
    figure = _figure(year, one)
    expected = value is None and figure is not None
    return Cell(
        fiscal_year=year,
        value=value,
        counted=figure if expected else None,
        text=shown(figure, one.decimals) + (EXPECTED if expected else ""),
        trend=None if year == first else trend(_figure(year - 1, one), figure),
        computed=computed,
        remark=remark(computed, value) + one.notes.get(year, ""),
    )


def sentence(groups: int, people: int, staying: int) -> str:
    """Return the sentence of 取組実績 by which the sheet sums a year up."""
    return f"{groups}組{people}名が参加し、うち{staying}組が引き続き拠点を維持"
