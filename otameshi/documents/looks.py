"""The two looks of a paper: the serif notice and the sans copy."""

from dataclasses import dataclass

from otameshi.documents.flow import Style
from otameshi.documents.parts import Look
from otameshi.documents.typefaces import Face


@dataclass(frozen=True, slots=True)
class Dress:
    """The styles of one look."""

    title: Style
    heading: Style
    body: Style
    cell: Style
    foot: Style


# How far apart the lines of the text and of the tables stand, in points, from the roomiest: a
# paper that would run over by a little is set closer.
LEADINGS = {
    Look.NOTICE: ((20.0, 15.5), (18.5, 14.5), (17.0, 13.5)),
    Look.COPY: ((18.0, 15.5), (16.5, 14.5), (15.5, 13.5)),
}


def dresses(look: Look) -> list[Dress]:
    """Return the styles of `look`, the roomiest first."""
    return [_dress(look, *leadings) for leadings in LEADINGS[look]]


def _dress(look: Look, text: float, cells: float) -> Dress:
    plain, strong = (Face.SERIF, Face.SERIF) if look is Look.NOTICE else (Face.SANS, Face.BOLD)
    return Dress(
        title=Style(strong, size=15.0, leading=26.0, align="c"),
        heading=Style(strong, size=11.5, leading=text + 1),
        body=Style(plain, leading=text, align="j"),
        cell=Style(plain, size=9.5, leading=cells),
        foot=Style(plain, size=9.0, leading=14.0),
    )
