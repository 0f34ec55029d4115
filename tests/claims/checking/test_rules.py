"""What an officer may do at the desk, without an application or a database."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.claims.checking.looking import Look
from otameshi.claims.checking.rules import (
    ZOOMS,
    Said,
    against_the_plan,
    following,
    not_the_judge,
    shared,
    still_undoubted,
    times_returned,
    undoubted,
)
from otameshi.claims.checking.weighing import arithmetic, warnings
from otameshi.claims.judging import judge
from otameshi.claims.rules import Verdict
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.participation.stay.standing import Need, Outlook
from tests.claims.test_rules import TERMS, expense

OPEN, GOOD, BACK = Verdict.OPEN, Verdict.ACCEPTED, Verdict.RETURNED


@pytest.mark.parametrize(
    ("verdicts", "here", "place"),
    [
        ([OPEN, OPEN, OPEN], 0, 1),
        ([OPEN, GOOD, GOOD], 1, 0),  # what was passed over comes again at the end
        ([GOOD, OPEN, GOOD], 1, 1),
        ([GOOD, BACK], 0, None),
        ([], 0, None),
    ],
)
def test_after_a_ruling_the_next_open_line_below_comes_and_then_those_above(verdicts, here, place):
    assert following(verdicts, here) == place


@given(st.lists(st.sampled_from(list(Verdict)), min_size=1, max_size=40), st.data())
def test_going_on_visits_every_open_line_once(verdicts, data):
    here = data.draw(st.integers(0, len(verdicts) - 1))
    waiting, seen = list(verdicts), []
    while (place := following(waiting, here)) is not None:
        seen.append(place)
        waiting[place], here = GOOD, place
    assert sorted(seen) == [n for n, one in enumerate(verdicts) if one is OPEN]


def test_a_line_counts_as_returned_by_what_was_said_last_in_each_round():
    said = [
        Said(0, BACK, "宛名がありません。"),
        Said(0, GOOD),  # thought better of it before anything was sent
        Said(1, BACK, "日付がありません。"),
        Said(2, GOOD),
        Said(2, BACK, "金額が違います。"),
    ]
    assert times_returned(said, 1) == 0
    assert times_returned(said, 2) == 1
    assert times_returned(said, 3) == 2
    assert times_returned([], 3) == 0


def test_a_line_that_counts_in_full_and_raises_no_question_may_be_accepted_with_others():
    lines = judge(TERMS, [expense(50_000), expense(900_000, key="2")]).lines
    assert [undoubted(one) for one in lines] == [True, True]  # the cap is of the whole claim
    assert not undoubted(lines[0], doubts=["同じファイル"])
    assert not undoubted(lines[0], said=[Said(0, BACK, "理由")])


@pytest.mark.parametrize(
    "one",
    [
        expense(50_000, verdict=GOOD),
        expense(50_000, "travel", sub_kind="taxi"),  # 対象外
        expense(50_000, papers=frozenset()),  # a finding: no receipt
        expense(50_000, "travel", sub_kind="train"),  # a remark: the ordinary route
        expense(50_000, paid_on=TERMS.paid_by.replace(day=20)),  # paid too late
    ],
)
def test_a_line_that_raises_a_question_is_looked_at_alone(one):
    assert not undoubted(judge(TERMS, [one]).lines[0])


def test_what_became_doubtful_meanwhile_is_not_accepted_unseen():
    still_undoubted({1, 2}, {1, 2, 3})
    with pytest.raises(Refused, match="確認が要る行"):
        still_undoubted({1, 4}, {1, 2, 3})
    with pytest.raises(Refused, match="行がありません"):
        still_undoubted(set(), {1})


def test_who_judged_a_line_does_not_settle():
    not_the_judge({1, 2}, 3)
    with pytest.raises(Refused, match="額を確定できません"):
        not_the_judge({1, 2}, 2)


def test_a_limit_names_the_other_lines_that_share_it():
    lines = [expense(200_000), expense(60_000, "moving", key="7"), expense(90_000, key="9")]
    found = shared(judge(TERMS, lines), "7")
    assert found
    for one in found:
        assert "7" in one.limit.lines
        assert one.whole == (len(one.limit.lines) == 3)
        assert set(one.others) <= {1, 3}


def test_the_arithmetic_leads_from_what_was_spent_to_what_is_settled():
    """350,000 spent; 30,000 off by the officer, a taxi of 20,000; 260,000 are granted at most."""
    lines = [
        expense(280_500),
        expense(49_500, key="2", verdict=Verdict.REDUCED, reduced_to=Yen(19_500)),
        expense(20_000, "travel", key="3", sub_kind="taxi"),
    ]
    rows = arithmetic(judge(TERMS, lines))
    assert (rows[0].label, rows[0].change, rows[0].after) == ("支出した額", 350_000, 350_000)
    assert ("担当者が減額した額", -30_000, 320_000) in [
        (one.label, one.change, one.after) for one in rows
    ]
    assert rows[-1].after == 260_000


AMOUNTS = st.integers(1, 400_000)
KINDS = st.sampled_from([("office", ""), ("moving", ""), ("travel", "train"), ("travel", "taxi")])
VERDICTS = st.sampled_from(list(Verdict))


@given(st.lists(st.tuples(AMOUNTS, KINDS, VERDICTS, st.booleans()), max_size=6), AMOUNTS)
def test_the_arithmetic_adds_up_to_the_yen_whatever_was_claimed(lines, before):
    late = TERMS.paid_by.replace(day=TERMS.paid_by.day + 1)
    expenses = [
        expense(
            yen,
            kind,
            str(n),
            sub_kind=sub,
            verdict=verdict,
            reduced_to=Yen(yen // 2) if verdict is Verdict.REDUCED else None,
            **({"paid_on": late} if is_late else {}),
        )
        for n, (yen, (kind, sub), verdict, is_late) in enumerate(lines)
    ]
    judgement = judge(replace(TERMS, settled_before=Yen(before)), expenses)
    rows = arithmetic(judgement)
    assert sum(one.change for one in rows) == judgement.granted == rows[-1].after
    assert rows[0].change == judgement.claimed


def test_who_settles_is_warned_of_what_the_whole_claim_lacks():
    judgement = judge(TERMS, [expense(50_000)])
    short = Need("月の泊数", "募集要項", "月6泊", Outlook.SHORT, "4泊です。", "あと2泊。")
    met = replace(short, title="日数", outlook=Outlook.MET)
    told = dict(warnings(judgement, [short, met], visits=0, budget_left=49_000))
    assert told["滞在（月の泊数）"] == "足りません。4泊です。あと2泊。"
    assert "滞在（日数）" not in told
    assert "1,000円超えます" in told["予算"]
    assert "記録がありません" in told["現地確認"]
    quiet = dict(warnings(judgement, (), visits=1, budget_left=50_000))
    assert "予算" not in quiet
    assert "現地確認" not in quiet
    nothing = judge(TERMS, [expense(50_000, "travel", sub_kind="taxi")])
    assert (
        "確定できる額がありません" in dict(warnings(nothing, (), visits=1, budget_left=0))["確定額"]
    )


def test_what_was_spent_stands_beside_the_plan_by_kind():
    judgement = judge(TERMS, [expense(50_000), expense(20_000, "moving", key="2")])
    plan = {"office": Yen(60_000), "rental": Yen(5_000)}
    rows = {
        one.label: (one.planned, one.claimed, one.difference)
        for one in against_the_plan(judgement, plan)
    }
    assert rows["オフィス利用料"] == (60_000, 50_000, -10_000)
    assert rows["引越し代"] == (0, 20_000, 20_000)
    assert (5_000, 0, -5_000) in rows.values()


def test_a_receipt_is_zoomed_and_turned_step_by_step():
    look = Look.asked({"zoom": "150", "turn": "270"})
    assert (look.zoom, look.turn, look.turned) == (150, 270, 0)
    assert (look.nearer, look.farther) == (200, 100)
    assert (Look(400).nearer, Look(25).farther) == (400, 25)
    assert Look.asked({"zoom": "7", "turn": "x"}) == Look() == Look(100, 0)
    assert Look().zoom in ZOOMS
