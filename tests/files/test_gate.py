"""What comes in and what does not, and what a trap costs."""

import logging
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from otameshi.core.states import Refused
from otameshi.files import gate, storage
from otameshi.files.kinds import (
    DOCUMENTS,
    LARGEST,
    LONGEST_NAME,
    MOST_PAGES,
    RECEIPTS,
    Kind,
    accept,
    accepted,
)
from tests import make
from tests.files import corpus
from tests.make import NOON

TAKEN = {
    "a PDF": (corpus.pdf, Kind.PDF),
    "a PDF with as many pages as may be": (lambda: corpus.pdf(MOST_PAGES), Kind.PDF),
    "a PDF protected against printing alone": (lambda: corpus.encrypted_pdf(""), Kind.PDF),
    "a JPEG": (lambda: corpus.picture("JPEG"), Kind.JPEG),
    "a photograph": (corpus.photo_with_place, Kind.JPEG),
    "a JPEG in CMYK": (lambda: corpus.picture("JPEG", mode="CMYK"), Kind.JPEG),
    "a PNG": (lambda: corpus.picture("PNG"), Kind.PNG),
    "a photograph of an iPhone": (corpus.heic, Kind.HEIC),
    "a PNG with a palette": (lambda: corpus.picture("PNG", mode="P"), Kind.PNG),
    "a PNG with 16 bits": (lambda: corpus.picture("PNG", mode="I;16"), Kind.PNG),
    "Word": (corpus.office, Kind.DOCX),
    "Word with a link to a page": (
        lambda: corpus.office(
            word___rels__document_dot_rels=corpus.relations("hyperlink", "https://example.jp/")
        ),
        Kind.DOCX,
    ),
    "Excel": (corpus.real_excel, Kind.XLSX),
    "PowerPoint": (lambda: corpus.office(corpus.SLIDES), Kind.PPTX),
}

MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOCTYPE = b'<!DOCTYPE t [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REFUSED = {
    "HTML": (lambda: b"<!doctype html><script>alert(1)</script>", "受け付けていない"),
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "受け付けていない"),
    "text": ("見積書".encode, "受け付けていない"),
    "EICAR": (lambda: corpus.EICAR, "受け付けていない"),
    "a program called .pdf": (lambda: b"MZ\x90\0" + b"\0" * 200, "受け付けていない"),
    "an ELF program": (lambda: b"\x7fELF" + b"\0" * 200, "受け付けていない"),
    "a script": (lambda: b"#!/bin/sh\nrm -rf /\n", "受け付けていない"),
    "GIF": (lambda: corpus.picture("GIF"), "受け付けていない"),
    "WebP": (lambda: corpus.picture("WEBP"), "受け付けていない"),
    "TIFF": (lambda: corpus.picture("TIFF"), "受け付けていない"),
    "BMP": (lambda: corpus.picture("BMP"), "受け付けていない"),
    "gzip": (lambda: b"\x1f\x8b\x08" + b"\0" * 50, "受け付けていない"),
    "RTF": (lambda: rb"{\rtf1\ansi}", "受け付けていない"),
    "the head of a HEIC alone": (
        lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50,
        "壊れている",
    ),
    "half a HEIC": (lambda: corpus.heic((2_000, 1_000))[:-200], "壊れている"),
    "a HEIC with a zip behind": (lambda: corpus.heic() + corpus.zip_of("a.class"), "別の形式"),
    "Word 2003": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "パスワード付き"),
    "a PDF with a password": (lambda: corpus.encrypted_pdf("secret"), "パスワード"),
    "a PDF with a script": (corpus.pdf_that_opens_with_a_script, "プログラム"),
    "a PDF with a hidden script": (corpus.pdf_with_a_script_deep_in_an_annotation, "プログラム"),
    "a PDF that starts a program": (corpus.pdf_that_starts_a_program, "プログラム"),
    "a PDF with a file inside": (corpus.pdf_with_a_file_inside, "埋め込まれて"),
    "a PDF with too many pages": (lambda: corpus.pdf(MOST_PAGES + 1), "ページまで"),
    "half a PDF": (lambda: corpus.pdf()[:400], "壊れている|別の形式"),
    "the head of a PDF alone": (lambda: b"%PDF-1.7\n%%EOF\n", "壊れている"),
    "a PDF that is HTML too": (
        lambda: corpus.pdf().replace(b"%PDF-1.", b"%PDF-1.4\n%<html><script>\n%", 1),
        "別の形式",
    ),
    "HTML before a PDF": (lambda: b"<html>" + corpus.pdf(), "受け付けていない"),
    "a PDF with a zip behind": (lambda: corpus.pdf() + corpus.zip_of("a.class"), "別の形式"),
    "a PDF with HTML behind": (lambda: corpus.pdf() + b"<html></html>", "別の形式"),
    "half a JPEG": (lambda: corpus.photo_with_place()[:5_000], "壊れている"),
    "half a PNG": (lambda: corpus.picture("PNG", (400, 300))[:-40], "壊れている|別の形式"),
    "a PNG with something behind": (lambda: corpus.picture("PNG") + b"more", "別の形式"),
    "a JPEG with a zip behind": (
        lambda: corpus.picture("JPEG") + corpus.zip_of("a.class"),
        "別の形式",
    ),
    "a PNG bomb": (corpus.png_bomb, "画像が大きすぎます"),
    "a PNG of 20000 × 20000": (lambda: corpus.png_bomb(20_000, 20_000), "画像が大きすぎます"),
    "a zip": (lambda: corpus.zip_of("a.txt"), "受け付けていない"),
    "a Java archive": (lambda: corpus.zip_of("META-INF/MANIFEST.MF", "A.class"), "受け付けて"),
    "a zip bomb": (corpus.zip_bomb, "展開すると"),
    "an endless list of entries": (
        lambda: corpus.zip_of(*(f"{n}" for n in range(3_001))),
        "展開すると",
    ),
    "entries that climb out": (
        lambda: corpus.zip_of("[Content_Types].xml", "word/../../evil"),
        "壊れている",
    ),
    "Word with macros": (lambda: corpus.office(MACRO_WORD), "マクロ"),
    "Word with macros, its type disguised": (
        lambda: corpus.office(word__vbaProject_dot_bin=b"macro"),
        "マクロ",
    ),
    "Excel with a control": (
        lambda: corpus.office(corpus.EXCEL, xl__activeX__activeX1_dot_xml=b"<x/>"),
        "マクロ",
    ),
    "Word with a file inside": (
        lambda: corpus.office(word__embeddings__oleObject1_dot_bin=b"MZ"),
        "埋め込まれて",
    ),
    "Word that fetches its template": (
        lambda: corpus.office(
            word___rels__settings_dot_rels=corpus.relations(
                "attachedTemplate", "https://evil.example/t.dotm"
            )
        ),
        "外部のファイル",
    ),
    "Word with entities (XXE)": (
        lambda: corpus.office(types=DOCTYPE + corpus.types(corpus.WORD)),
        "壊れている",
    ),
    "Word and Excel at once": (
        lambda: corpus.office(types=corpus.types(corpus.WORD, corpus.EXCEL)),
        "受け付けていない",
    ),
    "half a Word file": (lambda: corpus.office()[:-60], "壊れている"),
}


@pytest.mark.parametrize("what", TAKEN)
def test_what_people_really_send_is_taken(what: str) -> None:
    content, kind = TAKEN[what]
    assert gate.judge("a.bin", content()) is kind


@pytest.mark.parametrize("what", REFUSED)
def test_everything_else_is_refused_and_says_what_to_do(what: str) -> None:
    content, words = REFUSED[what]
    with pytest.raises(Refused, match=words) as refusal:
        gate.judge("見積書.pdf", content())
    assert "「見積書.pdf」" in str(refusal.value)
    assert "受け付けている形式は、PDF、" in str(refusal.value)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refused, match="空です"):
        gate.judge("a.pdf", b"")


def test_a_file_over_the_limit_is_refused_without_looking_into_it() -> None:
    with pytest.raises(Refused, match="20MBまで"):
        gate.judge("a.pdf", b"%PDF-" + b"\0" * LARGEST)


