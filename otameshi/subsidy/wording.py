"""What two rulebooks say differently, in the sentences that people read."""

from dataclasses import dataclass

from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.explain import explain


@dataclass(frozen=True, slots=True)
class Sentence:
    """One row of the rules in words that only one of two rulebooks has."""

    section: str
    text: str
    new: bool

    def __str__(self) -> str:
        return f"{'＋' if self.new else '－'} {self.section}: {self.text}"


def wording(before: Rulebook, after: Rulebook) -> tuple[Sentence, ...]:
    """Return what is said no more, then what is said anew; nothing where both say the same."""
    old, new = _rows(before), _rows(after)
    gone = (Sentence(*row, new=False) for row in old if row not in new)
    come = (Sentence(*row, new=True) for row in new if row not in old)
    return (*gone, *come)


def _rows(book: Rulebook) -> list[tuple[str, str]]:
    return [
        (section.title, " ／ ".join(cell for cell in row if cell))
        for section in explain(book)
        for row in section.rows
    ]
