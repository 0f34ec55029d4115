"""What is wrong with a rulebook, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`place` is the path inside the document, as `rules.3.amount`."""

    place: str
    message: str


class BadRulebook(Exception):
    """The rulebook is refused; the message lists each fault with its place, for its author."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{name}: {fault.place}: {fault.message}" for fault in faults))
        self.name = name
        self.faults = faults
