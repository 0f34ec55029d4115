"""Prints every table of moves, from where each stands in the code: docs/moves.md."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import otameshi
from otameshi.core.labels import Labelled
from otameshi.core.states import Machine, Move

HEAD = """# Every state, and every move between states

Made by `python -m tools.moves > docs/moves.md` from the tables of moves in the stages' `rules.py`;
a test holds the two together, so that a new state or a changed permission is seen in review. The
buttons, the permission and the refusal of a move all come from its row. ※ asks for a reason.
"""


def machines() -> Iterator[tuple[str, Machine[Any]]]:
    """Yield each table with its name (`claims: CLAIM`), in the order of the names."""
    for module in sorted(walk_packages(otameshi.__path__, "otameshi."), key=lambda one: one.name):
        if module.name.endswith(".rules"):
            found = vars(import_module(module.name))
            stage = module.name.removeprefix("otameshi.").removesuffix(".rules")
            yield from (
                (f"{stage}: {name}", each)
                for name, each in found.items()
                if isinstance(each, Machine)
            )


def states(machine: Machine[Any]) -> list[Labelled]:
    """Return every state of a table in the order of its enumeration, reached by a move or not."""
    return list(machine.moves[0].target.__class__.__members__.values())


def _row(move: Move[Any]) -> str:
    order = list(move.target.__class__.__members__.values())
    sources = "、".join(one.label for one in sorted(move.sources, key=order.index))
    reason = " ※" if move.needs_note else ""
    return f"| {sources} | {move.label}{reason} | {move.target.label} | {move.by.label} |"


def _table(name: str, machine: Machine[Any]) -> str:
    lines = ["| from | move | to | by |", "|---|---|---|---|", *map(_row, machine.moves)]
    words = "、".join(f"{one.label} `{one.value}`" for one in states(machine))
    return f"## {name}\n\n{words}\n\n" + "\n".join(lines) + "\n"


def page() -> str:
    """Return the page as Markdown: one table a procedure."""
    return "\n".join([HEAD, *(_table(name, machine) for name, machine in machines())])


if __name__ == "__main__":
    print(page(), end="")
