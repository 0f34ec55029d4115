"""The kernel of questions: worked cases first, then what holds for all."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.questions import (
    CHOSEN,
    OUTSIDE,
    Condition,
    Kind,
    Question,
    Questionnaire,
    Source,
    Unreadable,
    anew,
    carried,
    compare,
    fault,
    faults,
    fits,
    lack,
    offered,
    parse,
    read,
    restored,
    stored,
    words,
    write,
    writing,
)
from otameshi.core.states import Refused

PAGES = ("kind", "business", "plan")
APPLICANT = Source("kind", "応募区分", "kind", (("sole", "個人事業主"), ("company", "法人")))


def question(kind=Kind.TEXT, key="q1", label="質問", page="business", **facts):
    if kind in CHOSEN:
        facts = {"options": ("はい", "いいえ"), **facts}
    return Question(key, kind, label, page, **facts)


def test_numbers_are_read_as_people_in_japan_type_them():
    number = question(Kind.NUMBER)
    for typed in ("12000", "１２，０００", " 12,000 ", "１２、０００"):
        assert read(number, typed) == 12_000
    assert read(number, "−５") == read(number, "-5") == -5
    for typed in ("十二", "1.5", "1e3", "9" * 13):
        with pytest.raises(Unreadable, match="整数"):
            read(number, typed)


def test_dates_are_read_in_both_calendars():
    day = question(Kind.DATE)
    for typed in ("2026-05-01", "2026/5/1", "２０２６年５月１日", "令和8年5月1日", "R8.5.1"):
        assert read(day, typed) == date(2026, 5, 1)
    for typed in ("2026-02-30", "平成31年5月1日", "あした", "2026/5-1"):
        with pytest.raises(Unreadable, match="実在する日付"):
            read(day, typed)


def test_nothing_typed_is_no_answer():
    for kind in Kind:
        assert read(question(kind), "") is None
        assert read(question(kind), []) is None
        assert read(question(kind), [" \u3000"] if kind in {Kind.TEXT, Kind.DATE} else []) is None


def test_a_text_is_counted_as_its_reader_counts():
    short = question(most=3)
    assert fits(short, "𠮷野家")
    assert fits(short, "葛\U000e0100城市")
    assert fault(short, "四文字だ") == "3文字以内で入力してください（いま4文字）。"
    assert fault(short, "二\n行") == "1行で入力してください。"
    assert lack(question(least=5), "四文字だ") == (
        "「質問」は、5文字以上で入力してください（いま4文字）。"
    )


def test_a_number_stays_between_its_limits():
    assert fits(question(Kind.NUMBER, least=0, most=10), 10)
    for answer in (-1, 11):
        said = fault(question(Kind.NUMBER, least=0, most=10), answer)
        assert said == "0から10までの数で入力してください。"
    assert fault(question(Kind.NUMBER, least=3), 2) == "3以上の数で入力してください。"
    assert fault(question(Kind.NUMBER, most=3), 4) == "3以下の数で入力してください。"


def test_choices_are_among_those_offered_and_not_too_many():
    one, several = question(Kind.CHOICE), question(Kind.SEVERAL, options=("a", "b", "c"), most=2)
    assert fits(one, "はい")
    assert fault(one, "たぶん") == "選択肢から選んでください。"
    assert fault(several, ("a", "b", "c")) == "2つまで選べます。"
    assert fault(several, ("x",)) == "選択肢から選んでください。"
    assert lack(question(Kind.SEVERAL, least=2), ("はい",)) == "「質問」は、2つ以上選んでください。"
    assert words(several, ("c", "a")) == "a、c"


def test_an_answer_of_another_kind_is_no_answer():
    for kind in Kind:
        for answer in ("文", 5, date(2026, 5, 1), ("はい",)):
            right = {
                Kind.TEXT: str, Kind.LONG: str, Kind.NUMBER: int, Kind.DATE: date,
                Kind.SEVERAL: tuple, Kind.FILE: tuple, Kind.CHOICE: type(None),
                Kind.SCALE: int, Kind.MUNICIPALITY: type(None),
            }[kind]  # fmt: skip
            assert fits(question(kind), answer) is isinstance(answer, right), (kind, answer)


def test_what_is_required_is_asked_for_in_the_words_of_its_kind():
    said = {kind: lack(question(kind, required=True), None) for kind in Kind}
    assert said[Kind.TEXT] == "「質問」を入力してください。"
    assert said[Kind.CHOICE] == "「質問」を選んでください。"
    assert said[Kind.FILE] == "「質問」を添付してください。"
    assert not any(lack(question(kind), None) for kind in Kind)


CHAIN = Questionnaire(
    (
        question(Kind.CHOICE, key="q1", condition=Condition("kind", ("company",))),
        question(Kind.CHOICE, key="q2", condition=Condition("q1", ("はい",))),
        question(key="q3", condition=Condition("q2", ("はい",))),
    )
)


def keys(found):
    return [one.key for one in found]


def test_a_question_is_asked_of_those_whom_its_condition_names():
    everything = {"q1": "はい", "q2": "はい", "q3": "文"}
    assert keys(CHAIN.shown({"kind": "company", **everything})) == ["q1", "q2", "q3"]
    assert keys(CHAIN.shown({"kind": "company", **everything, "q1": "いいえ"})) == ["q1"]
    assert keys(CHAIN.shown({"kind": "sole", **everything})) == []
    assert CHAIN.answered({"kind": "company", **everything, "q2": "いいえ"}) == {
        "q1": "はい",
        "q2": "いいえ",
    }


def test_one_of_several_choices_is_enough_for_a_condition():
    whole = Questionnaire(
        (question(Kind.SEVERAL, key="q1"), question(key="q2", condition=Condition("q1", ("はい",))))
    )
    assert keys(whole.shown({"q1": ("いいえ", "はい")})) == ["q1", "q2"]
    assert keys(whole.shown({"q1": ("いいえ",)})) == ["q1"]


def wrong(*questions, sources=(APPLICANT,)):
    return " ".join(faults(Questionnaire(questions), PAGES, sources))


def test_a_sound_questionnaire_has_no_faults():
    assert faults(Questionnaire(()), PAGES) == []
    named = [
        Question(one.key, one.kind, f"質問{n}", one.page, options=one.options,
                 condition=one.condition)
        for n, one in enumerate(CHAIN.questions)
    ]  # fmt: skip
    assert wrong(*named) == ""


def test_a_scale_goes_from_one_to_five_unless_it_is_said_otherwise():
    plain, ten = question(Kind.SCALE), question(Kind.SCALE, least=1, most=10)
    assert [step for step in range(12) if fits(plain, step)] == [1, 2, 3, 4, 5]
    assert [step for step in range(12) if fits(ten, step)] == list(range(1, 11))
    assert fault(plain, 6) == "1から5までの中から選んでください。"
    assert read(plain, "４") == 4
    assert lack(question(Kind.SCALE, required=True), None) == "「質問」を選んでください。"
    assert restored(plain, 4) == 4
    for kept in (True, "4", 6):
        assert restored(plain, kept) is None


def test_a_question_may_be_asked_of_those_who_chose_a_step_of_a_scale():
    why = question(key="q2", label="理由", condition=Condition("q1", ("1", "2")))
    whole = Questionnaire((question(Kind.SCALE), why))
    assert faults(whole, PAGES) == []
    assert keys(whole.shown({"q1": 2})) == ["q1", "q2"]
    assert keys(whole.shown({"q1": 3})) == ["q1"]
    assert keys(whole.shown({})) == ["q1"]


def test_a_municipality_is_one_of_the_prefecture_or_outside_of_it():
    asked = question(Kind.MUNICIPALITY, required=True)
    assert fits(asked, "松本市")
    assert fits(asked, OUTSIDE)
    assert fault(asked, "横浜市") == "選択肢から選んでください。"
    assert lack(asked, None) == "「質問」を選んでください。"
    assert asked.source is None


@pytest.mark.parametrize(
    ("said", "questions"),
    [
        ("2つあります", [question(), question(key="q2")]),
        ("同じ番号", [question(), question(label="別")]),
        ("ページを選んで", [question(page="attic")]),
        ("ページの順", [question(page="plan"), question(key="q2", label="別", page="kind")]),
        ("1文字から100文字", [question(label="")]),
        ("1文字から100文字", [question(label="あ" * 101)]),
        ("説明は500文字以内", [question(help="あ" * 501)]),
        ("2つから50個", [question(Kind.CHOICE, options=("一つ",))]),
        ("同じ選択肢", [question(Kind.CHOICE, options=("同", "同"))]),
        ("選ぶ質問だけ", [question(options=("a", "b"))]),
        ("最大を超えない", [question(least=5, most=4)]),
        ("1以上", [question(least=0)]),
        ("200以下", [question(most=201)]),
        ("2以下", [question(Kind.SEVERAL, most=3)]),
        ("付けられません", [question(Kind.DATE, least=1)]),
        ("付けられません", [question(Kind.MUNICIPALITY, most=1)]),
        ("最小より大きい最大", [question(Kind.SCALE, least=3, most=3)]),
        ("最小より大きい最大", [question(Kind.SCALE, least=6)]),
        ("1以上", [question(Kind.SCALE, least=0)]),
        ("10以下", [question(Kind.SCALE, most=11)]),
        ("ファイルの種類", [question(Kind.FILE, accepts="films")]),
        ("前にある選ぶ質問", [question(condition=Condition("q9", ("a",)))]),
        ("前にある選ぶ質問", [question(condition=Condition("q1", ("a",)))]),
        (
            "前にある選ぶ質問",
            [question(), question(key="q2", label="別", condition=Condition("q1", ("a",)))],
        ),
        ("選び直して", [question(condition=Condition("kind", ("martian",)))]),
        ("選び直して", [question(condition=Condition("kind", ()))]),
        ("60問まで", [question(key=f"q{n}", label=f"質問{n}") for n in range(61)]),
    ],
)
def test_what_is_wrong_with_a_questionnaire_is_said_in_words(said, questions):
    assert said in wrong(*questions)


def test_a_condition_leans_on_no_later_page():
    later = Source("housing", "住居の支援", "plan", (("yes", "希望する"),))
    asked = question(condition=Condition("housing", ("yes",)))
    assert "後のページ" in wrong(asked, sources=[later])


def test_two_versions_are_compared_question_by_question():
    before = Questionnaire((question(), question(key="q2"), question(Kind.CHOICE, key="q3")))
    after = Questionnaire(
        (
            question(Kind.CHOICE, key="q3", options=("はい", "未定")),
            question(required=True, help="新しい説明"),
            question(Kind.NUMBER, key="q4"),
        )
    )
    found = compare(before, after)
    assert keys(found.added) == ["q4"]
    assert keys(found.removed) == ["q2"]
    assert found.moved
    assert [(one.after.key, one.words) for one in found.changed] == [
        ("q3", ("加えた選択肢：未定", "なくした選択肢：いいえ")),
        ("q1", ("任意 → 必須", "説明の文")),
    ]
    assert all(one.anew for one in found.changed)
    assert not compare(before, before)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        (question(), question(label="言い換え", help="説明"), False),
        (question(), question(Kind.LONG), False),
        (question(Kind.LONG), question(), True),
        (question(), question(required=True), True),
        (question(required=True), question(), False),
        (question(most=100), question(most=50), True),
        (question(most=50), question(), False),
        (question(), question(least=5), True),
        (question(least=5), question(least=3), False),
        (question(Kind.CHOICE), question(Kind.CHOICE, options=("はい", "いいえ", "未定")), False),
        (question(Kind.SEVERAL), question(Kind.SEVERAL, options=("はい", "いいえ", "他")), False),
        (question(Kind.SEVERAL), question(Kind.SEVERAL, most=1), True),
        (question(Kind.CHOICE), question(Kind.SEVERAL), True),
        (question(Kind.FILE), question(Kind.FILE, accepts="images"), True),
        (question(Kind.NUMBER, least=0), question(Kind.NUMBER), False),
        (question(Kind.DATE), question(Kind.DATE, page="plan"), False),
        (question(Kind.SCALE), question(Kind.SCALE, least=1, most=5), False),
        (question(Kind.SCALE), question(Kind.SCALE, most=10), True),
        (question(Kind.SCALE), question(Kind.NUMBER), True),
        (question(Kind.MUNICIPALITY), question(Kind.MUNICIPALITY, help="説明"), False),
    ],
)  # fmt: skip
def test_it_is_known_which_change_asks_people_anew(old, new, again):
    assert anew(old, new) is again


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
LABELS = st.sampled_from("甲乙丙丁戊己")


@st.composite
def questions(draw, key="q1"):
    kind = draw(st.sampled_from(Kind))
    options = draw(st.lists(LABELS, min_size=2, unique=True)) if kind in CHOSEN else []
    limits = st.none() | st.integers(1, 40)
    numbered = kind in {Kind.TEXT, Kind.LONG, Kind.NUMBER, Kind.SEVERAL, Kind.FILE, Kind.SCALE}
    return Question(
        key, kind, draw(TEXTS), "business",
        help=draw(TEXTS), required=draw(st.booleans()), options=tuple(options),
        least=draw(limits) if numbered else None, most=draw(limits) if numbered else None,
    )  # fmt: skip


@st.composite
def wholes(draw):
    """Make questionnaires whose conditions lean on anything before them."""
    made: list[Question] = []
    for n in range(draw(st.integers(0, 6))):
        one = draw(questions(f"q{n}"))
        before = [each for each in made if each.options] if draw(st.booleans()) else []
        if before:
            of = draw(st.sampled_from(before))
            values = draw(st.lists(st.sampled_from(of.options), min_size=1, unique=True))
            one = replace(one, condition=Condition(of.key, tuple(values)))
        made.append(one)
    return Questionnaire(tuple(made))


def answers(one):
    match one.kind:
        case Kind.TEXT | Kind.LONG:
            return TEXTS.filter(bool)
        case Kind.NUMBER | Kind.SCALE:
            return st.integers(-60, 60)
        case Kind.CHOICE | Kind.MUNICIPALITY:
            return st.sampled_from(sorted(offered(one)))
        case Kind.DATE:
            return st.dates()
        case Kind.SEVERAL:
            return st.lists(st.sampled_from(one.options), min_size=1, unique=True).map(tuple)
        case _:
            return st.lists(TEXTS.filter(bool), min_size=1, max_size=3).map(tuple)


@st.composite
def filled(draw):
    whole = draw(wholes())
    given_ = {one.key: draw(answers(one)) for one in whole.questions if draw(st.booleans())}
    return whole, given_


@given(wholes())
def test_a_questionnaire_comes_back_from_its_document(whole):
    assert parse(write(whole)) == whole
    assert write(parse(write(whole))) == write(whole)


@given(filled())
def test_an_answer_comes_back_from_where_it_is_stored(case):
    whole, given_ = case
    kept = json.loads(json.dumps({key: stored(answer) for key, answer in given_.items()}))
    for one in whole.questions:
        if one.key in given_:
            fit = fits(one, given_[one.key])
            assert restored(one, kept[one.key]) == (given_[one.key] if fit else None)


@given(TEXTS.filter(lambda text: text.strip(" \t\n\u3000")))
def test_any_text_survives_but_for_space_around_it(text):
    one = question(Kind.LONG)
    answer = read(one, text)
    assert answer == text.strip(" \t\n\u3000")
    assert restored(one, json.loads(json.dumps(stored(answer)))) == answer
    assert words(one, answer) == answer


@given(filled())
def test_no_question_is_asked_whose_condition_is_not_asked_itself(case):
    whole, given_ = case
    asked = whole.shown(given_)
    for one in asked:
        if one.condition is not None:
            assert one.condition.source in keys(asked)


@given(filled(), st.data())
def test_a_new_version_loses_no_answer_that_still_fits(case, data):
    whole, given_ = case
    kept = {
        key: stored(answer) for key, answer in given_.items() if fits(whole.by_key[key], answer)
    }
    later = Questionnaire(
        tuple(
            data.draw(st.just(one) | questions(one.key))
            for one in whole.questions
            if data.draw(st.booleans())
        )
    )
    found = carried(kept, later)
    for one in later.questions:
        if one.key in kept and one == whole.by_key[one.key]:
            assert found[one.key] == given_[one.key]
        if one.key in found:
            assert fits(one, found[one.key])
    for change in compare(whole, later).changed:
        key = change.after.key
        if key in kept and not change.anew and lack(change.before, given_[key]) is None:
            assert key in found
            assert lack(change.after, found[key]) is None


@given(wholes(), wholes())
def test_a_comparison_names_every_difference(before, after):
    found = compare(before, after)
    assert bool(found) is (before != after)
    assert {one.key for one in found.new} | {one.key for one in found.removed} == {
        key
        for key in (*before.by_key, *after.by_key)
        if before.by_key.get(key) != after.by_key.get(key)
    }


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reading(text):
    for kind in Kind:
        one = question(kind)
        try:
            answer = read(one, text)
        except Unreadable:
            continue
        if answer is not None:
            fault(one, answer)
            words(one, answer)


PLACES = ["kind", "business", "plan"]


def placed(*pages):
    return Questionnaire(
        tuple(question(key=f"q{n}", label=f"質問{n}", page=page) for n, page in enumerate(pages, 1))
    )


def test_a_question_is_added_behind_the_last_of_its_page():
    whole = writing.added(placed("kind", "plan"), question(key="q3"), PLACES)
    assert keys(whole.questions) == ["q1", "q3", "q2"]


def test_a_question_changes_in_its_place_and_goes_to_the_end_of_another_page():
    whole = placed("kind", "business", "business")
    said = writing.edited(whole, question(key="q2", label="新しい文"), PLACES)
    assert [one.label for one in said.questions] == ["質問1", "新しい文", "質問3"]
    away = writing.edited(whole, question(key="q1", page="business"), PLACES)
    assert keys(away.questions) == ["q2", "q3", "q1"]


def test_a_question_moves_among_those_of_its_page_only():
    whole = placed("kind", "business", "business")
    assert keys(writing.moved(whole, "q3", writing.UP).questions) == ["q1", "q3", "q2"]
    for key, step in (("q1", writing.UP), ("q2", writing.UP), ("q3", writing.DOWN)):
        with pytest.raises(Refused, match="これ以上は動かせません"):
            writing.moved(whole, key, step)
    with pytest.raises(Refused, match="すでに下書きから削除"):
        writing.removed(whole, "q9")


@given(st.lists(st.sampled_from([*PLACES, "", "attic"]), max_size=8))
def test_whatever_stands_on_no_page_is_put_onto_one(pages):
    whole = placed(*pages)
    found = writing.placed(whole, PLACES)
    assert sorted(keys(found.questions)) == sorted(keys(whole.questions))
    assert faults(found, PLACES) == []
    assert writing.placed(found, PLACES) == found


@given(st.lists(wholes(), max_size=4))
def test_a_key_is_never_given_twice(known):
    key = writing.free_key(known)
    assert all(key not in whole.by_key for whole in known)
