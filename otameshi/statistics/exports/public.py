"""Tables as everybody may see them: what would tell of 1 or 2 組 is hidden. Pure.

A way to divide a year is shown only where its sums can be shown just as the whole's are: laid
beside the whole and the other ways, it then tells nothing that it would not tell alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from otameshi.followup.courses.cells import PublicLine, PublicTable, public_line, public_table
from otameshi.statistics.exports.columns import Column

Row = Mapping[str, Any]
Line = dict[str, Any]
ALL = "全体"
# What a reader could reckon small figures from, and what nobody outside needs.
NOT_PUBLIC = frozenset({"people", "selected", "invited"})
# A share is told where the figures that it follows from are.
NEEDED = {
    "rate": ("groups", "stayed"),
    "lowest": ("groups", "stayed"),
    "rate_answered": ("stayed", "went"),
    "highest": ("groups", "stayed", "unknown"),
}
UNKNOWN = ("silent", "refused", "undecided")
SAID = ("stayed", "went", *UNKNOWN)


def public_columns(columns: Iterable[Column]) -> list[Column]:
    return [one for one in columns if not one.personal and one.key not in NOT_PUBLIC]


def retention(rows: Iterable[Row]) -> list[Line]:
    """Hide what tells of few in each wave, and every share that tells of what is hidden."""
    return [_wave(row) for row in rows]


def _wave(row: Row) -> Line:
    line = public_line([row[name] for name in SAID])
    shown: Line = {**row, **dict.fromkeys(NOT_PUBLIC & row.keys()), "groups": line.total}
    shown |= dict(zip(SAID, line.figures, strict=True))
    told = all(shown[name] is not None for name in UNKNOWN)
    follows = all(shown[name] is not None for name in ("groups", "stayed", "went"))
    known = {**shown, "unknown": sum(row[name] for name in UNKNOWN) if told or follows else None}
    hidden = [share for share, needs in NEEDED.items() if None in {known[one] for one in needs}]
    return {**shown, **dict.fromkeys(hidden)}


def applications(rows: Iterable[Row]) -> list[Line]:
    """Hide what tells of few who took part, or did not, of those who applied."""

    def parts(row: Row) -> list[int]:
        return [row["took_part"], row["applications"] - row["took_part"]]

    def told(row: Row, figures: Sequence[int | None], total: int | None) -> Line:
        hidden = dict.fromkeys(NOT_PUBLIC & row.keys())
        return {**row, **hidden, "applications": total, "took_part": figures[0]}

    return _divided(rows, parts, told)


def divided(rows: Iterable[Row]) -> list[Line]:
    """Hide what tells of few in the answers of the decisive wave, in each way to divide."""
    names = ("stayed", "went", "unknown")

    def parts(row: Row) -> list[int]:
        return [row[name] for name in names]

    def told(row: Row, figures: Sequence[int | None], total: int | None) -> Line:
        return {**row, **dict(zip(names, figures, strict=True)), "groups": total}

    return _divided(rows, parts, told)


def _divided(
    rows: Iterable[Row],
    parts: Callable[[Row], list[int]],
    told: Callable[[Row, Sequence[int | None], int | None], Line],
) -> list[Line]:
    shown: list[Line] = []
    ordered = sorted(rows, key=lambda row: (row["fiscal_year"], row["dimension"] != ALL))
    for _, of_year in groupby(ordered, key=lambda row: row["fiscal_year"]):
        whole, *others = of_year
        line = public_line(parts(whole))
        shown.append(told(whole, line.figures, line.total))
        for _, way in groupby(others, key=lambda row: row["dimension"]):
            each = list(way)
            table = public_table([parts(row) for row in each])
            nothing = (None,) * len(line.figures)
            fits = _fits(line, table)
            for row, figures, total in zip(each, table.rows, table.row_sums, strict=True):
                shown.append(told(row, figures, total) if fits else told(row, nothing, None))
    return shown


def _fits(line: PublicLine, table: PublicTable) -> bool:
    """Return whether the sums of a table are shown just where the whole's figures are."""
    return (*line.figures, line.total) == (*table.column_sums, table.total)
