"""Looks into a Word, Excel or PowerPoint file: a zip of XML parts. Nothing is unpacked to disk."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineWorkbook

from otameshi.files.kinds import MEGABYTE, MOST_ENTRIES, MOST_RATIO, MOST_UNPACKED, Fault, Kind

TYPES = "[Content_Types].xml"
MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Kind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Kind.XLSX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": Kind.PPTX,
}
ENCRYPTED = 0x1


class _PlainXml(TreeBuilder):
    """Office writes no DOCTYPE; one is there to define entities (XXE, billion laughs)."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # as in xml.etree
        raise ParseError(name)


def _parsed(content: bytes) -> Element:
    parser = XMLParser(target=_PlainXml())  # noqa: S314  # no DOCTYPE gets through
    parser.feed(content)
    return parser.close()


def look(content: bytes) -> Kind | Fault:
    try:
        with ZipFile(BytesIO(content)) as opened:
            return _size_fault(opened.infolist()) or _kind(opened)
    except (BadZipFile, ParseError, KeyError, EOFError, NotImplementedError, UnicodeError):
        return Fault.BROKEN


def _size_fault(entries: list[ZipInfo]) -> Fault | None:
    """Judge by the declared sizes, which is as far as anything is ever read."""
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED:
        return Fault.UNPACKED
    for one in entries:
        if one.file_size > MEGABYTE and one.file_size > MOST_RATIO * max(1, one.compress_size):
            return Fault.UNPACKED
        if one.flag_bits & ENCRYPTED:
            return Fault.PASSWORD
    return None


def _kind(opened: ZipFile) -> Kind | Fault:
    names = [one.filename for one in opened.infolist()]
    if len(set(names)) < len(names) or any(".." in name.split("/") for name in names):
        return Fault.BROKEN
    if TYPES not in names:
        return Fault.UNKNOWN
    types = [part.get("ContentType", "") for part in _parsed(_small(opened, TYPES))]
    found = {MAIN[one] for one in types if one in MAIN}
    if any("macroenabled" in one.lower() for one in types) or _macros(names):
        return Fault.MACRO
    if len(found) != 1:
        return Fault.UNKNOWN
    return next(_part_faults(opened, names), found.pop())


def _macros(names: list[str]) -> bool:
    lower = [name.lower() for name in names]
    return any(name.endswith("vbaproject.bin") or "/activex/" in name for name in lower)


def _part_faults(opened: ZipFile, names: list[str]) -> Iterator[Fault]:
    if any("/embeddings/" in name.lower() and name.lower().endswith(".bin") for name in names):
        yield Fault.ENCLOSED
    for name in names:
        if name.endswith(".rels"):
            for one in _parsed(_small(opened, name)):
                link = one.get("Type", "").endswith("/hyperlink")
                if one.get("TargetMode") == "External" and not link:
                    yield Fault.LINKED


def _small(opened: ZipFile, name: str) -> bytes:
    if opened.getinfo(name).file_size > MEGABYTE:
        raise BadZipFile(name)
    return opened.read(name)


MOST_SHEET_ROWS = 2_000


def first_sheet(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a workbook's first sheet as people read them: values, no formulas."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    for number, row in enumerate(sheet.iter_rows()):
        if number > MOST_SHEET_ROWS:
            return
        yield [_written(cell) for cell in row]


def _written(cell: object) -> str:
    if isinstance(cell, datetime):
        midnight = cell.hour == cell.minute == 0
        return cell.date().isoformat() if midnight else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
