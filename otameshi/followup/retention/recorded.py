"""Who took part in a year and who was subsidised, from the day on which each was recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from otameshi.core.clock import day_in_japan
from otameshi.db import db
from otameshi.followup.retention.dated import Facts, Steps, heads, over_time
from otameshi.followup.retention.past import Asked
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.history import Event
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_PART

HEADS = (
    select(func.count(Participant.id))
    .where(Participant.participation_id == Participation.id)
    .correlate(Participation)
    .scalar_subquery()
)
DECIDED, ENDED = frozenset({"decide"}), frozenset({"retract", "cancel"})
ALTERED = {"change": "after", "abolish": "after", "cut": "amount"}  # act, and its new amount
OF_GRANTS = (*DECIDED, *ENDED, *ALTERED)
OF_GROUPS = ("cancel", "decline", "member_joined")

Act = tuple[date, str, Mapping[str, Any]]  # when, what, and its particulars


@dataclass(slots=True)
class Recorded:
    """The groups of a year over time, and of how many a day was never recorded."""

    groups: list[Asked] = field(default_factory=list)
    declined_undated: int = 0
    grants_undated: int = 0


def of_year(year_id: int, asked: Mapping[int, Steps[int]]) -> Recorded:
    """Return the groups of a year, with who of each is asked from which day on."""
    found, subsidised = Recorded(), {}
    acts = _acts(Grant.__tablename__, OF_GRANTS, _grants(Grant.id, year_id))
    for key, group, state, amount, decided_on in db.session.execute(
        _grants(Grant.id, year_id).add_columns(
            Grant.participation_id, Grant.state, Grant.amount, Grant.decided_on
        )
    ):
        begun = decided_on if amount is not None else None
        steps = granted(acts.get(key, ()), begun)
        now = state in IN_FORCE and (amount or 0) > 0
        if (steps[-1][1] if steps else False) is not now:
            found.grants_undated += 1
            steps = [(date.min, now)]
        subsidised[group] = steps
    _add_groups(found, year_id, asked, subsidised)
    return found


def _add_groups(
    found: Recorded,
    year_id: int,
    asked: Mapping[int, Steps[int]],
    subsidised: Mapping[int, Steps[bool]],
) -> None:
    of_year = select(Participation.id).where(Participation.year_id == year_id)
    acts = _acts(Participation.__tablename__, OF_GROUPS, of_year)
    for key, state, accepted_at, people in db.session.execute(
        of_year.add_columns(Participation.state, Participation.accepted_at, HEADS)
    ):
        own, begun = acts.get(key, ()), day_in_japan(accepted_at)
        given_up = [(on, act) for on, act, _ in own if act in {"cancel", "decline"}]
        if state not in TOOK_PART and not given_up:
            found.declined_undated += 1
            continue
        if any(act == "decline" for _, act in given_up):
            continue  # never accepted
        takes_part = [(begun, True), *((on, False) for on, _ in given_up)]
        joined = [on for on, act, _ in own if act == "member_joined"]
        found.groups += over_time(
            Facts(
                key,
                takes_part,
                heads(people, begun, joined),
                subsidised.get(key, ()),
                asked.get(key, ()),
            )
        )


def granted(acts: Sequence[Act], decided_on: date | None) -> list[tuple[date, bool]]:
    """Return from which day on a grant was in force, and from which no longer.

    One that was taken over without a history begins on the day of its decision.
    """
    steps = [
        (on, int(facts.get(ALTERED[act]) or 0) > 0 if act in ALTERED else act in DECIDED)
        for on, act, facts in acts
    ]
    begun = any(act in DECIDED for _, act, _ in acts)
    if decided_on is not None and not begun:
        steps.insert(0, (decided_on, True))
    return steps


def _grants(column: Any, year_id: int) -> Select[Any]:
    query: Select[Any] = select(column).join(
        Participation, Participation.id == Grant.participation_id
    )
    return query.where(Participation.year_id == year_id)


def _acts(subject: str, acts: Sequence[str], ids: Select[Any]) -> dict[int, list[Act]]:
    """Return what the history says of some rows, in the order in which it was recorded."""
    rows = db.session.execute(
        select(Event.subject_id, Event.at, Event.act, Event.facts)
        .where(Event.subject == subject, Event.subject_id.in_(ids), Event.act.in_(acts))
        .order_by(Event.id)
    )
    found: dict[int, list[Act]] = {}
    for key, at, act, facts in rows:
        found.setdefault(key, []).append((day_in_japan(at), act, facts))
    return found
