"""The last minute: everybody is either in, whole and once, or told why not.

Nothing here depends on how fast the machine is: the deadline is drawn when half have been answered,
and one person presses only then.
LAST_MINUTE sets how many press the button: 24 by itself, 200 in a trial.
"""

import os
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from otameshi import history
from otameshi.app import create_app
from otameshi.applications.models import Application, ApplicationPaper
from otameshi.applications.rules import State
from otameshi.applications.versions.models import SubmittedVersion
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.issue import IssuedPaper
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.programme.models import Call
from tests import make
from tests.conftest import settings
from tests.serving import Hand, environment, free_port, kill_one, server, signed_in

APPLICANTS = int(os.environ.get("LAST_MINUTE") or "24")
AT_ONCE = 24
DAY = timedelta(days=1)
SEE_OTHER, REFUSED = 303, 422


@dataclass(kw_only=True)
class Applicant(Hand):
    application_id: int


@pytest.fixture
def crowd(empty_sqlite: Path, tmp_path: Path) -> Iterator[tuple[Flask, list[Applicant]]]:
    """Applicants signed in, with whole applications to a call that is about to close."""
    (tmp_path / "crowd.db").write_bytes(empty_sqlite.read_bytes())
    app = create_app(settings(f"sqlite:///{tmp_path / 'crowd.db'}", tmp_path / "files"))
    with app.app_context():
        call = make.call(opens_at=now() - DAY, closes_at=now() + DAY)
        people = [_applicant(app, call) for _ in range(APPLICANTS)]
        db.session.commit()
        yield app, people
        db.session.remove()
        db.engine.dispose()


def _applicant(app: Flask, call: Call) -> Applicant:
    person = make.person(Role.APPLICANT)
    one = make.application(person, call, State.DRAFT)
    one.members[0].phone = "026-000-0000"
    for kind in ("plan", "photo"):
        content = f"{kind} of {person.email}".encode()
        kept = storage.keep(content, f"{kind}.pdf", "application/pdf", person, now())
        one.papers.append(ApplicationPaper(kind=kind, attachment=kept))
    db.session.flush()
    return Applicant(
        f"/applications/{one.id}/confirm",
        signed_in(app, person),
        {"pledged": "y", "consented": "y"},
        application_id=one.id,
    )


def draw_the_deadline() -> None:
    db.session.execute(update(Call).values(closes_at=now()))
    db.session.commit()


def rush(port: int, master: int, people: list[Applicant]) -> None:
    """Let all press, every third twice; kill a worker now and then; close when half are in.

    The last person comes too late for certain.
    """
    *in_time, late = people
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda one: one.open(port), people))
        presses = [one for place, one in enumerate(in_time) for _ in range(1 + (place % 3 == 0))]
        waiting = [pool.submit(one.press, port) for one in presses]
        every, half = max(len(waiting) // 6, 1), len(waiting) // 2
        for answered, done in enumerate(as_completed(waiting), start=1):
            done.result()
            if answered % every == 0:
                kill_one(master)
            if answered == half:
                draw_the_deadline()
    late.press(port)


def accepted(one: Applicant) -> bool:
    """Read what this person was told: all answers say the same."""
    outcomes = {status for status, _, _ in one.told}
    assert outcomes in ({SEE_OTHER}, {REFUSED}), one.told
    for status, place, page in one.told:
        if status == SEE_OTHER:
            assert place.endswith(f"/applications/{one.application_id}")
        else:
            assert "応募の締切を過ぎたため、受け付けできません" in page
            assert "の締切に対し、" in page
            assert "に届きました" in page
    return outcomes == {SEE_OTHER}


def test_everybody_is_in_whole_and_once_or_is_told_why_not(
    crowd: tuple[Flask, list[Applicant]], tmp_path: Path
) -> None:
    _, people = crowd
    port = free_port()
    crowded = f"sqlite:///{tmp_path / 'crowd.db'}"
    with server(environment(crowded, tmp_path / "files", port), port) as master:
        rush(port, master, people)
    assert threading.active_count() < AT_ONCE
    taken = {one.application_id for one in people if accepted(one)}
    assert 0 < len(taken) < len(people)
    db.session.expire_all()
    submitted = db.session.scalars(
        select(Application).where(Application.state == State.SUBMITTED).order_by(Application.number)
    ).all()
    assert {one.id for one in submitted} == taken
    assert [one.number for one in submitted] == [
        f"R8-{place:04}" for place in range(1, len(taken) + 1)
    ]
    _holds_everything_once(submitted)
    assert list(history.faults()) == []


def _holds_everything_once(submitted: Sequence[Application]) -> None:
    """Hold each to one letter, one receipt, one version, and files that are what was received."""
    letters = Counter(
        db.session.scalars(select(Letter.person_id).where(Letter.kind == "application_received"))
    )
    receipts = Counter(db.session.scalars(select(IssuedPaper.subject_id)))
    versions = Counter(db.session.scalars(select(SubmittedVersion.application_id)))
    assert letters == Counter(one.applicant_id for one in submitted)
    assert receipts == versions == Counter(one.id for one in submitted)
    for one in submitted:
        assert {paper.kind for paper in one.papers} == {"plan", "photo"}
        assert [storage.fault(paper.attachment) for paper in one.papers] == [None, None]
