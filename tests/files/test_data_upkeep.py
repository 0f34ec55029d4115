"""The nightly check: rows against the store, the store against rows; on both databases."""

from datetime import timedelta

import obstore
import pytest

from otameshi.cli.files import FAULTY, STRAYS
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.files import storage, upkeep

PDF = "application/pdf"
MUCH_LATER = timedelta(days=2)


@pytest.fixture
def run(app, monkeypatch):
    """Run a command of the files, as if some days had passed if asked."""

    def command(name: str, later: timedelta = timedelta(0)):
        db.session.commit()
        monkeypatch.setattr("otameshi.cli.files.now", lambda: now() + later)
        return app.test_cli_runner().invoke(args=["files", name])

    return command


def kept(name: str = "a.pdf", content: bytes = b"x" * 100):
    return storage.keep(content, name, PDF, None, now())


def test_all_is_well(run):
    kept()
    told = run("verify", MUCH_LATER)
    assert told.exit_code == 0
    assert "すべてのファイルが記録と一致しています" in told.output


def test_a_lost_file_and_an_altered_one_are_both_named(run):
    lost, altered = kept("領収書.pdf"), kept("計画.pdf")
    storage.drop(lost.key)
    obstore.put(storage.store(), altered.key, b"y")
    told = run("verify")
    assert told.exit_code == FAULTY
    assert f"attachment {lost.id} is missing（領収書.pdf）" in told.output
    assert f"attachment {altered.id} differs from what was received（計画.pdf）" in told.output


def test_a_file_without_a_row_is_a_stray_after_a_day_and_is_swept(run):
    row = kept()
    obstore.put(storage.store(), "2026/05/stray", b"z")
    assert run("verify").exit_code == 0
    told = run("verify", MUCH_LATER)
    assert told.exit_code == STRAYS
    assert "2026/05/stray" in told.output
    assert "1個消しました" in run("sweep", MUCH_LATER).output
    assert run("verify", MUCH_LATER).exit_code == 0
    assert storage.content(row) == b"x" * 100


def test_nothing_fresh_is_swept(run):
    obstore.put(storage.store(), "2026/05/stray", b"z")
    assert "0個消しました" in run("sweep").output
    assert list(upkeep.strays(now() + MUCH_LATER)) == ["2026/05/stray"]


def test_a_lost_file_is_told_before_a_stray(run):
    storage.drop(kept().key)
    obstore.put(storage.store(), "2026/05/stray", b"z")
    assert run("verify", MUCH_LATER).exit_code == FAULTY


def test_many_files_are_compared_in_batches(run, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 3)
    for number in range(10):
        kept(f"{number}.pdf")
        obstore.put(storage.store(), f"stray/{number}", b"z")
    db.session.commit()
    assert len(list(upkeep.strays(now() + MUCH_LATER))) == 10
    assert list(upkeep.faults()) == []


def test_a_large_file_is_read_piece_by_piece(app):
    attachment = kept("大きい.pdf", bytes(range(256)) * 120_000)
    sizes = [len(piece) for piece in storage.chunks(attachment.key)]
    assert sum(sizes) == attachment.size
    assert max(sizes) < attachment.size
