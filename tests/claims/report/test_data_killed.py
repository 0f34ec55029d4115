"""The worker is killed while it binds evidence: each report gets its one bundle all the same."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from otameshi.app import create_app
from otameshi.claims.report.actions import hand_in
from otameshi.claims.report.models import EvidenceBundle
from otameshi.claims.report.rules import Bundle
from otameshi.db import db, snapshot
from otameshi.documents.issue import IssuedPaper
from tests.claims.report.test_actions import OCTOBER, begun
from tests.conftest import settings
from tests.serving import PATIENCE, environment

REPORTS = 2
COMMAND = (sys.executable, "-c", "from otameshi.app import command; command()", "worker", "--once")


@pytest.fixture
def office(database: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(settings(database, tmp_path / "files"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def made() -> int:
    count = select(func.count(EvidenceBundle.id)).where(EvidenceBundle.state == Bundle.MADE)
    with snapshot() as connection:  # a session would keep SQLite's one writer from the worker
        return connection.scalar(count) or 0


def work(app: Flask, files: Path, until: int | None = None) -> None:
    """Let a worker do what waits; kill it without a word once so many bundles are made."""
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    surroundings = {**os.environ, **environment(address, files, 0)}
    quiet = subprocess.DEVNULL
    worker = subprocess.Popen(COMMAND, env=surroundings, stdout=quiet, stderr=quiet)  # noqa: S603  # ours
    if until is not None:
        patient = time.monotonic() + PATIENCE
        while made() < until and worker.poll() is None and time.monotonic() < patient:
            time.sleep(0.01)
        worker.send_signal(signal.SIGKILL)
    worker.wait(PATIENCE)


def test_each_report_gets_one_bundle_however_often_the_worker_dies(
    office: Flask, tmp_path: Path
) -> None:
    for _ in range(REPORTS):
        claim = begun(files=1)
        hand_in(claim, "", claim.claimant, OCTOBER)
    db.session.commit()
    work(office, tmp_path / "files", until=1)  # it looks for the next by then, or binds it
    assert made() >= 1
    work(office, tmp_path / "files")
    assert made() == REPORTS
    papers = select(IssuedPaper.subject_id).where(IssuedPaper.kind == "claim_evidence")
    assert set(Counter(db.session.scalars(papers)).values()) == {1}
    assert len(db.session.scalars(papers).all()) == REPORTS
