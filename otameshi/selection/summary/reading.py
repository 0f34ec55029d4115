"""The finished sheets of a call, in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select

from otameshi.applications import numbers
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.board.memory import remembered
from otameshi.selection.models import Candidacy, Score, Sheet, scale
from otameshi.selection.ranking import Scale
from otameshi.selection.rules import SheetState
from otameshi.selection.severity import Severity, severities
from otameshi.selection.summary import rules
from otameshi.selection.summary.rules import Agreement, Reviewed, Scored


@dataclass(frozen=True, slots=True)
class Line:
    """One reviewer: the sheets by state, and what the finished ones come to."""

    name: str
    by_state: Mapping[SheetState, int]
    reviewed: Reviewed | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A sheet that counts as none, and why."""

    candidacy_id: int
    number: str
    reviewer: str
    why: str


@dataclass(frozen=True, slots=True)
class Summary:
    lines: Sequence[Line]
    agreements: Sequence[Agreement]
    sets: int
    severity: Mapping[int, Fraction]
    abstained: Sequence[SetAside]


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is worked out from all sheets together, and again only when one has changed."""

    reviewed: Mapping[int, Reviewed]
    agreements: Sequence[Agreement]
    severity: Severity


def summary(call: Call) -> Summary:
    scales = [scale(criterion) for criterion in call.year.criteria]
    measured: _Measured = remembered(
        ("scoring", call.id), (mark_of(call), scales), lambda _: _measured(call, scales)
    )
    return Summary(
        lines=_lines(call, measured.reviewed),
        agreements=measured.agreements,
        sets=len(measured.severity.sets),
        severity=measured.severity.by,
        abstained=_abstained(call),
    )


def _measured(call: Call, scales: Sequence[Scale]) -> _Measured:
    sheets = rules.complete(scales, scored(call))
    totals = rules.given(scales, sheets)
    found = severities(totals)
    agreements = rules.agreements(scales, sheets, totals)
    return _Measured(rules.reviewed(totals, found), agreements, found)


def mark_of(call: Call) -> tuple[int, ...]:
    """Return numbers that no change of the call's sheets leaves as they are.

    Versions only rise. A sheet that is taken away and another that is given leave count and
    versions alike; where the database gives the same id again, the products tell them apart.
    """
    row = db.session.execute(
        _of(
            call,
            func.count(),
            func.sum(Sheet.version),
            func.sum(Sheet.id),
            func.sum(Sheet.id * Sheet.reviewer_id),
            func.sum(Sheet.id * Sheet.candidacy_id),
        )
    ).one()
    return tuple(int(number or 0) for number in row)


def severity(call: Call, scales: Sequence[Scale]) -> Mapping[int, Fraction]:
    """Return each reviewer's severity where the year shows it; otherwise nothing is adjusted."""
    if not call.year.selection_plan.show_adjusted:
        return {}
    return severities(rules.given(scales, rules.complete(scales, scored(call)))).by


def scored(call: Call) -> list[Scored]:
    points: dict[tuple[int, int], dict[int, int]] = {}
    rows = db.session.execute(
        _of(call, Sheet.candidacy_id, Sheet.reviewer_id, Score.criterion_id, Score.points)
        .join(Score, Score.sheet_id == Sheet.id)
        .where(Sheet.state == SheetState.FINAL)
    )
    for candidate, reviewer, criterion, mark in rows:
        points.setdefault((candidate, reviewer), {})[criterion] = mark
    return [Scored(*key, marks) for key, marks in points.items()]


def _of(call: Call, *columns: Any) -> Select[Any]:
    """Select these columns of a call's sheets; withdrawn applications drop out."""
    return (
        select(*columns)
        .select_from(Sheet)
        .join(Sheet.candidacy)
        .join(Candidacy.application)
        .where(Application.call_id == call.id, Application.state == ApplicationState.SUBMITTED)
    )


def _lines(call: Call, reviewed: Mapping[int, Reviewed]) -> list[Line]:
    counts: dict[int, dict[SheetState, int]] = {}
    names: dict[int, str] = {}
    rows = db.session.execute(
        _of(call, Sheet.reviewer_id, Person.name, Sheet.state, func.count())
        .join(Sheet.reviewer)
        .group_by(Sheet.reviewer_id, Person.name, Sheet.state)
        .order_by(Sheet.reviewer_id)
    )
    for key, name, state, count in rows:
        counts.setdefault(key, {})[state] = count
        names[key] = name
    return [Line(names[key], by_state, reviewed.get(key)) for key, by_state in counts.items()]


def _abstained(call: Call) -> list[SetAside]:
    rows = db.session.execute(
        _of(call, Sheet.candidacy_id, Application.number, Person.name, Sheet.comment)
        .join(Sheet.reviewer)
        .where(Sheet.state == SheetState.ABSTAINED)
        .order_by(*numbers.in_order(Application.number), Sheet.id)
    )
    return [SetAside(key, number or "", name, why) for key, number, name, why in rows]
