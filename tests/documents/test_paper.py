"""Papers: what is printed is what was decided."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.documents.looks import dresses
from otameshi.documents.marks import Rule, Words
from otameshi.documents.paper import (
    Amounts,
    Attachment,
    Contact,
    Entries,
    Files,
    Grid,
    Heading,
    Items,
    Look,
    Paper,
    Prose,
    _set,
    sheet,
)
from otameshi.documents.typefaces import Face, typeface

YOSHIRO = "髙﨑　𠮷郎"
KATSURAGI = "葛\U000e0100城"
WATANABE = "渡邉\U000e0104"
HOSTILE = "<b>太字</b>&amp;&<img src=/etc/passwd><a href='http://127.0.0.1/'>]]>{{7*7}}"

NOTICE = Paper(
    title="おためしナガノ事業補助金交付決定通知書",
    number="6産立第123号",
    dated=date(2024, 7, 1),
    addressee=("合同会社　" + KATSURAGI + "デザイン", "代表社員　" + YOSHIRO + "　様"),
    sender=("長野県知事　○○　○○",),
    seal_omitted=True,
    body=(
        Prose(
            "令和6年6月10日付けで申請のあったおためしナガノ事業補助金については、"
            "補助金等交付規則第5条の規定により、下記のとおり交付することに決定したので通知します。"
        ),
    ),
    record=(
        Items((("補助事業の名称", WATANABE + "組の試行"), ("交付決定額", "金130,000円"))),
        Items(("経費の配分は、次のとおりとする。",), first=3),
        Amounts(
            ("区分", "補助対象経費", "補助金の額"),
            (
                ("オフィス利用料", Yen(84_000), Yen(56_000)),
                ("交通費", Yen(111_260), Yen(74_000)),
                ("その他", None, Yen(0)),
            ),
            total=("合計", Yen(195_260), Yen(130_000)),
        ),
    ),
    contact=Contact("産業立地・IT振興課", "026-000-0000", "otameshi@example.jp"),
)


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """Return all text, without the line ends and page numbers that setting has added."""
    lines = "\n".join(page.extract_text() for page in reader(pdf).pages)
    return re.sub(r"(?m)^ ?\d+／\d+$|[ \n]", "", lines)


def short(*parts, **facts) -> Paper:
    return Paper(title="通知書", body=parts, **facts)


@pytest.mark.parametrize(
    "fact",
    [
        "6産立第123号",
        "令和6年7月1日",
        "合同会社　" + KATSURAGI + "デザイン",
        "代表社員　" + YOSHIRO + "　様",
        "長野県知事　○○　○○（公印省略）",
        "おためしナガノ事業補助金交付決定通知書",
        "下記のとおり交付することに決定したので通知します。記１",
        "１補助事業の名称" + WATANABE + "組の試行２交付決定額金130,000円３経費の配分は",
        "区分補助対象経費補助金の額オフィス利用料84,000円56,000円",
        "その他－0円合計195,260円130,000円",
        "130,000円以上担当産業立地・IT振興課電話026-000-0000メールotameshi@example.jp",
    ],
)
def test_a_notice_reads_back_as_the_facts_it_was_made_of(fact):
    assert fact in text_of(sheet(NOTICE))


def test_a_copy_lists_entries_and_files_with_their_whole_digest():
    digest = sha256(b"plan").hexdigest()
    pdf = sheet(
        Paper(
            look=Look.COPY,
            title="応募受付票",
            body=(
                Heading("応募者"),
                Entries((("代表者", YOSHIRO), ("メンバー", WATANABE + "\n" + KATSURAGI))),
                Files((Attachment("事業計画書.pdf", 482_133, digest),)),
            ),
        )
    )
    text = text_of(pdf)
    assert "応募者代表者" + YOSHIRO + "メンバー" + WATANABE + KATSURAGI in text
    assert "事業計画書.pdf482,133バイト" + digest in text


@pytest.mark.parametrize("look", Look)
def test_every_kind_of_text_survives_copying_in_both_looks(look):
    for text in (YOSHIRO, KATSURAGI, WATANABE, "神　神", "か\u3099ぎ", "①㈱№", HOSTILE):
        pdf = sheet(short(Prose(text), Entries(((text, text),)), look=look))
        assert text_of(pdf).count(text.replace(" ", "")) == 3


@pytest.mark.parametrize("face", Face)
def test_a_variant_is_drawn_with_a_glyph_of_its_own_and_an_unknown_one_as_its_base(face):
    font = typeface(face)
    glyphs = [
        font.face.charToGlyph[ord(each)] for each in font.prepared("葛葛\U000e0100邉" + WATANABE)
    ]
    plain, variant, base, _, unknown = glyphs
    assert plain != variant
    assert base == unknown


def test_every_font_is_embedded_and_nothing_else_is_named():
    for look in Look:
        parts = (Prose("本文"), Heading("見出し"), Entries((("名", "値"),)))
        with pikepdf.open(BytesIO(sheet(short(*parts, look=look)))) as pdf:
            fonts = list(pdf.pages[0].Resources.Font.values())
            assert all("/FontFile2" in font.FontDescriptor for font in fonts)
            assert all("Noto" in str(font.BaseFont) for font in fonts)


def test_the_same_facts_give_the_same_bytes():
    first = sheet(NOTICE)
    sheet(short(Prose("辻\U000e0100　別の書類")))
    assert sheet(NOTICE) == first


def test_a_notice_is_small():
    assert len(sheet(NOTICE)) < 70_000


def test_the_paper_is_tagged_and_names_its_language_and_title():
    with pikepdf.open(BytesIO(sheet(NOTICE))) as pdf:
        kinds = [str(element.S) for element in pdf.Root.StructTreeRoot.K.K]
        assert kinds.count("/H1") == 1
        assert {"/P", "/L", "/Table"} <= set(kinds)
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "ja-JP"
        assert str(pdf.docinfo.Title) == NOTICE.title
        assert "/CreationDate" not in pdf.docinfo


def test_a_table_is_tagged_by_rows_with_headings():
    with pikepdf.open(BytesIO(sheet(short(Grid(("甲", "乙"), [("1", "2")]))))) as pdf:
        (table,) = [each for each in pdf.Root.StructTreeRoot.K.K if each.S == "/Table"]
        cells = [[str(cell.S) for cell in row.K] for row in table.K]
        assert cells == [["/TH", "/TH"], ["/TD", "/TD"]]
        assert table.K[0].K[0].A.Scope == "/Column"


def test_a_long_table_turns_the_page_and_repeats_its_header():
    rows = [(str(number), f"高速バス{number:03}", f"{number * 100:,}円") for number in range(120)]
    pages = reader(sheet(short(Grid(("番号", "内容", "金額"), rows, aligns="rlr")))).pages
    texts = [page.extract_text() for page in pages]
    assert len(texts) > 2
    assert all("内容" in text for text in texts)
    found = re.findall(r"高速バス(\d{3})", "".join(texts))
    assert found == [f"{number:03}" for number in range(120)]
    assert texts[1].strip().endswith(f"2／{len(texts)}")


def test_a_cell_longer_than_a_page_goes_on_where_it_stopped():
    plan = "".join(f"第{number}段落の説明です。" for number in range(400))
    pdf = sheet(short(Entries((("計画", plan), ("次", "値")))))
    assert plan in text_of(pdf)
    assert len(reader(pdf).pages) > 2


def test_one_page_has_no_page_number():
    assert "／" not in reader(sheet(NOTICE)).pages[0].extract_text()


def test_a_notice_that_would_just_run_over_is_set_closer():
    wide = short(Prose("\n".join(["本文"] * 30)), number="第1号", contact=NOTICE.contact)
    assert len(reader(sheet(wide)).pages) == 1


def test_a_long_text_fills_pages_without_losing_a_character():
    text = "補助対象経費について、次のとおり定める。" * 500
    assert text_of(sheet(short(Prose(text)))).endswith(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("田\U00031350", "「\U00031350」（U+31350）"),
        ("山\0", "（U+0000）"),
        ("山\ud800", "（U+D800）"),
        ("\U000f0000", "（U+F0000）"),
        ("笑😀", "「😀」（U+1F600）"),
    ],
)
def test_a_character_that_the_fonts_lack_is_refused_by_name(text, named):
    places = (
        short(Prose(text)),
        short(Entries(((text, ""),))),
        short(addressee=(text,)),
        short(sender=(text,)),
        short(Items(((text, "値"),))),
        Paper(title=text),
    )
    for paper in places:
        with pytest.raises(Refused) as refused:
            sheet(paper)
        assert named in str(refused.value)
        str(refused.value).encode()


def test_marks_without_a_shape_are_left_out():
    assert "abc12" in text_of(sheet(short(Prose("a\u202eb\u200bc\ufeff1\u00ad2"))))


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_is_printed_or_refused(text):
    try:
        pdf = sheet(short(Prose(text), Entries(((text, text),)), addressee=(text,)))
    except Refused:
        return
    assert pdf.startswith(b"%PDF-1.7")


SYLLABLES = ("山", "、", "。", "（", "」", "<b>", "&", "]]>", "12", "か\u3099", KATSURAGI)
MORE = ("𠮷", "ー", "っ", "㈱", "％", "\n", "長野県", "A4", "…", "―", "①", WATANABE)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(SYLLABLES + MORE), min_size=50, max_size=300).map("".join))
def test_whatever_is_printed_is_copied_out_unchanged(text):
    kept = text.replace("\n", "")
    assert text_of(sheet(short(Prose(text), Entries((("名", text),))))) == f"通知書{kept}名{kept}"


WATCHED = """
import sys
from hashlib import sha256
from tests.documents.test_paper import (
    HOSTILE, KATSURAGI, NOTICE, Entries, Look, Prose, sheet, short
)

