"""Text is counted as people count, kept as it was typed, and said back where it was folded."""

import pytest
from flask import Flask, get_flashed_messages
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.graphemes import graphemes
from otameshi.web.forms import DateParts, NumberField, PageForm, long_text, text
from otameshi.web.lengths import CODES_EACH
from otameshi.web.readback import read_otherwise, say_back


class Sheet(PageForm):
    name = text("氏名", 3, required=False)
    words = long_text("文章", 5, required=False)
    kana = text("フリガナ", required=False, filters=[lambda typed: typed and typed.upper()])
    nights = NumberField("泊数")
    born = DateParts("生年月日", birth=True)


def filled(app: Flask, **typed: str) -> Sheet:
    with app.test_request_context("/", method="POST", data=typed):
        form = Sheet()
        form.sent()
        return form


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("葛\U000e0100城", 2),  # a variant selector
        ("𠮷野家", 3),  # beyond U+FFFF: two units in a browser
        ("か\u3099き", 2),  # か with its mark apart
        ("👩\u200d🌾", 1),
        ("🇯🇵", 1),
        ("\r\n", 1),
        ("", 0),
    ],
)
def test_characters_are_counted_as_people_count_them(typed: str, count: int) -> None:
    assert graphemes(typed) == count


def test_three_characters_of_any_make_fit_into_three(app: Flask) -> None:
    for name in ("葛\U000e0100城𠮷", "髙\U000e0100﨑\U000e0100神", "神\ufa19髙"):
        form = filled(app, name=name)
        assert (form.name.data, list(form.name.errors)) == (name, [])


def test_a_fourth_is_refused_with_the_count(app: Flask) -> None:
    form = filled(app, name="葛\U000e0100城𠮷野")
    assert form.name.errors == ["3文字以内で入力してください（いまは4文字です）。"]


def test_the_browser_is_told_no_length_by_which_it_would_cut(app: Flask) -> None:
    with app.test_request_context("/"):
        assert "maxlength" not in str(Sheet().name())


def test_marks_piled_on_one_character_are_refused(app: Flask) -> None:
    form = filled(app, name="あ" + "\u0301" * (3 * CODES_EACH))
    assert form.name.errors == ["3文字以内で入力してください。"]


def test_line_ends_are_of_one_kind_and_count_once(app: Flask) -> None:
    form = filled(app, words="一\r\n二\r三")
    assert (form.words.data, list(form.words.errors)) == ("一\n二\n三", [])


@pytest.mark.parametrize(
    "typed", ["一\n二", "一\u2028二", "一\x85", "一\ufffe", "一\x00", "一\u202e"]
)
def test_what_no_file_keeps_is_refused_in_one_line(app: Flask, typed: str) -> None:
    assert filled(app, name=typed).name.errors


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=3))
def test_a_name_is_never_normalised(app_once: Flask, name: str) -> None:
    form = filled(app_once, name=name)
    assert form.name.errors or (form.name.data or "") == name


@pytest.fixture(scope="module")
def app_once() -> Flask:
    app = Flask(__name__)
    app.secret_key = "k"
    return app


def test_what_was_folded_is_said_back(app: Flask) -> None:
    typed = {"born-year": "平成7", "born-month": "４", "born-day": "2"}
    form = filled(app, name="髙", kana="abc", nights="１０", **typed)
    assert list(read_otherwise(form)) == [
        ("フリガナ", "ABC"),
        ("泊数", "10"),
        ("生年月日", "1995年4月2日（平成7年4月2日）"),
    ]
    with app.test_request_context("/"):
        say_back(form)
        (said,) = get_flashed_messages()
    assert "フリガナは「ABC」、泊数は「10」" in said


def test_what_is_kept_as_typed_is_not_said_back(app: Flask) -> None:
    typed = {"born-year": "1995", "born-month": "04", "born-day": "2"}
    form = filled(app, name=" 髙 ", kana="ABC", nights="010", **typed)
    assert list(read_otherwise(form)) == []


def test_nobody_is_born_tomorrow(app: Flask) -> None:
    form = filled(app, **{"born-year": "2199", "born-month": "1", "born-day": "1"})
    assert form.born.errors == ["今日までの日付を入力してください。"]
