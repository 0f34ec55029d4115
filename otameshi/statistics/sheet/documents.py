"""The 事業改善シート on paper: A4 upright, tagged, on one page as long as its texts are short."""

from otameshi.core.wareki import short_fiscal_year
from otameshi.documents import paper
from otameshi.documents.paper import Grid, Heading, Look, Paper, Part, Prose
from otameshi.statistics.sheet import tables
from otameshi.statistics.sheet.lines import Sheet
from otameshi.statistics.sheet.rules import EXPECTED, LEGEND, MISSING, SheetRow, years_of

UNWRITTEN = "（記入なし）"
HEAD_WIDTHS = (13, 20, 16, 24, 13)
# Shares of the columns: 番号, 指標, 単位; a year with its 推移; 目標値, 達成状況.
NAMED, FIRST_YEAR, NEXT_YEAR, AIM = (6.3, 26, 6.3), (8.4,), (8.4, 6.3), (8.4, 10.6)


def must_print(*texts: str) -> None:
    """Refuse a text with a character that the paper could not show."""
    paper.must_print(Paper(title="事業改善シート", look=Look.COPY, body=[Prose(t) for t in texts]))


def sheet_paper(sheet: Sheet) -> bytes:
    """Return the sheet of a 年度 as a PDF."""
    body: list[Part] = []
    head = tables.head_of(sheet)
    if head:
        labels, values = zip(*head, strict=True)
        body.append(Grid(labels, [values], aligns="ccccc", widths=HEAD_WIDTHS))
    body += [
        Heading("成果指標"),
        _indicators(sheet),
        Prose(f"推移の凡例　{LEGEND}", indent=False),
        Heading("取組実績"),
        *([Prose(sheet.sentence, indent=False)] if sheet.sentence else []),
        _outputs(sheet),
        Heading("決算額"),
        _costs(sheet),
        Heading("要因分析"),
        Prose((sheet.text.analysis if sheet.text else "") or UNWRITTEN),
        Heading("今後の方向性"),
        Prose((sheet.text.direction if sheet.text else "") or UNWRITTEN),
    ]
    notes = tables.notes(sheet)
    if notes:
        body += [Heading("計算値と公表値"), Prose("\n".join(notes), indent=False)]
    return paper.sheet(Paper(title=tables.title_of(sheet), look=Look.COPY, body=body))


def _indicators(sheet: Sheet) -> Grid:
    first, *later = map(short_fiscal_year, years_of(sheet.fiscal_year))
    years = [f"{first}\n実績", *(word for one in later for word in (f"{one}\n実績", "推移"))]
    return Grid(
        header=["番号", "指標", "単位", *years, "目標値", "達成状況"],
        rows=[_row(one) for one in sheet.rows],
        aligns="clcr" + "rc" * len(later) + "rc",
        widths=[*NAMED, *FIRST_YEAR, *NEXT_YEAR * len(later), *AIM],
    )


def _row(row: SheetRow) -> list[str]:
    years: list[str] = []
    for cell in row.cells:
        years.append(_in_two_lines(cell.text))
        if cell.trend is not None:
            years.append(cell.trend.label)
    status = _in_two_lines(row.status_text)
    return [row.number, row.name, row.unit, *years, row.target_text, status]


def _in_two_lines(text: str) -> str:
    """Set 見込み under its figure: the column is narrow."""
    return text.replace(EXPECTED, "\n" + EXPECTED.strip("（）"))


def _outputs(sheet: Sheet) -> Grid:
    lines = sheet.outputs
    half = (len(lines) + 1) // 2
    pairs = [(lines[n], lines[n + half] if n + half < len(lines) else None) for n in range(half)]
    return Grid(
        header=["項目", "実績", "項目", "実績"],
        rows=[
            [
                left.output.label, left.text,
                right.output.label if right else "", right.text if right else "",
            ]
            for left, right in pairs
        ],
        aligns="lrlr",
        widths=[18, 13, 18, 13],
    )  # fmt: skip


def _costs(sheet: Sheet) -> Grid:
    years = years_of(sheet.fiscal_year)
    costs = [sheet.costs.get(year) for year in years]
    return Grid(
        header=["", *map(short_fiscal_year, years)],
        rows=[["決算額（千円）", *(f"{one.thousands:,}" if one else MISSING for one in costs)]],
        aligns="l" + "r" * len(years),
        widths=[14, *(10 for _ in years)],
    )
