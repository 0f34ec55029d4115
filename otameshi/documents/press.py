"""Print pages of marks as a tagged PDF; the same pages always give the same bytes."""

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from otameshi.documents.marks import Mark, Node, Page, Rule, Tint, Words
from otameshi.documents.typefaces import Face, typeface

LANGUAGE = "ja-JP"

Place = tuple[int, int]  # page index, number of the marked content on it


def printed(pages: Sequence[Page], root: Node, title: str, face: Face) -> bytes:
    """Return the PDF. `root` is the Document element; `face` must be one that the pages use."""
    out = BytesIO()
    typeface(face)
    # Streams are compressed once, by pikepdf. Without a font of its own the canvas would bring in
    # Helvetica, which is not embedded.
    canvas = Canvas(
        out,
        pagesize=A4,
        invariant=1,
        pageCompression=0,
        pdfVersion=(1, 7),
        initialFontName=face.value,  # type: ignore[arg-type]  # the stub says float: it is a name
    )
    canvas.setTitle(title)
    places: dict[Node, list[Place]] = {}
    for number, page in enumerate(pages):
        _draw_page(canvas, number, page, places)
    canvas.save()
    return _tagged(out, root, places)


def _draw_page(canvas: Canvas, number: int, page: Page, places: dict[Node, list[Place]]) -> None:
    marked = 0
    for node, marks in groupby(page, key=_node):
        if node is None:
            canvas.addLiteral("/Artifact BMC")
        else:
            canvas.addLiteral(f"/{node.kind} <</MCID {marked}>> BDC")
            places.setdefault(node, []).append((number, marked))
            marked += 1
        for mark in marks:
            _draw(canvas, mark)
        canvas.addLiteral("EMC")
    canvas.showPage()


def _node(mark: Mark) -> Node | None:
    return mark.node if isinstance(mark, Words) else None


def _draw(canvas: Canvas, mark: Mark) -> None:
    top = A4[1]
    match mark:
        case Words():
            typeface(mark.face)
            canvas.setFont(mark.face.value, mark.size)
            canvas.drawString(mark.x, top - mark.baseline, mark.text, charSpace=mark.spacing)
        case Rule():
            canvas.setLineWidth(mark.weight)
            canvas.line(mark.x1, top - mark.y1, mark.x2, top - mark.y2)
        case Tint():
            canvas.setFillGray(mark.grey)
            canvas.rect(mark.x, top - mark.y - mark.height, mark.width, mark.height, 0, 1)
            canvas.setFillGray(0)


def _tagged(plain: BytesIO, root: Node, places: dict[Node, list[Place]]) -> bytes:
    """Add the structure tree, the language and the title bar; drop the made-up dates."""
    with pikepdf.open(plain) as pdf:
        _Structure(pdf, places).write(root)
        pdf.Root.Lang = String(LANGUAGE)
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        for key in ("/CreationDate", "/ModDate", "/Author", "/Subject", "/Keywords", "/Creator"):
            if key in pdf.docinfo:
                del pdf.docinfo[key]
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


class _Structure:
    """Writes the nodes as structure elements and finds them again by page and number."""

    def __init__(self, pdf: pikepdf.Pdf, places: dict[Node, list[Place]]) -> None:
        self.pdf = pdf
        self.places = places
        self.owners: list[dict[int, pikepdf.Object]] = [{} for _ in pdf.pages]

    def write(self, root: Node) -> None:
        tree = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = self._element(root, tree)
        numbers: list[int | pikepdf.Object] = []
        for index, (page, owners) in enumerate(zip(self.pdf.pages, self.owners, strict=True)):
            page.obj.StructParents = index
            page.obj.Tabs = Name.S
            owned = Array([owners[number] for number in sorted(owners)])
            numbers.extend([index, self.pdf.make_indirect(owned)])
        tree.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        tree.ParentTreeNextKey = len(self.owners)
        self.pdf.Root.StructTreeRoot = tree

    def _element(self, node: Node, parent: pikepdf.Object) -> pikepdf.Object:
        element = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{node.kind}"), P=parent)
        )
        if node.scope:
            element.A = Dictionary(O=Name.Table, Scope=Name(f"/{node.scope}"))
        content = [self._content(element, place) for place in self.places.get(node, [])]
        element.K = Array(content + [self._element(child, element) for child in node.children])
        return element

    def _content(self, element: pikepdf.Object, place: Place) -> pikepdf.Object:
        page, number = place
        self.owners[page][number] = element
        return Dictionary(Type=Name.MCR, Pg=self.pdf.pages[page].obj, MCID=number)
