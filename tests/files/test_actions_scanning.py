"""A file is held until the verdict of a real clamd, on both databases."""

from io import BytesIO

import pytest
from PIL import Image

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.documents import scanning
from otameshi.documents.post import Letter
from otameshi.files import gate, scanner, storage
from otameshi.files.models import Attachment, Scan
from otameshi.files.scanner import ScannerAway
from tests import make
from tests.files import corpus
from tools.clamd import running


def infected() -> bytes:
    """Return a good photograph that carries the EICAR test file as its comment."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "JPEG", comment=corpus.EICAR)
    return out.getvalue()


@pytest.fixture
def scanned(app, clamd):
    app.config["CLAMD"] = clamd
    return app


def received(content: bytes, name: str = "写真.jpg") -> Attachment:
    kept = gate.receive(name, content, make.person(), make.NOON)
    db.session.commit()
    return kept


def scan_of(attachment_id: int) -> str:
    """Read the verdict anew: the worker has a session of its own."""
    return str(db.session.scalar(db.select(Attachment.scan).filter_by(id=attachment_id)))


def letters() -> list[tuple[str, str]]:
    return [(one.kind, one.to) for one in db.session.scalars(db.select(Letter))]


def test_the_protocol_of_clamd_is_spoken(clamd):
    assert scanner.scan(clamd, [b"hello", b"world"]) == ""
    assert scanner.scan(clamd, [b"x" * 70_000, corpus.EICAR[:20], corpus.EICAR[20:], b"y"])
    assert "Eicar" in scanner.scan(clamd, [infected()])


def test_a_scanner_that_is_not_there_gives_no_verdict(tmp_path):
    for address in (f"unix:{tmp_path / 'none'}", "127.0.0.1:1"):
        with pytest.raises(ScannerAway):
            scanner.scan(address, [b"x"])


def test_without_a_scanner_a_file_is_free_at_once_and_noted_as_not_scanned(app):
    kept = received(infected())
    assert kept.scan is Scan.NONE
    assert storage.content(kept) == infected()
    assert scanning.run_once() == 0


def test_a_file_is_held_until_its_verdict(scanned):
    kept = received(corpus.picture("JPEG"))
    assert scan_of(kept.id) == Scan.WAITING
    for opening in (storage.content, gate.preview):
        with pytest.raises(Refused, match="確認中です"):
            opening(kept)
    assert storage.fault(kept) is None
    assert scanning.run_once() == 1
    assert scan_of(kept.id) == Scan.CLEAN
    assert kept.scanned_at is not None
    assert storage.content(kept) == corpus.picture("JPEG")
    assert scanning.run_once() == 0
    assert letters() == []


def test_an_infected_file_is_put_apart_and_its_owner_and_the_office_are_told_once(scanned):
    officer = make.person(Role.OFFICER)
    make.person(Role.MANAGER)
    make.person(Role.OFFICER, closed_at=make.NOON)
    kept = received(infected())
    assert kept.person is not None
    owner, first_key = kept.person, kept.key
    assert scanning.run_once() == 1
    assert scanning.run_once() == 0
    assert kept.scan is Scan.INFECTED
    assert "Eicar" in kept.threat
    assert kept.key == f"quarantine/{first_key}"
    with pytest.raises(Refused, match="隔離しました"):
        storage.content(kept)
    with pytest.raises(storage.StorageFault):
        list(storage.chunks(first_key))
    assert storage.fault(kept) is None
    assert letters() == [
        ("file_infected", owner.email),
        ("file_infected_office", officer.email),
    ]
    event = db.session.scalars(history.of(kept)).one()
    assert (event.act, event.person) == ("quarantine", None)


def test_while_the_scanner_is_down_files_stay_held_and_are_scanned_when_it_is_back(
    app, clamd_program, scanner_folder
):
    app.config["CLAMD"] = f"unix:{scanner_folder / 'socket'}"
    kept = received(corpus.pdf(), "計画.pdf")
    with pytest.raises(ScannerAway):
        scanning.run_once()
    assert scan_of(kept.id) == Scan.WAITING
    with running(clamd_program, scanner_folder):
        assert scanning.run_once() == 1
    assert scan_of(kept.id) == Scan.CLEAN


def test_a_file_that_its_owner_removed_meanwhile_gets_no_verdict(scanned):
    kept = received(corpus.pdf(), "計画.pdf")
    key = kept.id
    db.session.delete(kept)
    db.session.commit()
    assert scanning.verdict(key, "Eicar") is None
    assert letters() == []


def test_a_file_missing_in_the_store_does_not_stop_the_others(scanned):
    lost, good = received(corpus.pdf(), "a.pdf"), received(corpus.pdf(), "b.pdf")
    storage.drop(lost.key)
    assert scanning.run_once() == 1
    assert (lost.scan, good.scan) == (Scan.WAITING, Scan.CLEAN)


def test_the_worker_asks_the_scanner(scanned):
    waiting = received(corpus.pdf(), "計画.pdf").id
    assert scanned.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 0
    assert scan_of(waiting) == Scan.CLEAN


def test_the_worker_goes_on_without_a_scanner(app, tmp_path):
    app.config["CLAMD"] = f"unix:{tmp_path / 'none'}"
    waiting = received(corpus.pdf(), "計画.pdf").id
    assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 0
    assert scan_of(waiting) == Scan.WAITING


def old(content: bytes, name: str = "写真.jpg") -> Attachment:
    """Make a file that came in while no scanner was set."""
    kept = storage.keep(content, name, "image/jpeg", make.person(), make.NOON)
    db.session.commit()
    return kept


def test_what_came_in_without_a_scanner_is_scanned_later_some_at_a_time(scanned):
    files = [old(corpus.picture("JPEG")) for _ in range(scanning.SOME + 1)]
    own = storage.keep(corpus.pdf(), "通知書.pdf", "application/pdf", None, make.NOON)
    db.session.commit()
    backlog = scanning.Backlog()
    assert scanning.unscanned() == scanning.SOME + 1
    assert scanning.run_once() == 0  # new ones alone
    assert backlog.run_once() == scanning.SOME
    assert [one.scan for one in files] == [Scan.CLEAN] * scanning.SOME + [Scan.NONE]
    assert (backlog.run_once(), backlog.run_once()) == (1, 0)
    assert (scanning.unscanned(), own.scan) == (0, Scan.NONE)


def test_an_infected_old_file_is_treated_as_a_new_one_is(scanned):
    officer = make.person(Role.OFFICER)
    kept = old(infected())
    assert kept.person is not None
    assert scanning.Backlog().run_once() == 1
    assert scanning.Backlog().run_once() == 0
    assert kept.scan is Scan.INFECTED
    assert kept.key.startswith("quarantine/")
    assert letters() == [
        ("file_infected", kept.person.email),
        ("file_infected_office", officer.email),
    ]
    assert db.session.scalars(history.of(kept)).one().act == "quarantine"


def test_old_files_that_are_missing_do_not_stop_the_others(scanned):
    lost = [old(corpus.pdf()) for _ in range(scanning.SOME)]
    good = old(corpus.pdf())
    for one in lost:
        storage.drop(one.key)
    backlog = scanning.Backlog()
    assert (backlog.run_once(), backlog.run_once(), backlog.run_once()) == (0, 1, 0)
    assert good.scan is Scan.CLEAN


def test_the_worker_scans_old_files_and_a_command_says_how_many_remain(scanned):
    runner = scanned.test_cli_runner()
    waiting = old(corpus.pdf()).id
    assert "：1個" in runner.invoke(args=["files", "unscanned"]).output
    assert runner.invoke(args=["worker", "--once"]).exit_code == 0
    assert scan_of(waiting) == Scan.CLEAN
    assert "：0個" in runner.invoke(args=["files", "unscanned"]).output
    scanned.config["CLAMD"] = ""
    assert "CLAMDを設定" in runner.invoke(args=["files", "unscanned"]).output
