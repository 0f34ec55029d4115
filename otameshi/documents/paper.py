"""A paper of the office as PDF: facts in, bytes out, nothing touched."""

from dataclasses import replace
from threading import Lock

from otameshi.documents.body import set_parts
from otameshi.documents.flow import Flow
from otameshi.documents.frame import set_contact, set_names, set_page_numbers, set_title
from otameshi.documents.looks import Dress, dresses
from otameshi.documents.parts import (
    Amounts,
    Attachment,
    Contact,
    Entries,
    Files,
    Grid,
    Heading,
    Items,
    Look,
    Paper,
    Part,
    Prose,
)
from otameshi.documents.press import printed
from otameshi.documents.typefaces import visible

__all__ = [
    "Amounts",
    "Attachment",
    "Contact",
    "Entries",
    "Files",
    "Grid",
    "Heading",
    "Items",
    "Look",
    "Paper",
    "Part",
    "Prose",
    "must_print",
    "sheet",
]

AT_WORK = Lock()  # reportlab's fonts keep a reading position: one paper at a time


def sheet(paper: Paper) -> bytes:
    """Return the paper as a tagged PDF; the same facts give the same bytes.

    A character that the fonts lack is refused by name, before anything is printed.
    """
    with AT_WORK:
        flow, look = _composed(paper)
        title = visible(paper.title).replace("\n", " ")
        return printed(flow.pages, flow.root, title, look.body.face)


def must_print(paper: Paper) -> None:
    """Refuse what could not be printed, without printing it."""
    with AT_WORK:
        _composed(paper)


def _composed(paper: Paper) -> tuple[Flow, Dress]:
    """Return the pages, set closer when that spares the second page."""
    wide, *closer = dresses(paper.look)
    flow = _set(paper, wide)
    for look in closer if len(flow.pages) == 2 else ():  # noqa: PLR2004 - one too many
        attempt = _set(paper, look)
        if len(attempt.pages) == 1:
            return attempt, look
    return flow, wide


def _set(paper: Paper, look: Dress) -> Flow:
    flow = Flow()
    foot = set_names(flow, paper, look)
    set_title(flow, paper, look, foot)
    set_parts(flow, paper.body, look)
    if paper.record:
        _set_record(flow, paper, look)
    if paper.contact:
        set_contact(flow, paper.contact, look.foot)
    set_page_numbers(flow, look.foot)
    return flow


def _set_record(flow: Flow, paper: Paper, look: Dress) -> None:
    flow.space(look.body.leading)
    flow.need(4 * look.body.leading)
    flow.text(flow.root.child("P"), "記", replace(look.body, align="c"))
    flow.space(look.body.leading / 2)
    set_parts(flow, paper.record, look)
    flow.space(look.body.leading / 2)
    flow.text(flow.root.child("P"), "以上", replace(look.body, align="r"))
