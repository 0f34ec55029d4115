"""The store on S3: the same promises as a folder, on a server started on the loopback."""

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import boto3
import obstore
import pytest
from flask import Flask
from moto.server import ThreadedMotoServer

from otameshi.app import create_app
from otameshi.core.clock import now
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.files import gate, storage, upkeep
from otameshi.files.models import Scan
from tests.conftest import settings
from tests.files import corpus
from tests.make import NOON

number = count(1)
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": address, "AWS_ALLOW_HTTP": "true"}.items():
        monkeypatch.setenv(name, value)
    bucket = f"otameshi-{next(number)}"  # the server forgets nothing while the tests run
    boto3.client("s3", endpoint_url=address, region_name="us-east-1").create_bucket(Bucket=bucket)
    yield f"s3://{bucket}/kept"
    server.stop()


@pytest.fixture
def stored(s3: str, database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application with its files on S3, set by FILE_STORE alone."""
    config = settings(database, tmp_path)
    app = create_app(type(config)(**{**config.__dict__, "FILE_STORE": s3}))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_file_comes_back_from_s3_as_it_was_received(stored: Flask) -> None:
    content = corpus.photo_with_place()
    kept = gate.receive("写真.jpg", content, None, NOON)
    assert storage.content(kept) == content
    assert storage.fault(kept) is None
    assert "EXIF" not in repr(gate.preview(kept)[:100])
    assert b"".join(storage.chunks(kept.key)) == content


def test_a_lost_and_an_altered_file_are_noticed_on_s3(stored: Flask) -> None:
    kept = storage.keep(b"first", "a.pdf", "application/pdf", None, NOON)
    obstore.put(storage.store(), kept.key, b"other")
    with pytest.raises(storage.StorageFault, match="differs"):
        storage.content(kept)
    storage.drop(kept.key)
    with pytest.raises(storage.StorageFault, match="missing"):
        storage.content(kept)


def test_nothing_is_overwritten_on_s3(stored: Flask) -> None:
    obstore.put(storage.store(), "a", b"1", mode="create")
    with pytest.raises(obstore.exceptions.AlreadyExistsError):
        obstore.put(storage.store(), "a", b"2", mode="create")


def test_an_infected_file_is_put_apart_on_s3(stored: Flask) -> None:
    kept = storage.keep(b"x", "a.pdf", "application/pdf", None, NOON, scan=Scan.WAITING)
    left = storage.quarantine(kept)
    storage.drop(left)
    assert storage.fault(kept) is None
    with pytest.raises(Refused, match="確認中"):
        storage.content(kept)


def test_strays_on_s3_are_found_and_swept(stored: Flask) -> None:
    kept = storage.keep(b"x", "a.pdf", "application/pdf", None, NOON)
    obstore.put(storage.store(), "2026/05/stray", b"z")
    later = now() + timedelta(days=2)
    assert list(upkeep.strays(now())) == []
    assert list(upkeep.sweep(later)) == ["2026/05/stray"]
    assert list(upkeep.strays(later)) == []
    assert storage.fault(kept) is None


def test_s3_that_is_away_is_no_lost_file(stored: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = storage.keep(b"x", "a.pdf", "application/pdf", None, NOON)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    stored.extensions["otameshi.store"] = obstore.store.from_url(
        stored.config["FILE_STORE"], retry_config={"max_retries": 0}
    )
    with pytest.raises(obstore.exceptions.GenericError):
        storage.fault(kept)
    assert os.environ["AWS_ENDPOINT_URL"].endswith(":1")
