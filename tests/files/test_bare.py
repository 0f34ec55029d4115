"""Reviewers get copies that do not tell who made them; the original is kept as it came."""

from io import BytesIO

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from otameshi.applications.models import ApplicationPaper
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.files import bare, examine, gate, kinds, storage
from otameshi.files.kinds import Fault
from tests import make
from tests.files import corpus

TELLING = (b"Camera of Taro", b"Mihon Taro", "見本工房".encode())


def told_in(content: bytes) -> list[bytes]:
    """Name what a file still tells, also inside what it has packed."""
    if content.startswith(b"PK"):
        from zipfile import ZipFile  # noqa: PLC0415  # for one kind of file only

        with ZipFile(BytesIO(content)) as opened:
            content = b"".join(opened.read(name) for name in opened.namelist())
    return [one for one in TELLING if one in content]


@pytest.mark.parametrize(
    ("name", "make_file"),
    [
        ("写真.jpg", corpus.photo_with_place),
        ("写真.heic", corpus.heic),
        ("計画.pdf", corpus.pdf_that_tells),
        ("計画.docx", corpus.office_that_tells),
    ],
)
def test_a_copy_tells_nothing_and_the_original_is_kept(app: Flask, name, make_file) -> None:
    original = make_file()
    assert told_in(original)
    kept = gate.receive(name, original, None, make.NOON)
    assert kept.name == name
    copy = gate.bare(kept)
    assert told_in(copy) == []
    assert isinstance(examine.look(copy), kinds.Kind)
    assert storage.content(kept) == original


def test_a_pdf_keeps_its_pages_and_pictures(app: Flask) -> None:
    with pikepdf.open(BytesIO(bare.copy(corpus.pdf_that_tells()))) as copy:
        assert len(copy.pages) == 1
        raw = next(one for one in copy.objects if corpus.is_image(one)).read_raw_bytes()
    with Image.open(BytesIO(raw)) as image:
        assert image.size == (2_400, 1_200)


def test_a_jpeg_loses_its_origin_and_not_a_pixel() -> None:
    before, after = corpus.photo_with_place(), bare.jpeg(corpus.photo_with_place())
    with Image.open(BytesIO(before)) as first, Image.open(BytesIO(after)) as second:
        assert dict(second.getexif()) == {}
        assert first.tobytes() == second.tobytes()
    assert bare.jpeg(b"no picture") == b"no picture"
    assert bare.jpeg(before[:30]) == before[:30] or len(bare.jpeg(before[:30])) < 30


def test_an_iphones_photograph_is_shown_as_jpeg(app: Flask) -> None:
    kept = gate.receive("写真.heic", corpus.heic((2_000, 1_000)), None, make.NOON)
    assert gate.shown_as(kept) == "image/jpeg"
    with Image.open(BytesIO(gate.preview(kept))) as image:
        assert (image.format, image.size) == ("JPEG", (1_600, 800))


def test_without_the_extra_an_iphones_photograph_is_refused_with_what_to_do(monkeypatch) -> None:
    monkeypatch.setattr(examine, "HEIC_TAKEN", False)
    assert examine.look(corpus.heic()) is Fault.HEIC
    assert "JPEGに変換してください" in Fault.HEIC.label


def test_a_reviewer_gets_only_bare_copies(browse, app: Flask) -> None:
    sheet = make.sheet()
    application = sheet.candidacy.application
    for name, content in (
        ("見本太郎.jpg", corpus.photo_with_place()),
        ("見本太郎.pdf", corpus.pdf_that_tells()),
    ):
        kept = gate.receive(name, content, None, make.NOON)
        application.papers.append(ApplicationPaper(kind="plan", attachment=kept))
    db.session.commit()
    reviewer = browse(sheet.reviewer)
    page = reviewer.read(f"/review/{sheet.id}")
    assert f'src="/review/{sheet.id}/files/1/picture"' in page
    assert f"/review/{sheet.id}/files/2/picture" not in page
    for position, ending in ((1, "jpg"), (2, "pdf")):
        answer = reviewer.get(f"/review/{sheet.id}/files/{position}")
        assert told_in(answer.data) == []
        assert f"plan-{sheet.id}-{position}.{ending}" in answer.headers["Content-Disposition"]
        assert "attachment" in answer.headers["Content-Disposition"]
    picture = reviewer.get(f"/review/{sheet.id}/files/1/picture")
    assert told_in(picture.data) == []
    assert picture.content_type == "image/jpeg"
    assert reviewer.get(f"/review/{sheet.id}/files/3/picture").status_code == 404


def test_staff_see_pictures_made_anew_and_can_have_the_original(browse, app: Flask) -> None:
    application = make.application()
    kept = gate.receive("写真.jpg", corpus.photo_with_place(), None, make.NOON)
    application.papers.append(ApplicationPaper(kind="photo", attachment=kept))
    db.session.commit()
    officer = browse(make.person(Role.OFFICER))
    where = f"/desk/applications/{application.id}/files/{application.papers[0].id}"
    assert f'src="{where}/picture"' in officer.read(f"/desk/applications/{application.id}")
    assert told_in(officer.get(f"{where}/picture").data) == []
    assert officer.get(where).data == corpus.photo_with_place()
