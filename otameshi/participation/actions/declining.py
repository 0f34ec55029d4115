"""A place given up through the office: by telephone, on paper, or by silence."""

from collections.abc import Callable
from datetime import datetime

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.db import locked, unchanged
from otameshi.documents import post
from otameshi.participation.actions.accepting import answered, declined
from otameshi.participation.models import Participation
from otameshi.participation.rules import (
    PARTICIPATION,
    How,
    must_be_silent,
    must_not_have_begun,
)
from otameshi.people import Person
from otameshi.selection import actions as selection
from otameshi.selection.decision.settling import undisturbed
from otameshi.selection.models import Candidacy

# Later stages say why a group that accepted cannot simply be taken off the list.
BONDS: list[Callable[[Participation], str]] = []


def record_decline(  # which place, who, when, how, why, and the page's version
    candidacy: Candidacy,
    by: Person,
    at: datetime,
    how: How,
    note: str,
    version: int | None = None,
) -> Participation:
    """Give a place up before it was accepted; the next in line can move up."""
    candidacy = undisturbed(candidacy, version)
    if answered([candidacy.id]):
        raise Refused("承諾または辞退の手続きが済んでいます。参加のページで手続きしてください。")
    must_be_silent(how, candidacy.answer_by, day_in_japan(at))
    selection.record_decline(candidacy, by, at, f"{how.label}：{note}" if note else "")
    group = declined(candidacy, at)
    label = f"辞退を記録（{how.label}）"
    history.record(group, "decline", label, by=by, at=at, note=note)
    _tell(group, how, at)
    return group


def cancel(  # which group, who, when, how, why, and the page's version
    group: Participation,
    by: Person,
    at: datetime,
    how: How,
    note: str,
    version: int | None = None,
) -> None:
    """Give a place up after it was accepted and before the stay begins: nobody took part."""
    candidacy = undisturbed(group.candidacy)
    group = locked(Participation, group.id)
    unchanged(group, version)
    move = PARTICIPATION.choose("cancel", by.roles, group.state, note)
    must_not_have_begun(group.first_day, day_in_japan(at))
    for bond in BONDS:
        why = bond(group)
        if why:
            raise Refused(why)
    selection.record_decline(candidacy, by, at, f"{how.label}：{note}")
    group.state = move.target
    history.record(group, move.name, move.label, by=by, at=at, note=note, how=how.label)
    _tell(group, how, at)


def _tell(group: Participation, how: How, at: datetime) -> None:
    kind = "participation_lapsed" if how is How.SILENCE else "participation_declined"
    answer_by = group.candidacy.answer_by
    post.write(kind, group.representative, at, group=group, year=group.year, answer_by=answer_by)
