"""What stands on a page, each mark with its place in the document's structure."""

from dataclasses import dataclass, field
from typing import Self

from otameshi.documents.typefaces import Face


@dataclass(eq=False, slots=True)
class Node:
    """An element of the structure tree, as PDF names them: P, H1, Table, TR, TH, TD, L, LI."""

    kind: str
    scope: str = ""  # of a TH: Column or Row
    children: list[Self] = field(default_factory=list)

    def child(self, kind: str, scope: str = "") -> Self:
        node = type(self)(kind, scope)
        self.children.append(node)
        return node


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text from (x, baseline), in points from the top left corner of the sheet.

    `spacing` is added after each character. Without a node it is an artifact (a page number).
    """

    x: float
    baseline: float
    text: str
    face: Face
    size: float
    spacing: float = 0.0
    node: Node | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Tint:
    x: float
    y: float
    width: float
    height: float
    grey: float = 0.93


Mark = Words | Rule | Tint
Page = list[Mark]
