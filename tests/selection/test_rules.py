"""形式審査, ranking and cohort, as worked cases and as properties."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi import subsidy
from otameshi.applications.redaction import HIDDEN, cover
from otameshi.applications.rules import ApplicationFact, Kind, MemberFact
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.programme.asked import AskedPaper
from otameshi.programme.rules import Terms
from otameshi.selection.cohort import Quota, effect
from otameshi.selection.ranking import Marks, Scale, doubts, ranks, shown, standing
from otameshi.selection.rules import (
    CANDIDACY,
    Outcome,
    SheetState,
    State,
    differing,
    must_be_explained,
    waiting_order,
)
from otameshi.selection.screening import Severity, findings, worst

TERMS = Terms(
    fiscal_year=2026,
    group_limit=3,
    age_base=date(2026, 8, 1),
    age_least=20,
    age_most=45,
    age_most_soft=True,
    trial=Period(date(2026, 8, 1), date(2027, 2, 28)),
    months_least=3,
    months_most=6,
    nights_a_month=6,
    nights_soft=True,
    paid_by=date(2027, 3, 14),
    budget=Yen(5_000_000),
    papers=(
        AskedPaper("plan", "事業計画書", required=True),
        AskedPaper("photo", "参加者の顔写真", required=True),
        AskedPaper("other", "その他の資料", required=False),
    ),
)
MEMBER = MemberFact(
    "見本　花子", "ミホン　ハナコ", date(1995, 4, 2), "東京都", "1-2", "制作", has_base=False,
    phone="03-0000-0000",
)  # fmt: skip
FACT = ApplicationFact(
    kind=Kind.SOLE,
    trade_name="見本スタジオ",
    corporate_number="",
    leader="",
    employer_consent=False,
    members=(MEMBER,),
    business="ウェブ制作",
    career="5年",
    plan="計画",
    wishes=("見本市",),
    stay_from=date(2026, 8, 15),
    stay_to=date(2027, 2, 14),
    nights_a_month=6,
    costs=(),
    papers=frozenset({"plan", "photo"}),
    pledged=True,
    consented=True,
)


def born(year: int, month: int, day: int) -> ApplicationFact:
    return replace(FACT, members=(replace(MEMBER, birth_date=date(year, month, day)),))


def test_an_application_that_meets_every_condition_has_no_doubtful_finding() -> None:
    found = findings(FACT, TERMS)
    assert [one for one in found if one.doubtful] == []
    assert worst(found) is Severity.OK


@pytest.mark.parametrize(
    ("birth", "severity", "words"),
    [
        ((2006, 8, 1), "ok", "2026年8月1日現在20歳です。"),
        ((2006, 8, 2), "block", "現在19歳です（20歳以上が対象です）。"),
        ((1980, 8, 2), "ok", "45歳です。"),
        ((1980, 8, 1), "remark", "46歳です（概ね45歳までが対象です）。"),
    ],
)
def test_age_counts_on_the_base_date_and_the_upper_limit_is_soft(birth, severity, words) -> None:
    (found,) = [one for one in findings(born(*birth), TERMS) if one.key == "age"]
    assert found.severity == severity
    assert words in found.text


def test_an_upper_limit_that_is_not_soft_blocks() -> None:
    found = findings(born(1980, 8, 1), replace(TERMS, age_most_soft=False))
    assert worst(found) is Severity.BLOCK


@pytest.mark.parametrize(
    ("change", "key", "severity", "words"),
    [
        ({"members": (MEMBER,) * 4}, "size", "block", "4名の組です（1組3名まで）"),
        ({"members": ()}, "whole", "block", "代表者を入力してください"),
        ({"members": (replace(MEMBER, has_base=True),)}, "base", "block", "すでに拠点"),
        ({"members": (replace(MEMBER, prefecture="長野県"),)}, "home", "block", "県外に住む方"),
        ({"members": (replace(MEMBER, birth_date=None),)}, "whole", "block", "生年月日"),
        ({"stay_from": date(2026, 7, 31)}, "period", "block", "の外に出ています"),
        ({"stay_to": date(2027, 3, 1)}, "period", "block", "の外に出ています"),
        ({"stay_to": date(2026, 8, 14)}, "period", "block", "始まりの日より前"),
        ({"stay_to": None}, "whole", "block", "おためしの期間を入力"),
        ({"stay_to": date(2026, 11, 13)}, "months", "block", "満2か月の滞在です（最短3か月）"),
        ({"stay_to": date(2026, 11, 14)}, "months", "ok", "満3か月"),
        ({"stay_to": date(2027, 2, 15)}, "months", "remark", "6か月を超える"),
        ({"nights_a_month": 5}, "nights", "remark", "5泊の予定です（月平均概ね6泊以上"),
        ({"nights_a_month": None}, "whole", "block", "泊まる数を入力"),
        ({"wishes": ()}, "whole", "block", "希望する市町村を選んで"),
        ({"papers": frozenset({"plan"})}, "whole", "block", "顔写真を添付して"),
        ({"kind": Kind.EMPLOYEE}, "whole", "block", "勤務先の承諾"),
        ({"pledged": False}, "whole", "block", "誓約"),
        ({"consented": False}, "whole", "block", "同意"),
    ],
)
def test_each_condition_is_found_with_its_figures(change, key, severity, words) -> None:
    found = [one for one in findings(replace(FACT, **change), TERMS) if one.key == key]
    assert any(one.severity == severity and words in one.text for one in found)


def test_nights_block_when_the_year_does_not_say_about() -> None:
    found = findings(replace(FACT, nights_a_month=5), replace(TERMS, nights_soft=False))
    assert worst(found) is Severity.BLOCK


def test_what_was_found_is_passed_over_only_in_writing() -> None:
    with pytest.raises(Refused, match="46歳です"):
        must_be_explained(["46歳です。"], "　")
    must_be_explained(["46歳です。"], "経験を評価した。")
    must_be_explained([], "")


# --- ranking ---

PLAN = Scale(1, "計画", weight=2, most=5, floor=2)
WILL = Scale(2, "意欲", weight=1, most=5, floor=1)
SCALES = [PLAN, WILL]


def sheet(plan: int, will: int, state: SheetState = SheetState.FINAL, name: str = "甲") -> Marks:
    return Marks(name, state, {1: plan, 2: will})


def test_a_score_is_the_weighted_mean_of_the_criteria() -> None:
    # 計画 (3+4)/2 = 3.5, 意欲 (5+2)/2 = 3.5: (2 x 3.5 + 1 x 3.5) / 3
    assert standing(SCALES, [sheet(3, 5), sheet(4, 2)]).score == Fraction(7, 2)
    # 計画 4.5, 意欲 2: (2 x 4.5 + 2) / 3 = 11/3
    one = standing(SCALES, [sheet(4, 1), sheet(5, 3)])
    assert one.score == Fraction(11, 3)
    assert shown(one.score) == "3.67"
    # own means (2 x 4 + 1) / 3 = 3 and (2 x 5 + 3) / 3 = 13/3
    assert one.spread == Fraction(4, 3)


def test_one_criterion_below_its_floor_fails_the_whole() -> None:
    one = standing(SCALES, [sheet(1, 5), sheet(2, 5)])
    assert one.below_floor == ("計画",)
    assert not one.ranked
    assert ranks({1: one, 2: standing(SCALES, [sheet(2, 1)])}) == {2: 1}


def test_a_mean_on_the_floor_passes() -> None:
    assert standing(SCALES, [sheet(1, 5), sheet(3, 5)]).below_floor == ()


def test_a_recused_reviewer_is_left_out_and_a_missing_one_is_named() -> None:
    sheets = [
        sheet(4, 4),
        Marks("乙", SheetState.RECUSED, {}),
        Marks("丙", SheetState.DRAFT, {1: 1}),
    ]
    one = standing(SCALES, sheets)
    assert one.score == 4
    assert (one.recused, one.missing) == (("乙",), ("丙",))


def test_a_finished_sheet_without_a_criterion_added_later_counts_as_missing() -> None:
    one = standing(SCALES, [Marks("甲", SheetState.FINAL, {1: 5})])
    assert one.score is None
    assert one.missing == ("甲",)


def test_ties_are_shown_as_ties() -> None:
    scores = {1: sheet(5, 5), 2: sheet(3, 3), 3: sheet(3, 3), 4: sheet(2, 2)}
    assert ranks({key: standing(SCALES, [one]) for key, one in scores.items()}) == {
        1: 1,
        2: 2,
        3: 2,
        4: 4,
    }


@pytest.mark.parametrize(
    ("score", "words"),
    [(None, "—"), (Fraction(5), "5.00"), (Fraction(10, 3), "3.33"), (Fraction(401, 200), "2.01")],
)
def test_a_score_is_written_with_two_decimals(score, words) -> None:
    assert shown(score) == words


POINTS = st.integers(1, 5)
STATES = st.sampled_from([SheetState.FINAL, SheetState.FINAL, SheetState.DRAFT, SheetState.RECUSED])
SHEETS = st.lists(st.builds(sheet, POINTS, POINTS, STATES, st.sampled_from("甲乙丙丁")), max_size=6)


@given(SHEETS, st.randoms())
def test_the_order_of_reviewers_does_not_matter(sheets, random) -> None:
    mixed = sheets.copy()
    random.shuffle(mixed)
    assert standing(SCALES, mixed) == standing(SCALES, sheets)


@given(st.lists(st.lists(st.tuples(POINTS, POINTS), min_size=1, max_size=3), min_size=1), st.data())
def test_raising_a_score_never_lowers_the_rank(candidates, data) -> None:
    def places(all_points):
        found = {
            key: standing(SCALES, [sheet(*pair) for pair in pairs])
            for key, pairs in enumerate(all_points)
        }
        return ranks(found)

    who = data.draw(st.integers(0, len(candidates) - 1))
    which = data.draw(st.integers(0, len(candidates[who]) - 1))
    plan, will = candidates[who][which]
    raised = [list(pairs) for pairs in candidates]
    raised[who][which] = (min(plan + 1, 5), will)
    last = len(candidates) + 1
    assert places(raised).get(who, last) <= places(candidates).get(who, last)


@given(SHEETS)
def test_a_score_lies_between_the_lowest_and_the_highest_mark(sheets) -> None:
    one = standing(SCALES, sheets)
    marks = [p for s in sheets if s.state is SheetState.FINAL for p in s.points.values()]
    assert (one.score is None) == (not marks)
    if one.score is not None:
        assert min(marks) <= one.score <= max(marks)


def test_what_is_to_be_explained_before_a_proposal() -> None:
    low = standing(SCALES, [sheet(1, 5), Marks("乙", SheetState.ASSIGNED, {})])
    assert doubts("組", low, Outcome.REJECTED) == ["組は、乙の採点が終わっていません。"]
    assert "組は、計画が基準点に届いていません。" in doubts("組", low, Outcome.SELECTED)
    assert doubts("組", standing(SCALES, []), Outcome.REJECTED) == ["組は、採点がまだありません。"]


# --- cohort ---

BOOK = subsidy.read(
    (files("otameshi.subsidy") / "examples/nagano-otameshi.toml").read_text("utf-8")
)
TWENTY = Quota(20, soft=True)


def test_the_twenty_fifth_person_lowers_the_cap_for_all() -> None:
    before = effect(BOOK, [3] * 8, [], TWENTY, Yen(7_200_000))
    assert (before.heads, before.cap_per_person, before.most) == (24, 300_000, 7_200_000)
    assert before.next_step is not None
    assert (before.next_step.people, before.next_step.cap) == (1, 240_000)
    after = effect(BOOK, [3] * 8 + [1], [], TWENTY, Yen(7_200_000))
    assert (after.heads, after.cap_per_person, after.most) == (25, 240_000, 25 * 240_000)
    assert after.next_step is None


def test_groups_of_other_calls_of_the_year_count_for_the_cap_but_not_for_the_quota() -> None:
    both = effect(BOOK, [3, 2], [20], TWENTY, Yen(1))
    assert (both.chosen, both.heads, both.cap_per_person) == (2, 25, 240_000)
    assert both.over_budget
    assert not both.over_quota


def test_without_a_rulebook_no_money_is_guessed() -> None:
    none = effect(None, [1], [], Quota(0, soft=False), Yen(0))
    assert (none.cap_per_person, none.most, none.next_step) == (None, None, None)
    assert none.over_quota
    assert none.quota.label == "0組"


# --- blind ---


def test_names_are_covered_however_they_are_written() -> None:
    fact = replace(
        FACT,
        plan="見本花子です。見本 花子、見本　花子、ミホンハナコ、見本スタジオ。",
        business="account@mihon.jp と 見本",
    )
    covered = cover(fact, ["account@mihon.jp"])
    assert covered(fact.plan) == f"{HIDDEN}です。{HIDDEN}、{HIDDEN}、{HIDDEN}、{HIDDEN}。"
    assert covered(fact.business) == f"{HIDDEN} と {HIDDEN}"


# --- moves ---


def test_a_waiting_list_keeps_given_numbers_and_fills_in_the_rest() -> None:
    assert waiting_order([(1, None), (2, 1), (3, None)]) == {1: 2, 2: 1, 3: 3}
    assert waiting_order([(1, None)], taken={1, 2}) == {1: 3}


@pytest.mark.parametrize("asked", [[(1, 1), (2, 1)], [(1, 5)], [(1, 0)]])
def test_a_waiting_number_given_twice_or_below_one_is_refused(asked) -> None:
    with pytest.raises(Refused, match="順位"):
        waiting_order(asked, taken={5})


def test_deciding_otherwise_than_proposed_must_be_explained() -> None:
    assert differing(Outcome.SELECTED, Outcome.SELECTED) == []
    assert "案は採択ですが、不採択と決定します" in differing(Outcome.SELECTED, Outcome.REJECTED)[0]


def test_only_a_manager_decides_and_only_an_officer_proposes() -> None:
    by = {move.name: move.by for move in CANDIDACY.moves}
    assert {by[name] for name in ("select", "waitlist", "reject", "promote", "send_back")} == {
        Role.MANAGER
    }
    assert by["propose"] is Role.OFFICER
    assert CANDIDACY.open_to({Role.REVIEWER}, State.REVIEWING) == []