def test_a_receipt_is_a_picture_or_a_pdf() -> None:
    assert gate.judge("a.pdf", corpus.pdf(), RECEIPTS) is Kind.PDF
    with pytest.raises(Refused, match="受け付けている形式は、PDF、JPEG画像、PNG画像、HEIC画像です"):
        gate.judge("a.docx", corpus.office(), RECEIPTS)


def test_the_kinds_are_named_for_people_and_for_browsers() -> None:
    assert accepted(RECEIPTS) == "PDF、JPEG画像、PNG画像、HEIC画像"
    assert accept(RECEIPTS) == ".pdf,.jpg,.jpeg,.png,.heic,.heif"
    assert accept(DOCUMENTS).endswith(".docx,.xlsx,.pptx")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("見積書 （最終）.pdf", "見積書 （最終）.pdf"),
        ("髙橋𠮷野家\U000e0100.PDF", "髙橋𠮷野家\U000e0100.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\win.ini", "win.ini.pdf"),
        ("C:\\Users\\taro\\領収書.pdf", "領収書.pdf"),
        ("a\0b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
        ("photo\u202efdp.exe", "photofdp.exe.pdf"),
        ("a\u2066b\u200fc\u2028d.pdf", "abcd.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("....", "名称未設定.pdf"),
        ("", "名称未設定.pdf"),
        ("/", "名称未設定.pdf"),
        (" .pdf", "pdf.pdf"),
        ("CON", "CON.pdf"),
        ("\ud800.pdf", "pdf.pdf"),
        ("report.docx", "report.docx.pdf"),
    ],
)
def test_a_files_name_is_kept_as_its_owner_gave_it_but_for_what_deceives(
    app: Flask, sent: str, kept: str
) -> None:
    assert gate.receive(sent, corpus.pdf(), None, NOON).name == kept


def test_a_very_long_name_is_cut_but_keeps_its_ending(app: Flask) -> None:
    name = gate.receive("長" * 5_000 + ".pdf", corpus.pdf(), None, NOON).name
    assert len(name) <= LONGEST_NAME
    assert name.endswith(".pdf")
    assert gate.tidy("長" * 300 + ".jpeg", Kind.JPEG) == "長" * 195 + ".jpeg"


def test_a_received_file_can_be_read_back_and_lies_under_a_name_of_ours(app: Flask) -> None:
    person = make.person()
    attachment = gate.receive("領収書.jpg", corpus.photo_with_place(), person, NOON, RECEIPTS)
    assert attachment.person is person
    assert (attachment.media_type, attachment.name) == ("image/jpeg", "領収書.jpg")
    assert storage.content(attachment) == corpus.photo_with_place()
    assert "領収書" not in attachment.key


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_preview_is_small_and_of_the_same_kind(app: Flask, kind: str, name: str) -> None:
    content = corpus.picture(kind, (3_000, 2_000))
    shown = gate.preview(gate.receive(name, content, None, NOON))
    with Image.open(BytesIO(shown)) as image:
        assert (image.format, image.size) == (kind, (1_600, 1_067))


def test_a_preview_stands_upright_and_tells_nothing_of_place_or_device(app: Flask) -> None:
    shown = gate.preview(gate.receive("a.jpg", corpus.photo_with_place(), None, NOON))
    with Image.open(BytesIO(shown)) as image:
        assert image.width < image.height
        assert dict(image.getexif()) == {}
    assert b"Camera of Taro" not in shown


def test_what_is_no_image_has_no_preview(app: Flask) -> None:
    with pytest.raises(Refused, match="ダウンロード"):
        gate.preview(gate.receive("a.pdf", corpus.pdf(), None, NOON))


def test_a_file_that_breaks_its_reader_is_refused_like_any_other(monkeypatch, caplog) -> None:
    monkeypatch.setattr(gate, "PATIENCE", 0)
    with caplog.at_level(logging.WARNING), pytest.raises(Refused, match="複雑すぎて"):
        gate.judge("a.pdf", corpus.pdf())
    assert "examining a file took" in caplog.text
