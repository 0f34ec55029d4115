"""What was kept comes back byte for byte, and what was lost or changed is told."""

from pathlib import Path

import obstore
import pytest
from flask import Flask
from obstore.exceptions import AlreadyExistsError

from otameshi.db import db
from otameshi.files import storage
from otameshi.files.models import Attachment
from tests.make import NOON

PDF = "application/pdf"


def kept(content: bytes = b"%PDF-1.7 ...") -> Attachment:
    attachment = storage.keep(content, "見積書.pdf", PDF, None, NOON)
    db.session.commit()
    return attachment


def test_a_file_is_kept_byte_for_byte_under_a_name_nobody_guesses(app: Flask, tmp_path) -> None:
    attachment = kept(b"\0\r\n\xff")
    assert storage.content(attachment) == b"\0\r\n\xff"
    assert storage.fault(attachment) is None
    assert (tmp_path / "files" / attachment.key).read_bytes() == b"\0\r\n\xff"
    assert attachment.key.startswith("2026/05/")
    assert len(attachment.key) == len("2026/05/") + 32


def test_the_same_content_twice_lies_under_two_names(app: Flask) -> None:
    assert kept().key != kept().key


def test_a_file_that_is_gone_is_told_by_its_number(app: Flask) -> None:
    attachment = kept()
    obstore.delete(storage.store(), attachment.key)
    assert storage.fault(attachment) == f"attachment {attachment.id} is missing"
    with pytest.raises(storage.StorageFault):
        storage.content(attachment)


def test_a_file_that_was_changed_is_never_given_out(app: Flask, tmp_path: Path) -> None:
    attachment = kept()
    (tmp_path / "files" / attachment.key).write_bytes(b"%PDF-1.7 forged")
    assert "differs from what was received" in str(storage.fault(attachment))
    with pytest.raises(storage.StorageFault):
        storage.content(attachment)


def test_a_kept_file_is_never_overwritten(app: Flask) -> None:
    attachment = kept()
    with pytest.raises(AlreadyExistsError):
        obstore.put(storage.store(), attachment.key, b"other", mode="create")


def test_a_file_whose_row_was_not_saved_harms_nobody(app: Flask) -> None:
    storage.keep(b"x", "a.pdf", PDF, None, NOON)
    db.session.rollback()
    assert db.session.query(Attachment).count() == 0


def test_the_operators_check_ends_with_0_when_all_is_well_and_1_when_not(app: Flask) -> None:
    attachment = kept()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["files", "verify"]).exit_code == 0
    obstore.delete(storage.store(), attachment.key)
    told = runner.invoke(args=["files", "verify"])
    assert told.exit_code == 1
    assert f"attachment {attachment.id} is missing" in told.output
