"""The rules of the claim, without an application or a database."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.claims.account import account_number, holder_fault, kana_key
from otameshi.claims.judged import Expense, Terms
from otameshi.claims.judging import (
    as_reported,
    divided,
    judge,
    nothing_granted,
    ready_to_settle,
    ready_to_submit,
    replayed,
)
from otameshi.claims.rules import (
    CLAIM,
    Ruling,
    State,
    Verdict,
    may_change,
    must_say_why,
    payable,
    ready_to_check,
    reduction,
)
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.subsidy import Day, read
from tests.make import EXAMPLE_RULEBOOK

TERMS = Terms(
    rulebook=read(EXAMPLE_RULEBOOK),
    amount=Yen(260_000),
    cap=Yen(300_000),
    heads=1,
    cohort_heads=20,
    trial=Period(date(2026, 8, 1), date(2027, 2, 28)),
    decided_on=date(2026, 8, 10),
    paid_by=date(2027, 3, 14),
    settled_before=Yen(0),
)
ALL_PAPERS = frozenset({"receipt", "contract", "ticket"})


def expense(amount: int = 50_000, kind: str = "office", key: str = "1", **facts) -> Expense:
    day = facts.pop("on", date(2026, 9, 1))
    standard = {
        "sub_kind": "",
        "contract": "",
        "incurred_on": day,
        "paid_on": day,
        "papers": ALL_PAPERS,
    }
    return Expense(key=key, kind=kind, amount=Yen(amount), **{**standard, **facts})


def reasons(one: Expense, terms: Terms = TERMS) -> str:
    return "".join(reason for reason, _ in judge(terms, [one]).lines[0].reasons)


def test_a_claim_is_granted_in_whole_thousands_up_to_the_grant():
    assert judge(TERMS, [expense(50_900)]).granted == 50_000
    assert judge(TERMS, [expense(900_000)]).granted == 260_000


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (expense(on=date(2026, 8, 5)), "交付決定日"),
        (expense(on=date(2026, 7, 5)), "参加期間|対象となる期間"),
        (expense(paid_on=date(2027, 3, 20)), "支払の期限（2027年3月14日）"),
        (expense(kind="camera"), "対象経費の区分にありません"),
        (expense(kind="travel", sub_kind="taxi"), "タクシー代は対象になりません"),
        (expense(kind="travel", sub_kind="green"), "特別車両の料金"),
        (expense(kind="rental", contract="bought"), "資産となる物の購入は対象になりません"),
        (expense(papers=frozenset()), "領収書がない"),
    ],
)
def test_a_line_that_does_not_count_says_why(one: Expense, why: str):
    assert any(words in reasons(one) for words in why.split("|"))
    assert judge(TERMS, [one]).granted == 0


def test_the_same_thing_may_be_rented():
    assert judge(TERMS, [expense(kind="rental", contract="rented")]).granted == 50_000


def test_an_officer_may_leave_less_of_a_line_or_send_it_back():
    cut = expense(50_000, verdict=Verdict.REDUCED, reduced_to=Yen(20_000))
    sent_back = expense(30_000, key="2", verdict=Verdict.RETURNED)
    result = judge(TERMS, [cut, sent_back])
    assert (result.claimed, result.granted) == (80_000, 20_000)
    assert judge(TERMS, as_reported([cut, sent_back])).granted == 50_000


def test_what_other_claims_were_paid_is_left_out():
    terms = replace(TERMS, settled_before=Yen(200_000))
    assert terms.left == 60_000
    result = judge(terms, [expense(100_000)])
    assert (result.granted, result.left_after) == (60_000, 0)


def test_the_kinds_add_up_to_the_claim():
    lines = [expense(10_000), expense(20_000, key="2"), expense(5_000, "moving", key="3")]
    result = judge(TERMS, lines)
    assert [(one.label, one.claimed) for one in result.by_kind] == [
        ("オフィス利用料", 30_000),
        ("引越し代", 5_000),
    ]
    assert sum(one.claimed for one in result.by_kind) == result.claimed


amounts = st.integers(1, 400_000)
kinds = st.sampled_from([("office", "", ""), ("moving", "", ""), ("travel", "train", "")])


@settings(deadline=None, max_examples=150)
@given(
    claims=st.lists(st.lists(st.tuples(amounts, kinds), max_size=6), max_size=5),
    amount=st.integers(1, 500_000),
    cap=st.integers(1, 500_000),
)
def test_several_claims_together_never_pass_the_cap_or_the_grant(claims, amount, cap):
    terms = replace(TERMS, amount=Yen(amount), cap=Yen(cap))
    for lines in claims:
        expenses = [
            expense(yen, kind, str(n), sub_kind=sub, contract=way)
            for n, (yen, (kind, sub, way)) in enumerate(lines)
        ]
        result = judge(terms, expenses)
        assert 0 <= result.granted <= min(result.eligible, terms.left)
        assert result.claimed == sum(yen for yen, _ in lines)
        terms = replace(terms, settled_before=Yen(terms.settled_before + result.granted))
    assert terms.settled_before <= min(amount, cap)


@settings(deadline=None, max_examples=100)
@given(lines=st.lists(st.tuples(amounts, kinds, st.sampled_from(list(Verdict))), max_size=6))
def test_claimed_less_every_reduction_is_what_the_rules_give(lines):
    expenses = [
        expense(
            yen,
            kind,
            str(n),
            sub_kind=sub,
            contract=way,
            verdict=verdict,
            reduced_to=Yen(yen // 2) if verdict is Verdict.REDUCED else None,
        )
        for n, (yen, (kind, sub, way), verdict) in enumerate(lines)
    ]
    found = judge(TERMS, expenses).assessment
    assert sum(one.counted for one in expenses) == found.claimed
    assert found.claimed - sum(step.reduction for step in found.reductions) == found.granted
    assert sum(line.granted for line in found.lines) == found.granted


def test_a_report_needs_a_line_that_counts_with_its_evidence():
    ready_to_submit(judge(TERMS, [expense()]))
    with pytest.raises(Refused, match="1件も記録されていません"):
        ready_to_submit(judge(TERMS, []))
    with pytest.raises(Refused, match="2行目：領収書がありません"):
        ready_to_submit(judge(TERMS, [expense(), expense(key="2", papers=frozenset())]))
    nothing = judge(TERMS, [expense(on=date(2026, 8, 1))])
    with pytest.raises(Refused, match="交付できる経費がありません"):
        ready_to_submit(nothing, " ")
    ready_to_submit(nothing, "領収書がこれで全部のため")
    with pytest.raises(Refused, match="1行目：領収書がありません"):
        ready_to_submit(judge(TERMS, [expense(papers=frozenset())]), "理由")


@pytest.mark.parametrize(
    ("state", "verdict", "some_returned", "may"),
    [
        (State.DRAFT, Verdict.OPEN, False, True),
        (State.SUBMITTED, Verdict.OPEN, False, False),
        (State.RETURNED, Verdict.RETURNED, True, True),
        (State.RETURNED, Verdict.OPEN, True, False),
        (State.RETURNED, Verdict.ACCEPTED, True, False),
        (State.RETURNED, Verdict.OPEN, False, True),
        (State.RETURNED, Verdict.ACCEPTED, False, False),
        (State.PAID, Verdict.RETURNED, True, False),
    ],
)
def test_after_a_return_only_what_was_sent_back_is_open(state, verdict, some_returned, may):
    assert may_change(state, verdict, some_returned=some_returned) is may


def test_a_return_names_a_line_or_says_why():
    must_say_why([Verdict.ACCEPTED, Verdict.RETURNED], "")
    must_say_why([Verdict.ACCEPTED], "通帳の写しを付けてください。")
    with pytest.raises(Refused, match="差し戻す行を選んで"):
        must_say_why([Verdict.ACCEPTED], " ")


def test_the_check_ends_when_every_line_is_accepted_or_reduced():
    ready_to_check([Verdict.ACCEPTED, Verdict.REDUCED])
    with pytest.raises(Refused, match="まだ確認していない行"):
        ready_to_check([Verdict.ACCEPTED, Verdict.OPEN])
    with pytest.raises(Refused, match="差し戻す行があります"):
        ready_to_check([Verdict.ACCEPTED, Verdict.RETURNED])


def test_nothing_is_settled_for_a_written_reason_alone():
    assert ready_to_settle(judge(TERMS, [expense()])) == 50_000
    used_up = judge(replace(TERMS, settled_before=Yen(260_000)), [expense()])
    with pytest.raises(Refused, match="確定できる額がありません"):
        ready_to_settle(used_up, " ")
    assert ready_to_settle(used_up, "交付決定額をすべて使い終えているため") == 0
    with pytest.raises(Refused, match="50,000円）があります"):
        ready_to_settle(judge(TERMS, [expense()]), "0円にしたいため")
    for why in ("", "理由"):
        with pytest.raises(Refused, match="判定が終わっていない"):
            ready_to_settle(judge(TERMS, [expense(papers=frozenset())]), why)


def test_what_is_settled_is_divided_by_kind_after_every_limit():
    """60,000円 and 30,000円 with 45,000円 left of the grant: 30,000円 and 15,000円."""
    terms = replace(TERMS, settled_before=Yen(215_000))
    both = [expense(60_000), expense(30_000, "moving", key="2")]
    found = judge(terms, both)
    assert divided(found, found.granted) == {"office": 30_000, "moving": 15_000}
    taxi = expense(30_000, "travel", key="2", sub_kind="taxi")
    found = judge(TERMS, [expense(60_000), taxi])
    assert divided(found, found.granted) == {"office": 60_000}
    assert divided(judge(TERMS, [taxi]), Yen(0)) == {}


several = st.lists(
    st.tuples(
        st.sampled_from(["office:", "moving:", "travel:shinkansen", "travel:taxi"]),
        st.integers(1, 200_000),
        st.integers(0, 200_000),
    ),
    max_size=6,
)


@settings(max_examples=60)
@given(several, st.integers(0, 260_000))
def test_the_parts_of_a_settled_amount_are_it_and_no_kind_gets_more_than_was_accepted(rows, before):
    lines = []
    for number, (cost, amount, cut) in enumerate(rows):
        kind, sub_kind = cost.split(":")
        less = {"verdict": Verdict.REDUCED, "reduced_to": Yen(cut)} if cut < amount else {}
        lines.append(expense(amount, kind, str(number), sub_kind=sub_kind, **less))
    found = judge(replace(TERMS, settled_before=Yen(before)), lines)
    parts = divided(found, found.granted)
    assert sum(parts.values()) == found.granted
    assert all(part > 0 for part in parts.values())
    for kind, part in parts.items():
        assert part <= sum(one.counted for one in lines if one.kind == kind)


IN_ORDER = EXAMPLE_RULEBOOK.replace("order = [", 'order = [\n  "stay",', 1)
PRESENCE = """
[[rules]]
rule = "presence"
id = "stay"
label = "滞在"
article = "第4条"
count = "nights"
how = "total"
least = 10
"""


def test_a_condition_that_is_not_met_grants_nothing_and_can_be_settled_at_nothing():
    stay = (Day(on=date(2026, 9, 1), person="見本"),)
    terms = replace(TERMS, rulebook=read(IN_ORDER + PRESENCE), stay=stay)
    found = judge(terms, [expense()])
    assert (found.granted, [note.denies for note in found.findings]) == (0, [True])
    assert "10泊" in nothing_granted(found)[0]
    with pytest.raises(Refused, match="10泊"):
        ready_to_submit(found)
    ready_to_submit(found, "これ以上は滞在できないため")
    with pytest.raises(Refused, match="確定できる額がありません"):
        ready_to_settle(found)
    assert ready_to_settle(found, "滞在の条件を満たさないため") == 0
    with pytest.raises(Refused, match="10泊"):
        ready_to_settle(replace(found, granted=Yen(1)))
    unlogged = judge(replace(terms, stay=()), [expense()])
    with pytest.raises(Refused, match="判定が終わっていない"):
        ready_to_settle(unlogged, "滞在の条件を満たさないため")


def test_a_reduction_says_to_what_and_why():
    assert reduction(Yen(100), Ruling(Verdict.REDUCED, Yen(99), "対象外の分")) == 99
    assert reduction(Yen(100), Ruling(Verdict.ACCEPTED, Yen(99))) is None
    for wrong in (None, Yen(100), Yen(-1)):
        with pytest.raises(Refused, match="0円以上100円未満"):
            reduction(Yen(100), Ruling(Verdict.REDUCED, wrong, "理由"))
    for verdict in (Verdict.REDUCED, Verdict.RETURNED):
        with pytest.raises(Refused, match="理由"):
            reduction(Yen(100), Ruling(verdict, Yen(1), " "))


@pytest.mark.parametrize(
    ("holder", "same"),
    [
        ("ﾐﾎﾝ ﾀﾛｳ", True),
        ("みほん　たろう", True),
        ("ミホン・タロウ", True),
        ("ミホンハナコ", False),
    ],
)
def test_the_holder_is_compared_as_banks_write_names(holder: str, same: bool):  # noqa: FBT001  # a table
    assert (kana_key(holder) == kana_key("ミホン　タロウ")) is same


def test_small_kana_and_strokes_do_not_matter():
    assert kana_key("ｼﾖｳ ｹﾝｲﾁﾛ-") == kana_key("ショウ　ケンイチロー")


def test_the_account_is_the_grantees():
    assert holder_fault("ミホン タロウ", "ミホン　タロウ", company=False) == ""
    assert "法人名の口座" in holder_fault("カ）ミホン", "ミホン　タロウ", company=True)
    with pytest.raises(Refused, match="一致しません"):
        holder_fault("ミホン ハナコ", "ミホン　タロウ", company=False)
    with pytest.raises(Refused, match="カタカナで"):
        holder_fault("見本 太郎", "ミホン　タロウ", company=True)


@pytest.mark.parametrize(
    "holder", ["カ）シナノデザイン", "ｶ)ｼﾅﾉﾃﾞｻﾞｲﾝ", "カブシキガイシャ　シナノデザイン",
               "カ）シナノデザイン　ダイヒョウトリシマリヤク　ミホン　タロウ", "ミホン タロウ"]
)  # fmt: skip
def test_a_company_is_known_by_its_short_form(holder: str):
    name = "株式会社シナノデザイン"
    assert holder_fault(holder, "ミホン　タロウ", company=True, trade_name=name) == ""


def test_a_company_whose_name_needs_a_reading_or_is_another_is_remarked_on():
    for trade_name, words in (
        ("株式会社信濃", "法人名の口座か"),
        ("合同会社シナノ", "とも異なります"),
    ):
        found = holder_fault("カ）シナノ", "ミホン　タロウ", company=True, trade_name=trade_name)
        assert words in found


def test_a_trade_name_before_the_grantees_own_is_remarked_on():
    assert "屋号" in holder_fault("シナノデザイン　ミホン　タロウ", "ミホン　タロウ", company=False)


@pytest.mark.parametrize(("typed", "kept"), [("1234567", "1234567"), ("１２３", "0000123")])
def test_an_account_number_has_seven_digits(typed: str, kept: str):
    assert account_number(typed) == kept


@pytest.mark.parametrize("typed", ["12345678", "12a", "", "１２三"])
def test_anything_else_is_no_account_number(typed: str):
    with pytest.raises(Refused, match="7桁"):
        account_number(typed)


def test_a_payment_is_made_after_the_invoice_and_not_in_the_future():
    payable(date(2026, 10, 5), date(2026, 10, 5), date(2026, 10, 5))
    with pytest.raises(Refused, match="請求日以後"):
        payable(date(2026, 10, 4), date(2026, 10, 5), date(2026, 10, 6))
    with pytest.raises(Refused, match="今日まで"):
        payable(date(2026, 10, 7), date(2026, 10, 5), date(2026, 10, 6))


def test_every_move_in_one_table():
    table = {
        (state.value, role.value): [move.name for move in CLAIM.open_to({role}, state)]
        for state in State
        for role in Role
        if CLAIM.open_to({role}, state)
    }
    assert table == {
        ("draft", "applicant"): ["submit"],
        ("returned", "applicant"): ["submit"],
        ("submitted", "officer"): ["return", "check"],
        ("checked", "manager"): ["send_back", "settle"],
        ("settled", "applicant"): ["invoice"],
        ("settled", "manager"): ["close"],
        ("invoiced", "treasurer"): ["pay", "come_back"],
        ("paid", "treasurer"): ["come_back"],
    }


def test_what_an_expense_says_of_itself_reaches_the_rules():
    ride = expense(
        4_000,
        kind="travel",
        used=Period(date(2026, 9, 15), date(2026, 10, 14)),
        distance_m=12_345,
        visit=2,
        nights=3,
        supported=Yen(500),
        business_percent=60,
    )
    line = replayed(TERMS, [ride]).lines[0]
    assert (line.km, line.business) == (Fraction(12_345, 1_000), Fraction(3, 5))
    assert (line.days, line.months, line.nights, line.visit) == (30, 1, 3, 2)
    assert (line.used, line.supported) == (ride.used, 500)
