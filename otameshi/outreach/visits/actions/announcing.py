"""A change or a cancellation of a 会, told to everybody who is expected there."""

from datetime import datetime

from otameshi.outreach import actions
from otameshi.outreach.actions import Plan
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import Standing
from otameshi.outreach.visits import counting, rules
from otameshi.outreach.visits.actions.telling import tell, to_come
from otameshi.people import Person

TOLD = ("title", "held_at", "minutes", "place", "told")  # what those who come must know


def change(
    gathering: Gathering, wanted: Plan, by: Person, at: datetime, version: int | None = None
) -> int:
    """Change a 会; return how many were written to because day, place or way in changed."""
    rules.check_kind(gathering.kind, wanted.kind, counting.expected(gathering))
    before = _told(gathering)
    coming = gathering.standing(at) is Standing.COMING
    actions.change(gathering, wanted, by, at, version)
    if not coming or _told(gathering) == before:
        return 0
    return _tell_all("visit_changed", gathering, at)


def cancel(
    gathering: Gathering, by: Person, at: datetime, note: str, version: int | None = None
) -> int:
    """Cancel a 会 and say so, without the reason, which is the office's own."""
    rules.check_calling_off(gathering.ticked_at)
    coming = gathering.standing(at) is Standing.COMING
    actions.cancel(gathering, by, at, note, version)
    return _tell_all("visit_off", gathering, at) if coming else 0


def _told(gathering: Gathering) -> list[object]:
    return [getattr(gathering, name) for name in TOLD]


def _tell_all(kind: str, gathering: Gathering, at: datetime) -> int:
    guests = list(to_come(gathering))
    for one in guests:
        tell(kind, one, at)
    return len(guests)
