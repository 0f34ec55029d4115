"""The tables of moves, printed in one page and held to what they promise."""

from pathlib import Path
from typing import Any

import pytest

from otameshi.core.states import Machine
from tools import moves

DOCUMENT = Path(__file__).parents[1] / "docs" / "moves.md"
MACHINES = dict(moves.machines())
# A sheet is voided by the act that changes what is asked, not by a move of its reviewer.
WITHOUT_MOVE = {"voided"}
each_table = pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)


def test_the_printed_table_is_the_table_that_the_programme_goes_by() -> None:
    again = "python -m tools.moves > docs/moves.md"
    assert DOCUMENT.read_text("utf-8") == moves.page(), again


@each_table
def test_a_move_is_found_by_its_name_alone(machine: Machine[Any]) -> None:
    for state in moves.states(machine):
        named = [(move.name, move.by) for move in machine.moves if state in move.sources]
        assert len(named) == len(set(named)), (state, named)


@each_table
def test_each_state_is_entered_or_left_by_a_move(machine: Machine[Any]) -> None:
    known = {state for move in machine.moves for state in (*move.sources, move.target)}
    assert set(moves.states(machine)) - known <= WITHOUT_MOVE
