"""Looks into a PDF without running, decoding or repairing anything in it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from otameshi.files.kinds import MOST_OBJECTS, MOST_PAGES, Fault

ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/RichMediaExecute"}
PROGRAMS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent"}
ENCLOSURES = {"/EmbeddedFiles", "/EmbeddedFile", "/EF"}
END = b"%%EOF"
DEEPEST = 50


def fault(content: bytes) -> Fault | None:
    if content[content.rfind(END) :].removeprefix(END).strip(b"\0 \t\r\n"):
        return Fault.MIXED  # something follows the end
    try:
        with pikepdf.open(
            BytesIO(content), attempt_recovery=False, suppress_warnings=True
        ) as opened:
            return _contained(opened)
    except pikepdf.PasswordError:
        return Fault.PASSWORD
    except (pikepdf.PdfError, pikepdf.DataDecodingError):
        return Fault.BROKEN


def _contained(opened: pikepdf.Pdf) -> Fault | None:
    objects = opened.objects
    if len(objects) > MOST_OBJECTS:
        return Fault.COMPLEX
    pages = len(opened.pages)
    if not pages:
        return Fault.BROKEN
    if pages > MOST_PAGES:
        return Fault.PAGES
    return next((found for one in objects for found in _faults(one, DEEPEST)), None)


def _faults(one: Any, depth: int) -> Iterator[Fault]:
    """Walk one indirect object. What it refers to is walked in its own turn."""
    if not depth:
        yield Fault.COMPLEX
    elif isinstance(one, pikepdf.Array):
        for value in one:
            yield from _inner(value, depth)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(one.keys())
        if keys & PROGRAMS or ("/S" in keys and str(one["/S"]) in ACTIVE):
            yield Fault.PROGRAM
        if keys & ENCLOSURES or str(one.get("/Type", "")) == "/EmbeddedFile":
            yield Fault.ENCLOSED
        for key in keys:
            yield from _inner(one[key], depth)


def _inner(value: Any, depth: int) -> Iterator[Fault]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _faults(value, depth - 1)
