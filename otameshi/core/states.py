"""A procedure is a table of moves: who may take what from which state to which."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from otameshi.core.labels import Labelled
from otameshi.core.roles import Role

S = TypeVar("S", bound=Labelled)


class Refused(Exception):
    """The programme's rules say no; the message is for the person who asked."""


class Noted(Refused):
    """A refusal that the history keeps, on a row, under a name: nothing else of the act is kept."""

    def __init__(self, words: str, row: object, act: str, label: str) -> None:
        super().__init__(words)
        self.row, self.act, self.label = row, act, label


class TooOften(Refused):
    """It was tried too often in a short time; after this wait it may be tried again."""

    def __init__(self, words: str, wait: timedelta) -> None:
        super().__init__(words)
        self.wait = wait


class Overtaken(Refused):
    """Somebody else changed the same thing first; what was typed is kept and shown again."""

    def __init__(self) -> None:
        super().__init__(
            "ほかの人が先に手続きしました。最新の内容を確かめて、もう一度操作してください。"
        )


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    name: str
    label: str
    sources: frozenset[S]
    target: S
    by: Role
    needs_note: bool = False


class Machine(Generic[S]):
    def __init__(self, *moves: Move[S]) -> None:
        self.moves = moves

    def open_to(self, roles: Collection[Role], state: S) -> list[Move[S]]:
        """Return the moves that a holder of these roles may take now: the page's buttons."""
        return [move for move in self.moves if move.by in roles and state in move.sources]

    def choose(self, name: str, roles: Collection[Role], state: S, note: str = "") -> Move[S]:
        """Return the open move of that name, or refuse."""
        for move in self.open_to(roles, state):
            if move.name == name:
                if move.needs_note and not note.strip():
                    raise Refused("理由を記入してください。")
                return move
        raise Refused("この手続きは、今の状態または権限では行えません。")


def another_person(first: int | None, second: int) -> None:
    """Refuse when the one who prepared would also decide (二人の目で確かめる)."""
    if first == second:
        raise Refused("準備した人と同じ人は決裁できません。別の担当者が行ってください。")
