"""From the closed call to the candidates under review: 形式審査."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import not_, select

from otameshi import history
from otameshi.applications import numbers
from otameshi.applications.correction import reading as correction
from otameshi.applications.extension import actions as extension
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.actions.reading import of_call
from otameshi.selection.eligibility import notices
from otameshi.selection.eligibility import rules as eligibility
from otameshi.selection.eligibility.reading import lines, lines_of
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import (
    CANDIDACY,
    SCREENING,
    State,
    must_be_closed,
    must_be_explained,
)


def open_pile(call: Call, by: Person, at: datetime) -> list[Candidacy]:
    """Make a candidate of each submitted application that is none yet; refuse before the close."""
    call = locked(Call, call.id)
    must_be_closed(call.opening(at))
    waiting = db.session.scalars(
        select(Application)
        .outerjoin(Candidacy, Candidacy.application_id == Application.id)
        .where(
            Application.call_id == call.id,
            Application.state == ApplicationState.SUBMITTED,
            Candidacy.id.is_(None),
            not_(extension.running(at)),  # still corrected, by a deadline of its own
        )
        .order_by(*numbers.in_order(Application.number))
    ).all()
    if not waiting:
        raise Refused("選考に加える応募はありません。")
    opened = [Candidacy(application=one, state=State.SCREENING) for one in waiting]
    db.session.add_all(opened)
    db.session.flush()
    for one in opened:
        history.record(one, "open", "選考の対象にする", by=by, at=at)
    return opened


def living(candidacy: Candidacy, version: int | None = None) -> Candidacy:
    """Load a candidate for change; refuse when the application was withdrawn."""
    found = locked(Candidacy, candidacy.id)
    unchanged(found, version)
    if found.application.state is ApplicationState.WITHDRAWN:
        raise Refused("この応募は取り下げられたため、選考の手続きはできません。")
    return found


def as_shown(found: Sequence[Candidacy], seen: Mapping[int, int] | None) -> None:
    """Refuse when these are no longer the candidates, or the versions, that the page listed."""
    if seen is not None and {one.id: one.version for one in found} != dict(seen):
        raise Overtaken


def judge(  # who, what, when, why, and the page's version
    candidacy: Candidacy,
    name: str,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """Pass or fail ("pass", "fail") the eligibility check; the findings are kept as they stood.

    To pass over a remark (概ね) or an unmet condition, and to fail, a written reason is needed.
    """
    candidacy = living(candidacy, version)
    move = CANDIDACY.choose(name, by.roles, candidacy.state, note)
    _must_be_corrected(candidacy)
    found = lines(candidacy)
    doubts = eligibility.doubts(found)
    if move.target is State.REVIEWING:
        must_be_explained(doubts, note)
    candidacy.findings = [one.finding.kept() for one in found]
    candidacy.state = move.target
    if move.target is State.INELIGIBLE:
        candidacy.decided_by, candidacy.decided_at = by, at
        candidacy.tell(at)
    history.record(candidacy, move.name, move.label, by=by, at=at, note=note, doubts=doubts)
    if move.target is State.INELIGIBLE:
        notices.tell_ineligible(candidacy, at, note)


def _must_be_corrected(candidacy: Candidacy) -> None:
    """Refuse to judge what the applicant was asked to correct, until that has come to its end."""
    asked = correction.unsettled(candidacy.application)
    if asked is not None:
        raise Refused(
            f"{asked.title}が終わっていません（{asked.state.label}）。"
            "受理、終了または取消をしてから、形式審査を行ってください。"
        )


def clean(call: Call) -> list[Candidacy]:
    """Return the candidates who wait for the 形式審査 and of whom nothing is left to explain."""
    waiting = db.session.scalars(
        of_call(call).where(Candidacy.state.in_(SCREENING), not_(correction.under_way()))
    )
    found = {one.id: one for one in waiting.unique()}
    said = lines_of(found.values())
    return [one for key, one in found.items() if not eligibility.doubts(said[key])]


def judge_all(
    call: Call, by: Person, at: datetime, seen: Mapping[int, int] | None = None
) -> Sequence[Candidacy]:
    """Pass every candidate of a call in whom nothing was found; the others wait for a person.

    `seen` are the versions of the candidates that the page listed: another list is refused.
    """
    found = clean(call)
    if not found:
        raise Refused(
            "問題の見つからなかった形式審査待ちの応募はありません。1件ずつ確認してください。"
        )
    as_shown(found, seen)
    for one in found:
        judge(one, "pass", by, at)
    return found
