"""What is wrong with a rulebook, and where."""

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """`path` leads to the place inside the document; line and column, from 1, to it in the file."""

    path: Path
    message: str
    line: int = 1
    column: int = 1

    @property
    def place(self) -> str:
        return ".".join(str(part) for part in self.path)

    def __str__(self) -> str:
        place = f"{self.place}: " if self.path else ""
        return f"{self.line}:{self.column}: {place}{self.message}"


class BadRulebook(Exception):
    """The rulebook is refused; the message lists each fault with its place, for its author."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{name}:{fault}" for fault in faults))
        self.name = name
        self.faults = faults
