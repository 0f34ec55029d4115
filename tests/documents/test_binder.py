"""Many files bound in one: read back, page by page."""

from io import BytesIO

from PIL import Image
from pypdf import PdfReader

from otameshi.documents.binder import Piece, bound
from otameshi.documents.paper import Look, Paper, Prose, sheet

FACTS = (("組", "見本デザイン室"), ("報告の回", "第1回"))


def photograph(width: int = 300, height: int = 500) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "JPEG")
    return out.getvalue()


def pdf(*words: str) -> bytes:
    return sheet(
        Paper(title="領収書", body=[Prose(word + "\n" * 70) for word in words], look=Look.COPY)
    )


def piece(number: int, content: bytes | None, name: str = "領収書.jpg") -> Piece:
    return Piece(f"第{number}号", f"{number}行目　見本堂　1,{number}00円", name, "ab" * 32, content)


def test_the_contents_name_the_page_on_which_each_file_begins():
    two = pdf("一枚目の領収書です。", "二枚目の領収書です。")
    pages = len(PdfReader(BytesIO(two)).pages)
    assert pages > 1
    made = bound("証拠書類一式", FACTS, [piece(1, two), piece(2, photograph()), piece(3, None)])
    read = PdfReader(BytesIO(made))
    texts = [page.extract_text() for page in read.pages]
    assert len(texts) == 1 + pages + 1 + 1
    for fact in ("証拠書類一式", "見本デザイン室", "第3号", "領収書.jpg"):
        assert fact in texts[0]
    assert "第1号" in texts[1]
    assert "一枚目の領収書です。" in texts[1]
    assert f"1／{pages}" in texts[1]
    assert "第2号" in texts[1 + pages]
    assert "電子のまま保管" in texts[-1]
    assert "ab" * 32 in texts[-1]
    for number, begins in ((1, 2), (2, 2 + pages), (3, 3 + pages)):
        row = texts[0].split(f"第{number}号")[1]
        assert str(begins) in row.replace("\n", " ").split(f"1,{number}00円")[1]
    marks = [str(getattr(each, "title", "")).partition("　")[0] for each in read.outline]
    assert marks[1:] == [f"第{number}号" for number in (1, 2, 3)]


def test_the_same_files_give_the_same_bytes_and_long_words_are_cut_at_the_head_only():
    long = Piece("第1号", "とても長い内容" * 30, "a.jpg", "cd" * 32, photograph(800, 200))
    made = bound("証拠書類一式", FACTS, [long])
    assert made == bound("証拠書類一式", FACTS, [long])
    texts = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert texts[0].replace("\n", "").count("とても長い内容") == 30
    assert "…" in texts[-1]


def test_without_files_the_contents_say_so():
    read = PdfReader(BytesIO(bound("証拠書類一式", FACTS, [])))
    assert "証拠書類はありません" in read.pages[0].extract_text()
    assert len(read.pages) == 1
