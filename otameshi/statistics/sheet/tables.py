"""The tables as rows of cells: for CSV, Excel and the terminal alike."""

from otameshi.core.wareki import short_fiscal_year
from otameshi.statistics.sheet.figures import OutputLine, RetentionLine, Sheet
from otameshi.statistics.sheet.rules import MISSING, SheetRow, years_of

Cells = list[str | int | float | None]

RETENTION = [
    "年度",
    "参加（組）",
    "参加（名）",
    "補助（組）",
    "拠点維持（組）",
    "維持しない（組）",
    "未回答（組）",
    "維持率：参加した全組（％）",
    "維持率：回答した組（％）",
    "未回答を全て維持しないとした下限（％）",
    "未回答を全て維持とした上限（％）",
    "公表値（％）",
    "備考",
]


def number(tenths: int | None) -> float | None:
    """Return a figure as a spreadsheet's number; it is exact to the tenth that is printed."""
    return None if tenths is None else tenths / 10


def retention_cells(line: RetentionLine) -> Cells:
    found, rates = line.of.retention, line.rates
    return [
        short_fiscal_year(line.of.fiscal_year),
        found.groups,
        line.of.people,
        line.subsidised,
        found.stayed,
        found.left,
        found.silent,
        *(number(rates[name]) for name in ("all", "answered", "lowest", "highest")),
        number(line.published),
        line.remark,
    ]


def sheet_headers(fiscal_year: int) -> list[str]:
    headers = ["番号", "指標・項目", "単位"]
    for year in years_of(fiscal_year):
        short = short_fiscal_year(year)
        headers.append(f"{short} 実績")
        if year != years_of(fiscal_year)[0]:
            headers.append(f"{short} 推移")
    last = short_fiscal_year(fiscal_year)
    return [*headers, f"{last} 目標値", "達成状況", "計算値", "備考"]


def sheet_cells(sheet: Sheet) -> list[Cells]:
    """Return the indicators, then 取組実績 and 決算額, under the same headers."""
    rows = [_indicator(row) for row in sheet.rows]
    rows += [_output(sheet.fiscal_year, line) for line in sheet.outputs]
    rows.append(_cost(sheet))
    if sheet.sentence:
        rows.append(["実績", sheet.sentence])
    width = len(sheet_headers(sheet.fiscal_year))
    return [row + [None] * (width - len(row)) for row in rows]


def _indicator(row: SheetRow) -> Cells:
    years: Cells = []
    for cell in row.cells:
        years.append(_figure(cell.value, row.decimals))
        if cell.trend is not None:
            years.append(cell.trend.label)
    own = row.cells[-1].computed
    return [
        row.number,
        row.name,
        row.unit,
        *years,
        _figure(row.target, row.decimals),
        row.status.label,
        number(own.tenths) if own else None,
        " ".join(remarks(row)),
    ]


def remarks(row: SheetRow) -> list[str]:
    """Return what is to be said of each year's figure, with the year before it."""
    return [
        f"{short_fiscal_year(one.fiscal_year)}：{one.remark}" for one in row.cells if one.remark
    ]


def _figure(tenths: int | None, decimals: int) -> str | int | float:
    if tenths is None:
        return MISSING
    return tenths / 10 if decimals else tenths // 10


def _output(fiscal_year: int, line: OutputLine) -> Cells:
    last = fiscal_year
    years: Cells = []
    for year in years_of(fiscal_year):
        published = line.published if year == last else None
        years += [MISSING if year == last and published is None else published, None]
    counted = MISSING if line.counted is None else line.counted
    return [
        "実績",
        line.output.label,
        line.output.unit,
        years[0],
        *years[2:],
        None,
        None,
        counted,
        line.remark,
    ]


def _cost(sheet: Sheet) -> Cells:
    years: Cells = []
    for year in years_of(sheet.fiscal_year):
        cost = sheet.costs.get(year)
        years += [cost.thousands if cost else MISSING, None]
    return ["決算額", "決算額（公表値）", "千円", years[0], *years[2:]]
