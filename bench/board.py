"""A simulated year on the ranking board: 5,000 applications, 60 reviewers, 15,000 sheets."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from otameshi.applications.models import Application, Member, PlannedCost, Wish
from otameshi.applications.prefectures import PREFECTURES
from otameshi.applications.rules import Kind, State
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import HeldRole, Person
from otameshi.programme.models import Call
from otameshi.selection.board import actions, reading
from otameshi.selection.board.models import Scenario
from otameshi.selection.models import Candidacy, Score, Sheet
from otameshi.selection.rules import SheetState
from otameshi.selection.rules import State as CandidacyState

APPLICATIONS, REVIEWERS, EACH, SELECTED, WAITING = 5_000, 60, 3, 200, 100
BATCH = 5_000
FIRST_SHEET = 3_000_001


def simulate(app: Flask) -> tuple[int, int]:
    """Add the year's call to the demonstration, and return the call and a scenario of it."""
    with app.app_context():
        last = db.session.scalars(select(Call).order_by(Call.id)).all()[-1]
        closed = now() - timedelta(days=30)
        call = Call(
            year=last.year,
            title="模擬",
            opens_at=closed - timedelta(days=30),
            closes_at=closed,
            quota=SELECTED,
            quota_soft=True,
        )
        db.session.add(call)
        db.session.flush()
        for kind, rows in _tables(call):
            found = list(rows)
            for first in range(0, len(found), BATCH):
                db.session.execute(insert(kind), found[first : first + BATCH])
        officer = db.session.scalars(
            select(Person).join(HeldRole).where(HeldRole.role == Role.OFFICER)
        ).first()
        assert officer is not None
        scenario = _scenario(call, officer)
        db.session.commit()
        return call.id, scenario.id


def rescoring(app: Flask, reads: Iterator[None]) -> Iterator[None]:
    """Let one sheet after another be finished anew, and read the board after each."""
    sheet = FIRST_SHEET
    while True:
        with app.app_context():
            one = db.session.get_one(Sheet, sheet)
            one.comment += "。"
            db.session.commit()
        sheet += EACH
        yield next(reads)


def _scenario(call: Call, officer: Person) -> Scenario:
    scene = reading.scene_of(call)
    made = actions.begin(
        scene, "順位どおり", officer, now(), actions.by_rank(scene, SELECTED, WAITING)
    )
    db.session.flush()
    return made


def _tables(call: Call) -> Iterator[tuple[type, Iterator[dict[str, Any]]]]:
    chance, at = Random(5), call.opens_at  # noqa: S311  # the same year each time
    hosts = [one.id for one in call.year.hosts]
    criteria = [(one.id, one.most) for one in call.year.criteria]
    keys = range(1_000_001, 1_000_001 + APPLICATIONS)
    reviewers = range(2_000_001, 2_000_001 + REVIEWERS)
    yield Person, (_person(key, f"模擬{key}") for key in (*keys, *reviewers))
    yield (
        Application,
        (
            {
                "id": key,
                "call_id": call.id,
                "applicant_id": key,
                "number": f"M-{key}",
                "state": State.SUBMITTED,
                "kind": chance.choice(list(Kind)),
                "trade_name": f"模擬スタジオ{key}",
                "business": "ウェブサービスの企画と開発。" * 20,
                "career": "制作会社に8年勤務の後、独立。" * 20,
                "plan": "地域の事業者と組んで活動する。" * 20,
                "begun_at": at,
                "saved_at": at,
                "submitted_at": at,
                "version": 1,
            }
            for key in keys
        ),
    )
    yield (
        Member,
        (
            {
                "application_id": key,
                "position": position,
                "name": f"模擬{key}",
                "kana": "モギ",
                "prefecture": chance.choice(PREFECTURES),
                "address": "見本区",
                "occupation": "システム開発",
            }
            for key in keys
            for position in range(1, chance.randint(1, 3) + 1)
        ),
    )
    yield (
        Wish,
        (
            {"application_id": key, "host_id": host, "rank": rank}
            for key in keys
            for rank, host in enumerate(chance.sample(hosts, 3), start=1)
        ),
    )
    yield (
        PlannedCost,
        (
            {"application_id": key, "kind": kind, "amount": chance.randint(2, 40) * 10_000}
            for key in keys
            for kind in ("office", "travel")
        ),
    )
    yield (
        Candidacy,
        (
            {"id": key, "application_id": key, "state": CandidacyState.REVIEWING, "version": 3}
            for key in keys
        ),
    )
    sheets = {
        (key, reviewer): FIRST_SHEET + EACH * (key - keys[0]) + place
        for key in keys
        for place, reviewer in enumerate(chance.sample(reviewers, EACH))
    }
    yield (
        Sheet,
        (
            {
                "id": sheet,
                "candidacy_id": key,
                "reviewer_id": reviewer,
                "state": SheetState.FINAL,
                "comment": "計画が具体的である。" * 10,
                "finished_at": at,
                "version": 4,
            }
            for (key, reviewer), sheet in sheets.items()
        ),
    )
    yield (
        Score,
        (
            {"sheet_id": sheet, "criterion_id": criterion, "points": chance.randint(1, most)}
            for sheet in sheets.values()
            for criterion, most in criteria
        ),
    )


def _person(key: int, name: str) -> dict[str, Any]:
    return {"id": key, "name": name, "email": f"moku-{key}@example.jp"}
