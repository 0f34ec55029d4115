"""Set the parts of a paper's body, each by its kind."""

from collections.abc import Sequence
from dataclasses import replace

from otameshi.core.wareki import FULL_WIDTH
from otameshi.core.yen import Yen
from otameshi.documents.flow import LEFT, SIZE, Flow, Span, set_line
from otameshi.documents.lines import Line
from otameshi.documents.looks import Dress
from otameshi.documents.marks import Node
from otameshi.documents.parts import (
    Amounts,
    Entries,
    Files,
    Grid,
    Heading,
    Items,
    Part,
    Prose,
)
from otameshi.documents.tables import aligns_of, open_table
from otameshi.documents.typefaces import visible

GAP = 9.0
TABLES = (Grid, Amounts, Entries, Files)
NUMBER = 2 * SIZE  # the room of an item's number
WIDEST_LABEL = 12 * SIZE
HASH_LINE = 32  # half of a SHA-256


def set_parts(flow: Flow, parts: Sequence[Part], look: Dress) -> None:
    before: Part | None = None
    for part in parts:
        ruled = isinstance(part, TABLES) or isinstance(before, TABLES)
        if before is not None and ruled and not isinstance(before, Heading):
            flow.space(GAP)
        _set_part(flow, part, look)
        before = part


def _set_part(flow: Flow, part: Part, look: Dress) -> None:
    match part:
        case Prose():
            _set_prose(flow, part, look)
        case Heading():
            _set_heading(flow, part, look)
        case Items():
            _set_items(flow, part, look)
        case Grid():
            _set_grid(flow, part, look)
        case Amounts():
            _set_grid(flow, _amounts_as_grid(part), look)
        case Entries():
            _set_entries(flow, part, look)
        case Files():
            _set_grid(flow, _files_as_grid(part), look)


def _set_prose(flow: Flow, part: Prose, look: Dress) -> None:
    for paragraph in visible(part.text).split("\n"):
        if not paragraph:
            flow.space(look.body.leading)
            continue
        spaced = part.indent and not paragraph.startswith("\u3000")
        node = flow.root.child("P")
        flow.text(node, paragraph, look.body, indent=SIZE if spaced else 0.0)


def _set_heading(flow: Flow, part: Heading, look: Dress) -> None:
    flow.space(GAP)
    flow.need(look.heading.leading + 3 * look.body.leading)
    flow.text(flow.root.child("H2"), part.text, look.heading)
    flow.space(2)


def _set_items(flow: Flow, part: Items, look: Dress) -> None:
    list_node = flow.root.child("L")
    labels = [item[0] for item in part.items if not isinstance(item, str)]
    widths = [width for label in labels if (width := look.body.natural(label)) <= WIDEST_LABEL]
    column = max(widths, default=0.0)
    for number, item in enumerate(part.items, part.first):
        node = list_node.child("LI")
        flow.need(2 * look.body.leading)
        _set_number(flow, number, look, node.child("Lbl"))
        body = node.child("LBody")
        if isinstance(item, str):
            flow.text(body, item, look.body, left=LEFT + NUMBER)
        else:
            _set_pair(flow, item, look, column, body)


def _set_number(flow: Flow, number: int, look: Dress, node: Node) -> None:
    text = str(number)
    shown = text.translate(FULL_WIDTH) if len(text) == 1 else text
    line = Line(shown, ends_paragraph=True)
    set_line(flow, line, replace(look.body, align="l"), Span(LEFT, NUMBER), node)


def _set_pair(flow: Flow, pair: tuple[str, str], look: Dress, column: float, node: Node) -> None:
    """Set a label, spread to the width of the longest (均等割付), and its text beside it."""
    label, text = pair
    left = LEFT + NUMBER
    natural = look.body.natural(label)
    if natural > column:
        flow.text(node.child("P"), label, look.body, left=left)
    else:
        spread = replace(look.body, align="s")
        (line,) = spread.lines(label, column)
        set_line(flow, line, spread, Span(left, column), node.child("P"))
    flow.text(node.child("P"), text, look.body, left=left + column + 1.5 * SIZE)


def _set_grid(flow: Flow, part: Grid, look: Dress) -> None:
    columns = len(part.header)
    aligns = aligns_of(part.aligns, columns)
    table = open_table(flow, look.cell, part.widths or [1.0] * columns)
    table.header(part.header)
    for row in part.rows:
        table.row(row, aligns)
    if part.total:
        table.row(part.total, aligns, heavy=True)
    table.close()


def _set_entries(flow: Flow, part: Entries, look: Dress) -> None:
    table = open_table(flow, look.cell, [11, 31])
    for row in part.rows:
        table.row(row, ["l", "l"], named=True)
    table.close()


def _amounts_as_grid(part: Amounts) -> Grid:
    amounts = len(part.header) - 1
    return Grid(
        header=part.header,
        rows=[_amount_row(row) for row in part.rows],
        aligns="l" + "r" * amounts,
        widths=[1.5] + [1.0] * amounts,
        total=_amount_row(part.total) if part.total else (),
    )


def _amount_row(row: tuple[str, *tuple[Yen | None, ...]]) -> list[str]:
    label, *amounts = row
    return [label, *("－" if amount is None else f"{amount:,}円" for amount in amounts)]


def _files_as_grid(part: Files) -> Grid:
    return Grid(
        header=("ファイル名", "大きさ", "SHA-256"),
        rows=[
            (each.name, f"{each.size:,}バイト", _halved(each.sha256)) for each in part.attachments
        ],
        aligns="lrl",
        widths=(15, 9, 18),
    )


def _halved(digest: str) -> str:
    return f"{digest[:HASH_LINE]}\n{digest[HASH_LINE:]}"
