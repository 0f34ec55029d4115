"""CP932 (Shift_JIS of Windows), which older programs read; and what it cannot write."""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otameshi.core.names import is_selector

NAME, GETA = "cp932", "〓"
# The same mark under another number in Unicode: written without loss of meaning.
TWINS = str.maketrans({"〜": "～", "−": "－", "‖": "∥", "—": "―", "¢": "￠", "£": "￡", "¬": "￢"})
ERRORS = "otameshi.geta"


def _geta(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    stretch = error.object[error.start : error.end].translate(TWINS)
    return "".join(_nearest(character) for character in stretch), error.end


def _nearest(character: str) -> str:
    if is_selector(character):  # it only picks the shape of the character before it
        return ""
    return character if _writable(character) else GETA


def _writable(text: str) -> bool:
    try:
        text.translate(TWINS).encode(NAME)
    except UnicodeEncodeError:
        return False
    return True


codecs.register_error(ERRORS, _geta)


@dataclass(frozen=True, slots=True)
class Unwritable:
    """One character that the encoding lacks, and the cell it stands in (the headings are row 1)."""

    row: int
    column: int
    character: str

    @property
    def code(self) -> str:
        return f"U+{ord(self.character):04X}"


def unwritable(row: int, cells: Sequence[object]) -> Iterator[Unwritable]:
    """List what of a row cannot be written, each character once a cell."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str) and not _writable(cell):
            for character in dict.fromkeys(cell):
                if not _writable(character):
                    yield Unwritable(row, column, character)
