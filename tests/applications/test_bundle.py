"""All files of an export in one ZIP that says of itself whether it is whole."""

import csv
import hashlib
import tracemalloc
import zipfile
from io import BytesIO, StringIO

import obstore
import pytest
from flask import Flask

from otameshi.applications import outgoing, register
from otameshi.applications.bundle import INCOMPLETE, MANIFEST, Bundle, safe
from otameshi.applications.models import Application, ApplicationPaper
from otameshi.applications.register import Wanted
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.files import storage
from otameshi.files.models import Scan
from tests import make

MIB = 1024 * 1024


def attach(to: Application, name: str, content: bytes, kind: str = "plan") -> ApplicationPaper:
    attachment = storage.keep(content, name, "application/pdf", None, make.NOON)
    return make.keep(ApplicationPaper(application=to, kind=kind, attachment=attachment))


@pytest.fixture
def one(app: Flask) -> Application:
    del app
    return make.application(number="R8-0042", trade_name="見本工房")


def bundle() -> Bundle:
    officer = make.person(Role.OFFICER)
    listing = register.listed(officer, Wanted())
    run = outgoing.take(listing.query, listing.order, None, officer, make.NOON, {})
    db.session.commit()
    return Bundle(run)


def opened() -> zipfile.ZipFile:
    archive = zipfile.ZipFile(BytesIO(b"".join(bundle().chunks())))
    assert archive.testzip() is None
    return archive


def manifest(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    text = archive.read(MANIFEST).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_every_file_is_in_it_with_its_hash(one):
    attach(one, "計画.pdf", b"plan")
    attach(one, "計画.pdf", b"another plan")
    archive = opened()
    lines = manifest(archive)
    assert [line["結果"] for line in lines] == ["一致", "一致"]
    assert len({line["ZIPの中の名前"].casefold() for line in lines}) == 2
    for line, content in zip(lines, (b"plan", b"another plan"), strict=True):
        assert archive.read(line["ZIPの中の名前"]) == content
        assert line["SHA-256"] == hashlib.sha256(content).hexdigest()
        assert (line["受付番号"], line["応募者"]) == ("R8-0042", "見本工房")
        assert line["受け付けたときの名前"] == "計画.pdf"
    assert INCOMPLETE not in archive.namelist()


def test_what_is_missing_or_differs_is_told_and_the_rest_is_there(one):
    gone, changed = attach(one, "消えた.pdf", b"gone"), attach(one, "変わった.pdf", b"as received")
    held = attach(one, "確認中.pdf", b"held")
    held.attachment.scan = Scan.WAITING
    attach(one, "無事.pdf", b"fine")
    obstore.delete(storage.store(), gone.attachment.key)
    obstore.put(storage.store(), changed.attachment.key, b"something else")
    archive = opened()
    results = {line["受け付けたときの名前"]: line["結果"] for line in manifest(archive)}
    assert results == {
        "消えた.pdf": "保存先にありません",
        "変わった.pdf": "受け付けた内容と一致しません",
        "確認中.pdf": "ウイルスの確認中または隔離のため、入れていません",
        "無事.pdf": "一致",
    }
    told = archive.read(INCOMPLETE).decode("utf-8-sig")
    assert all(name in told for name in ("消えた.pdf", "変わった.pdf", "確認中.pdf"))
    assert "無事.pdf" not in told
    assert b"held" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a/b\\c:d*e?.pdf", "a_b_c_d_e_.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("末尾. . ", "末尾"),
        ("...", "file"),
        ("x\u202efdp.exe", "x_fdp.exe"),
        ("髙橋𠮷花の計画.pdf", "髙橋𠮷花の計画.pdf"),
    ],
)
def test_a_name_is_one_that_windows_takes(name, kept):
    assert safe(name) == kept


def test_a_long_name_keeps_its_ending():
    assert safe("あ" * 300 + ".pdf").endswith(".pdf")
    assert len(safe("あ" * 300 + ".pdf")) <= 80
    assert len(safe("あ." + "x" * 300)) <= 80


def test_memory_does_not_grow_with_the_files(one):
    for number in range(6):
        attach(one, f"大きい{number}.pdf", bytes([number]) * (4 * MIB))
    pieces = bundle().chunks()
    tracemalloc.start()
    sent = sum(len(piece) for piece in pieces)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > 24 * MIB
    assert peak < 3 * MIB


def test_the_page_sends_it_as_it_grows(browse, one):
    attach(one, "計画.pdf", b"plan")
    db.session.commit()
    officer = browse(make.person(Role.OFFICER))
    place = officer.post("/desk/applications/exports/", "/desk/applications/", which="all").location
    answer = officer.get(f"{place}/files.zip")
    assert answer.content_type == "application/zip"
    assert answer.content_length is None
    assert MANIFEST in zipfile.ZipFile(BytesIO(answer.data)).namelist()
