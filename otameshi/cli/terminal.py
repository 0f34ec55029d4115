"""What the commands have in common: which years and files they take, and tables in a terminal."""

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import click

YEAR = click.IntRange(2000, 2099)
WIDE = frozenset("FWA")
WIDEST = 44
Command = Callable[..., None]


def file_option(kind: str, told: str) -> Callable[[Command], Command]:
    """Take the file to be written in one form, by an option of that form's name."""
    where = click.Path(dir_okay=False, writable=True, path_type=Path)
    return click.option(f"--{kind}", kind, type=where, help=told)


def laid_out(rows: Sequence[Sequence[object]]) -> list[str]:
    """Set cells in columns; a Japanese character is as wide as two Latin ones."""
    texts = [["" if cell is None else clipped(str(cell)) for cell in row] for row in rows]
    widths = [max(width(row[column]) for row in texts) for column in range(len(texts[0]))]
    return [
        "  ".join(
            text + " " * (room - width(text)) for text, room in zip(row, widths, strict=True)
        ).rstrip()
        for row in texts
    ]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in WIDE else 1 for one in text)


def clipped(text: str) -> str:
    """Shorten a long name so that the table keeps to a screen."""
    if width(text) <= WIDEST:
        return text
    kept = text
    while width(kept) > WIDEST - 2:
        kept = kept[:-1]
    return f"{kept}…"
