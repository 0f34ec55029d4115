"""The tables as rows of cells: for CSV, Excel and the terminal alike."""

from otameshi.core.wareki import fiscal_year_label, short_fiscal_year
from otameshi.statistics.sheet.lines import OutputLine, RetentionLine, Sheet
from otameshi.statistics.sheet.rules import EXPECTED, LEGEND, MISSING, SheetRow, years_of

EXPECTED_NOTE = "計算値を見込みとして載せています。"
Cells = list[str | int | float | None]

RETENTION = [
    "年度",
    "参加（組）",
    "参加（名）",
    "補助（組）",
    "拠点維持（組）",
    "維持しない（組）",
    "未回答（組）",
    "回答辞退（組）",
    "まだ決めていない（組）",
    "維持率：その年度の数え方（％）",
    "維持率：回答した組（％）",
    "未回答等を全て維持しないとした下限（％）",
    "未回答等を全て維持とした上限（％）",
    "95％信頼区間の下限（％）",
    "95％信頼区間の上限（％）",
    "確定値（％）",
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
        found.refused,
        found.undecided,
        *(number(rates[name]) for name in ("all", "answered", "lowest", "highest")),
        *(number(one) for one in line.interval),
        number(line.lock.tenths) if line.lock else None,
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
    return [*headers, f"{last} 目標値", "達成状況", "計算値・確定値", "備考"]


def sheet_cells(sheet: Sheet) -> list[Cells]:
    """Return the figures, then what is said in words and the head, under the same headers."""
    return [*figure_cells(sheet), *_full(sheet, word_cells(sheet))]


def figure_cells(sheet: Sheet) -> list[Cells]:
    rows = [_indicator(row) for row in sheet.rows]
    rows += [_output(sheet.fiscal_year, line) for line in sheet.outputs]
    return _full(sheet, [*rows, _cost(sheet)])


def _full(sheet: Sheet, rows: list[Cells]) -> list[Cells]:
    width = len(sheet_headers(sheet.fiscal_year))
    return [row + [None] * (width - len(row)) for row in rows]


def word_cells(sheet: Sheet) -> list[Cells]:
    named = {
        "取組実績": sheet.sentence,
        "要因分析": sheet.text.analysis if sheet.text else "",
        "今後の方向性": sheet.text.direction if sheet.text else "",
        **dict(head_of(sheet)),
        "推移の凡例": LEGEND,
    }
    return [[name, words] for name, words in named.items() if words]


def title_of(sheet: Sheet) -> str:
    """Return the title as it is printed; what is not published yet says so."""
    mark = EXPECTED if sheet.expected else ""
    return f"事業改善シート（{fiscal_year_label(sheet.fiscal_year)}実施事業分）{mark}"


def head_of(sheet: Sheet) -> list[tuple[str, str]]:
    """Return the head of the sheet, each with its label."""
    head = sheet.head
    if head is None:
        return []
    return [
        ("事業番号", head.programme_number),
        ("事業名", head.programme),
        ("部局", head.department),
        ("課", head.section),
        ("実施期間", head.period),
    ]


def _indicator(row: SheetRow) -> Cells:
    years: Cells = []
    for cell in row.cells:
        years.append(number_of(cell.figure, row.decimals))
        if cell.trend is not None:
            years.append(cell.trend.label)
    own = row.cells[-1].computed
    return [
        row.number,
        row.name,
        row.unit,
        *years,
        number_of(row.target, row.decimals),
        row.status_text,
        number(own.tenths) if own else None,
        " ".join(remarks(row)),
    ]


def notes(sheet: Sheet) -> list[str]:
    """Return what the paper says under its figures: where it differs from what is counted."""
    found = [f"{row.number} {one}" for row in sheet.rows for one in remarks(row)]
    return found + [
        f"{line.output.label}：{line.remark}" for line in sheet.outputs if line.differs or line.note
    ]


def remarks(row: SheetRow) -> list[str]:
    """Return what is to be said of each year's figure, with the year before it."""
    return [
        f"{short_fiscal_year(one.fiscal_year)}：{one.remark}" for one in row.cells if one.remark
    ]


def number_of(tenths: int | None, decimals: int) -> str | int | float:
    if tenths is None:
        return MISSING
    return tenths / 10 if decimals else tenths // 10


def _output(fiscal_year: int, line: OutputLine) -> Cells:
    """Lay a number into the column of its year; of the years before, none is printed."""
    before: Cells = [None] * (2 * len(years_of(fiscal_year)) - 3)
    return [
        "実績",
        line.output.label,
        line.output.unit,
        *before,
        MISSING if line.figure is None else line.figure,
        None,
        None,
        None,
        MISSING if line.counted is None else line.counted,
        f"公表値はまだないため、{EXPECTED_NOTE}" if line.expected else line.remark,
    ]


def _cost(sheet: Sheet) -> Cells:
    years: Cells = []
    for year in years_of(sheet.fiscal_year):
        cost = sheet.costs.get(year)
        years += [cost.thousands if cost else MISSING, None]
    return ["決算額", "決算額（公表値）", "千円", years[0], *years[2:]]
