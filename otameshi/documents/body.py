"""Set the parts of a paper's body, each by its kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from otameshi.core.wareki import FULL_WIDTH
from otameshi.core.yen import Yen
from otameshi.documents.flow import LEFT, RIGHT, SIZE, Flow, Span, Style, set_line, together
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
    node = flow.root.child("L")
    labels = [item[0] for item in part.items if not isinstance(item, str)]
    widths = [look.body.natural(label) for label in labels]
    column = max((width for width in widths if width <= WIDEST_LABEL), default=0.0)
    for number, item in enumerate(part.items, part.first):
        label, text = ("", item) if isinstance(item, str) else item
        _set_item(flow, str(number), label, text, ItemFrame(look.body, node.child("LI"), column))


@dataclass(frozen=True, slots=True)
class ItemFrame:
    """Where one item is set: its style, its node, the width of the labels (均等割付)."""

    style: Style
    node: Node
    column: float

    @property
    def beside(self) -> float:
        return LEFT + NUMBER + self.column + 1.5 * SIZE


def _set_item(flow: Flow, number: str, label: str, text: str, frame: ItemFrame) -> None:
    style, left = frame.style, frame.beside if label else LEFT + NUMBER
    lines = style.lines(text, RIGHT - left)
    above = label != "" and style.natural(label) > frame.column
    flow.need(style.leading * (together(lines, 0) + above))
    shown = number.translate(FULL_WIDTH) if len(number) == 1 else number
    _set_alone(flow, shown, replace(style, align="l"), Span(LEFT, NUMBER), frame.node.child("Lbl"))
    body = frame.node.child("LBody")
    if above:
        flow.text(body.child("P"), label, style, left=LEFT + NUMBER)
    elif label:
        spread = replace(style, align="s")
        _set_alone(flow, label, spread, Span(LEFT + NUMBER, frame.column), body.child("P"))
    flow.flow(body.child("P"), lines, style, indent=0.0, left=left)


def _set_alone(flow: Flow, text: str, style: Style, span: Span, node: Node) -> None:
    """Set a text that fits its span, without going down."""
    (line,) = style.lines(text, RIGHT)
    set_line(flow, line, style, span, node)


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
