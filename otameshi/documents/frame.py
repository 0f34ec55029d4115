"""What surrounds a paper's body: number, date, addressee, sender, title, contact, page numbers."""

from dataclasses import replace

from reportlab.lib.units import mm

from otameshi.core.wareki import wareki
from otameshi.documents.flow import BOTTOM, LEFT, RIGHT, SIZE, WIDTH, Flow, Span, Style, set_line
from otameshi.documents.lines import Line
from otameshi.documents.looks import Dress
from otameshi.documents.marks import Rule, Words
from otameshi.documents.parts import Contact, Paper

SEAL_OMITTED = "（公印省略）"
SEAL, SEAL_SIDE = "公印", 24 * mm


def set_names(flow: Flow, paper: Paper, look: Dress) -> float:
    """Set what stands above the title; return how far down the place of the seal reaches."""
    right = replace(look.body, align="r")
    dated = wareki(paper.dated) if paper.dated else ""
    for text in filter(None, (paper.number, dated)):
        flow.text(flow.root.child("P"), text, right)
    if paper.addressee:
        flow.space(look.body.leading)
        for text in paper.addressee:
            flow.text(flow.root.child("P"), text, replace(look.body, align="l"), left=LEFT + SIZE)
    if paper.sender:
        flow.space(look.body.leading)
        _set_sender(flow, paper, look)
    return _set_seal(flow, look) if paper.sealed else flow.y


def _set_sender(flow: Flow, paper: Paper, look: Dress) -> None:
    """Set the sender's lines from one edge, the longest ending two characters from the margin."""
    left_aligned = replace(look.body, align="l")
    widest = max(look.body.natural(text) for text in paper.sender)
    left = max(LEFT, RIGHT - 2 * SIZE - widest)
    for text in paper.sender:
        flow.text(flow.root.child("P"), text, left_aligned, left=left)
    if paper.seal_omitted:
        (line,) = look.body.lines(SEAL_OMITTED, WIDTH)
        span = Span(LEFT, WIDTH - SIZE)
        set_line(flow, line, replace(look.body, align="r"), span, flow.root.child("P"))
        flow.y += look.body.leading


def _set_seal(flow: Flow, look: Dress) -> float:
    """Leave a square for the seal under the sender, at the right margin beside the title.

    Return where it ends: no text is set over it.
    """
    flow.space(look.body.leading / 4)
    left, top, foot = RIGHT - SEAL_SIDE, flow.y, flow.y + SEAL_SIDE
    for sides in (
        (left, top, RIGHT, top),
        (left, foot, RIGHT, foot),
        (left, top, left, foot),
        (RIGHT, top, RIGHT, foot),
    ):
        flow.put(Rule(*sides, 0.3))
    style = look.foot
    x = left + (SEAL_SIDE - style.natural(SEAL)) / 2
    flow.put(Words(x, top + (SEAL_SIDE + style.size) / 2, SEAL, style.face, style.size))
    return foot


def set_title(flow: Flow, paper: Paper, look: Dress, seal_foot: float) -> None:
    flow.space(look.body.leading * 1.2)
    flow.text(flow.root.child("H1"), paper.title, look.title)
    flow.space(look.body.leading * 0.8)
    flow.y = max(flow.y, seal_foot + look.body.leading / 4)


def set_contact(flow: Flow, contact: Contact, style: Style) -> None:
    """Set the contact at the foot of the last page."""
    pairs = (("担当", contact.section), ("電話", contact.phone), ("メール", contact.mail))
    rows = [(label, text) for label, text in pairs if text]
    label_room = style.width("メール") + style.size
    texts = [style.lines(text, WIDTH - label_room) for _, text in rows]
    width = label_room + max(style.width(line.text) for lines in texts for line in lines)
    height = style.leading * sum(len(lines) for lines in texts) + 8
    flow.space(style.leading)
    flow.need(height)
    flow.y = max(flow.y, BOTTOM - height)
    left = RIGHT - width
    flow.put(Rule(left, flow.y, RIGHT, flow.y, 0.4))
    flow.y += 6
    for (label, _), lines in zip(rows, texts, strict=True):
        node = flow.root.child("P")
        spread = replace(style, align="s")
        span = Span(left, label_room - style.size)
        set_line(flow, Line(label, ends_paragraph=True), spread, span, node)
        flow.flow(node, lines, style, indent=0.0, left=left + label_room)


def set_page_numbers(flow: Flow, style: Style) -> None:
    """Put a number on each page, when there is more than one."""
    count = len(flow.pages)
    if count == 1:
        return
    for number, page in enumerate(flow.pages, 1):
        text = f"{number}／{count}"
        x = (LEFT + RIGHT - style.natural(text)) / 2
        page.append(Words(x, BOTTOM + 30, text, style.face, style.size))