for look in Look:
    sheet(short(Prose(KATSURAGI), look=look))  # the fonts are read
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith(
    ("open", "socket", "subprocess", "os.", "exec", "compile", "import", "urllib")) else None)
for look in Look:
    sheet(short(Prose(HOSTILE), Entries(((HOSTILE, HOSTILE),)), addressee=(HOSTILE,), look=look))
digest = sha256(sheet(NOTICE)).hexdigest()
print(digest, sorted(set(seen)))
"""


def test_markup_in_a_text_opens_no_file_and_no_connection_and_a_new_start_gives_the_same_bytes():
    run = subprocess.run(  # noqa: S603 - this interpreter and the script above
        [sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True
    )
    assert run.stdout.split(maxsplit=1) == [sha256(sheet(NOTICE)).hexdigest(), "[]\n"]


TALE = "長い文" * 2_000


@pytest.mark.parametrize(
    "facts",
    [
        {"title": TALE},
        {"addressee": (TALE,), "sender": (TALE,), "seal_omitted": True},
        {"contact": Contact(TALE)},
        {"body": (Grid((TALE, "乙"), [(TALE, "値")]),)},
        {"record": (Items(((TALE, TALE),)),)},
    ],
    ids=["title", "names", "contact", "table", "items"],
)
def test_a_text_may_be_longer_than_anyone_would_write(facts):
    text = text_of(sheet(Paper(**{"title": "通知書", **facts})))
    assert text.count("長い文") >= 2_000


@pytest.mark.parametrize("look", dresses(Look.NOTICE), ids=lambda look: str(look.body.leading))
def test_nothing_is_printed_over_the_place_of_the_seal(look):
    flow = _set(replace(NOTICE, seal_omitted=False, sealed=True), look)
    square = [mark for mark in flow.pages[0] if isinstance(mark, Rule)][:4]
    foot = max(rule.y2 for rule in square)
    words = [mark for mark in flow.pages[0] if isinstance(mark, Words)]
    first = next(one for one in words if "令和6年6月10日" in one.text)
    assert first.baseline - first.size >= foot
