"""Two scenarios on the ranking board of the call under way."""

from datetime import datetime

from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.programme.rules import PlaceUnit
from otameshi.selection.board import actions, reading
from otameshi.selection.board.rules import Choice
from otameshi.selection.rules import Outcome


def try_out(call: Call, officer: Person, at: datetime) -> None:
    """Select all who are under review, and then all but one; the towns have one place each."""
    scene = reading.scene_of(call)
    for key in scene.all.towns:
        host = next(one for one in call.year.hosts if one.id == key)
        host.places, host.place_unit = 1, PlaceUnit.GROUPS
    every = dict.fromkeys(scene.open, Choice(Outcome.SELECTED))
    actions.begin(scene, "全員を採択", officer, at, every)
    waiting = {key: Choice(Outcome.WAITLISTED, 1) for key in scene.open[-1:]}
    actions.begin(scene, "1組を補欠", officer, at, {**every, **waiting})
