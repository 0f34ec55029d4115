"""Many files in one PDF: a table of contents, then each file under its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate

import pikepdf
from pikepdf import OutlineItem, Pdf, Rectangle
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from otameshi.documents.flow import LEFT, RIGHT
from otameshi.documents.paper import AT_WORK, Entries, Grid, Look, Paper, Prose, sheet
from otameshi.documents.typefaces import Face, Typeface, typeface

SMALL, LARGE = 8.5, 10.5
HEAD = A4[1] - 40  # the base line of the number, in points from below
ROOM = Rectangle(36, 36, A4[0] - 36, A4[1] - 64)
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to bind.

    `content` is a PDF or a picture that the gate has made anew, or None where there is nothing to
    be drawn: its page then says what file it is.
    """

    number: str
    about: str
    name: str
    sha256: str
    content: bytes | None


def bound(title: str, facts: Sequence[tuple[str, str]], pieces: Sequence[Piece]) -> bytes:
    """Return one PDF with every piece; the same pieces always give the same bytes."""
    opened = [_opened(piece) for piece in pieces]
    lengths = [1 if pdf is None else len(pdf.pages) for pdf in opened]
    # How long the contents are depends on nothing but the rows: the first try only counts.
    with Pdf.open(BytesIO(_contents(title, facts, pieces, [0] * len(pieces)))) as tried:
        first = len(tried.pages) + 1
    starts = list(accumulate(lengths, initial=first))[:-1]
    with Pdf.open(BytesIO(_contents(title, facts, pieces, starts))) as whole:
        if pieces:
            with Pdf.open(BytesIO(_sheets(pieces, lengths, first))) as sheets:
                whole.pages.extend(sheets.pages)
        _lay(whole, opened, starts)
        with whole.open_outline() as outline:
            outline.root.append(OutlineItem(title, 0))
            for piece, start in zip(pieces, starts, strict=True):
                outline.root.append(OutlineItem(f"{piece.number}　{piece.about}", start - 1))
        out = BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _opened(piece: Piece) -> Pdf | None:
    if piece.content is None or not piece.content.startswith(b"%PDF"):
        return None
    return Pdf.open(BytesIO(piece.content))


def _contents(
    title: str, facts: Sequence[tuple[str, str]], pieces: Sequence[Piece], starts: Sequence[int]
) -> bytes:
    rows = [
        [piece.number, piece.about, piece.name, str(start)]
        for piece, start in zip(pieces, starts, strict=True)
    ]
    grid = Grid(
        ("番号", "内容", "ファイル名", "ページ"), rows, aligns="lllr", widths=(12, 44, 32, 12)
    )
    listed = grid if rows else Prose("証拠書類はありません。")
    return sheet(Paper(title=title, body=(Entries(facts), listed), look=Look.COPY))


def _sheets(pieces: Sequence[Piece], lengths: Sequence[int], first: int) -> bytes:
    """Draw a page for each page to come: its number above, the picture or the words in it."""
    out = BytesIO()
    with AT_WORK:
        typeface(Face.SANS)
        canvas = Canvas(
            out,
            pagesize=A4,
            invariant=1,
            initialFontName=Face.SANS.value,  # type: ignore[arg-type]  # the stub says float
        )
        page = first
        for piece, length in zip(pieces, lengths, strict=True):
            for each in range(length):
                _head(canvas, piece, f"{each + 1}／{length}" if length > 1 else "", page)
                if piece.content is None:
                    _named(canvas, piece)
                elif not piece.content.startswith(b"%PDF"):
                    _picture(canvas, piece.content)
                canvas.showPage()
                page += 1
        canvas.save()
    return out.getvalue()


def _head(canvas: Canvas, piece: Piece, part: str, page: int) -> None:
    face = typeface(Face.SANS)
    number = face.prepared(f"{piece.number}　{part}".rstrip("　"))
    canvas.setFont(Face.SANS.value, LARGE)
    canvas.drawString(LEFT, HEAD, number)
    room = RIGHT - LEFT - face.width(number) * LARGE / 1000 - 2 * LARGE
    canvas.setFont(Face.SANS.value, SMALL)
    canvas.drawRightString(RIGHT, HEAD, _cut(face, piece.about, room))
    canvas.setLineWidth(0.4)
    canvas.line(LEFT, HEAD - 6, RIGHT, HEAD - 6)
    canvas.drawCentredString(A4[0] / 2, 22, str(page))


def _cut(face: Typeface, text: str, room: float) -> str:
    """Shorten a text that does not fit its room (points); the contents hold it whole."""
    text = face.prepared(" ".join(text.split()))
    if face.width(text) * SMALL / 1000 <= room:
        return text
    while text and face.width(text + ELLIPSIS) * SMALL / 1000 > room:
        text = text[:-1]
    return text + ELLIPSIS


def _picture(canvas: Canvas, content: bytes) -> None:
    picture = ImageReader(BytesIO(content))
    width, height = picture.getSize()
    scale = min((ROOM.urx - ROOM.llx) / width, (ROOM.ury - ROOM.lly) / height)
    left = (A4[0] - width * scale) / 2
    below = ROOM.ury - height * scale
    canvas.drawImage(picture, left, below, width * scale, height * scale, mask="auto")


def _named(canvas: Canvas, piece: Piece) -> None:
    """Say of what cannot be drawn which file it is, so that it can be found and compared."""
    face = typeface(Face.SANS)
    lines = (
        "このファイルは紙の形にできないため、電子のまま保管しています。",
        f"ファイル名：{piece.name}",
        f"SHA-256：{piece.sha256}",
    )
    canvas.setFont(Face.SANS.value, SMALL)
    for place, line in enumerate(lines):
        canvas.drawString(LEFT, ROOM.ury - 20 - 18 * place, _cut(face, line, RIGHT - LEFT))


def _lay(whole: Pdf, opened: Sequence[Pdf | None], starts: Sequence[int]) -> None:
    """Lay the pages of the PDFs, upright and made smaller, under their numbers."""
    for pdf, start in zip(opened, starts, strict=True):
        for offset, page in enumerate(pdf.pages if pdf else ()):
            target = pikepdf.Page(whole.pages[start - 1 + offset])
            target.add_overlay(page, ROOM)
