"""The year's conditions on an application, as worked cases: met, to be explained, not met."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.applications.requirements import (
    Severity,
    findings,
    obstacles,
    remark,
    restored,
    wanting,
)
from otameshi.applications.rules import PageName
from tests.applications.test_rules import EMPTY, MEMBER, WHOLE
from tests.applications.test_rules import TERMS as NO_AGE

TERMS = replace(
    NO_AGE,
    age_base=date(2026, 8, 1),
    age_least=20,
    age_most=45,
    age_most_soft=True,
    works=("デザイン・ウェブ制作", "映像の制作"),
)
FACT = replace(WHOLE, work="映像の制作")


def member(**facts):
    return replace(FACT, members=(replace(MEMBER, **facts),))


def only(fact, key, terms=TERMS):
    (found,) = [one for one in findings(fact, terms) if one.key == key]
    return found


def test_what_meets_every_condition_has_nothing_in_its_way():
    assert {one.severity for one in findings(FACT, TERMS)} == {Severity.OK}
    assert wanting(FACT, TERMS) == ()


def test_what_is_not_answered_is_missing_and_no_finding():
    assert findings(EMPTY, TERMS) == ()
    assert all(not one.requirement for one in wanting(EMPTY, TERMS))
    assert "事業の分野を選んでください。" in [one.text for one in wanting(EMPTY, TERMS)]


@pytest.mark.parametrize(
    ("born", "severity"),
    [
        (date(2006, 8, 1), Severity.OK),  # 20 on 1 August 2026
        (date(2006, 8, 2), Severity.BLOCK),  # 19
        (date(1980, 8, 2), Severity.OK),  # 45
        (date(1980, 8, 1), Severity.REMARK),  # 46, where the year says 概ね45歳
    ],
)
def test_age_is_counted_on_the_base_date(born, severity):
    assert only(member(birth_date=born), "age").severity is severity


@pytest.mark.parametrize(
    ("change", "key", "severity", "words"),
    [
        ({"members": (MEMBER,) * 4}, "size", Severity.BLOCK, "4名の組です（1組3名まで）"),
        ({"work": "その他"}, "work", Severity.REMARK, "ITやクリエイティブ"),
        ({"work": "前の年の分野"}, "work", Severity.REMARK, "前の年の分野"),
        # 1 September to 30 November is 3 months, to 29 November 2
        ({"stay_to": date(2026, 11, 30)}, "months", Severity.OK, "満3か月"),
        ({"stay_to": date(2026, 11, 29)}, "months", Severity.BLOCK, "満2か月の滞在です（最短3"),
        # 1 August to 31 January is 6 months to the day; a day more is longer
        (
            {"stay_from": date(2026, 8, 1), "stay_to": date(2027, 1, 31)},
            "months",
            Severity.OK,
            "満6か月",
        ),
        (
            {"stay_from": date(2026, 8, 1), "stay_to": date(2027, 2, 1)},
            "months",
            Severity.REMARK,
            "最長約6か月",
        ),
        ({"stay_from": date(2026, 7, 31)}, "period", Severity.BLOCK, "の外に出ています"),
        ({"stay_to": date(2027, 3, 1)}, "period", Severity.BLOCK, "の外に出ています"),
        ({"stay_to": date(2026, 8, 31)}, "period", Severity.BLOCK, "始まりの日より前"),
        ({"nights_a_month": 6}, "nights", Severity.OK, "月に6泊"),
        ({"nights_a_month": 5}, "nights", Severity.REMARK, "月平均概ね6泊以上"),
    ],
)
def test_each_condition_is_judged_with_its_figures(change, key, severity, words):
    found = only(replace(FACT, **change), key)
    assert found.severity is severity
    assert words in found.text


@pytest.mark.parametrize(
    ("facts", "key", "field"),
    [({"prefecture": "長野県"}, "home", "prefecture"), ({"has_base": True}, "base", "has_base")],
)
def test_people_of_the_prefecture_and_with_a_base_in_it_are_told_where(facts, key, field):
    (block,) = obstacles(findings(member(**facts), TERMS))
    assert (block.page, block.position, block.field) == (PageName.MEMBERS, 1, field)
    assert block.text.startswith("対象外です：")
    assert block.requirement == key


@pytest.mark.parametrize(
    ("terms", "fact"),
    [
        ({"outside_only": False}, member(prefecture="長野県")),
        ({"without_base": False}, member(has_base=True)),
        ({"works": ()}, replace(FACT, work="")),
        ({"age_base": None}, member(birth_date=date(1900, 1, 1))),
    ],
)
def test_a_year_may_leave_a_condition_out(terms, fact):
    assert wanting(fact, replace(TERMS, **terms)) == ()


@pytest.mark.parametrize(
    ("terms", "fact"),
    [
        ({"age_most_soft": False}, member(birth_date=date(1980, 8, 1))),
        ({"nights_soft": False}, replace(FACT, nights_a_month=5)),
        (
            {"months_soft": False},
            replace(FACT, stay_from=date(2026, 8, 1), stay_to=date(2027, 2, 28)),
        ),
    ],
)
def test_a_condition_that_a_year_makes_hard_takes_no_explanation(terms, fact):
    said = replace(fact, months_explanation="理由", nights_explanation="理由")
    (block,) = obstacles(findings(said, replace(TERMS, **terms)))
    assert block.text.startswith("対象外です：")


@pytest.mark.parametrize(
    ("doubtful", "explained"),
    [
        (
            member(birth_date=date(1980, 8, 1)),
            member(birth_date=date(1980, 8, 1), age_explanation="経験を生かす"),
        ),
        (
            replace(FACT, nights_a_month=5),
            replace(FACT, nights_a_month=5, nights_explanation="介護"),
        ),
        (replace(FACT, work="その他"), replace(FACT, work="その他", work_explanation="農業のIT")),
    ],
)
def test_a_soft_condition_is_in_the_way_until_it_is_explained(doubtful, explained):
    (lacking,) = wanting(doubtful, TERMS)
    assert lacking.text.startswith("説明が必要です：")
    assert lacking.field.endswith("_explanation")
    assert wanting(explained, TERMS) == ()
    found = remark(findings(explained, TERMS), lacking.requirement, lacking.position)
    assert found is not None
    assert found.told == ("説明があります", "info")
    assert restored(found.kept()).explanation == found.explanation


def test_space_is_no_explanation():
    assert wanting(replace(FACT, nights_a_month=5, nights_explanation=" 　\n"), TERMS) != ()


def test_what_was_kept_before_there_were_explanations_can_be_read():
    assert restored({"key": "age", "severity": "remark", "text": "46歳"}).explanation == ""


def test_what_is_in_the_way_is_listed_in_the_order_of_the_pages():
    fact = replace(FACT, business="", nights_a_month=5, members=(replace(MEMBER, has_base=True),))
    pages = [one.page for one in wanting(fact, TERMS)]
    assert pages == [PageName.MEMBERS, PageName.BUSINESS, PageName.PLAN]


@given(
    st.dates(date(1873, 1, 1), date(2199, 12, 31)),
    st.dates(date(1873, 1, 1), date(2199, 12, 31)),
    st.dates(date(1873, 1, 1), date(2199, 12, 31)),
    st.integers(0, 31),
)
def test_any_dates_are_judged_and_each_condition_once(born, first, last, nights):
    fact = replace(member(birth_date=born), stay_from=first, stay_to=last, nights_a_month=nights)
    keys = [one.key for one in findings(fact, TERMS)]
    assert len(keys) == len(set(keys))
    assert {"size", "age", "home", "base", "work", "period", "nights"} <= set(keys)
