"""Which day a run may pay, whom it may pay, and what its approver is told."""

from dataclasses import replace
from datetime import date

import pytest

from otameshi.claims.paying import due, rules
from otameshi.claims.paying.due import Due, Paying
from otameshi.claims.paying.zengin import Account, Transfer
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.programme.grant_terms import GrantTerms

TODAY = date(2026, 12, 1)
ACCOUNT = Account("0143", "ハチジユウニ", "211", "ナガノエキマエ", "1", "0123456")
OTHER = replace(ACCOUNT, number="7654321")
TRANSFER = Transfer("見本太郎　第1回", ACCOUNT, "ミホン　タロウ", Yen(50_000), 1)
DUE = Due(TRANSFER, 2026, ready=True, run="", seen_by=frozenset({1, 2}))
PAYING = Paying(TRANSFER, group=1, holder_remark="")


@pytest.mark.parametrize(
    "pay_on",
    [
        TODAY,  # the bank needs a day
        date(2026, 12, 5),  # Saturday
        date(2026, 12, 6),  # Sunday
        date(2026, 12, 31),
        date(2027, 1, 11),  # 成人の日, a Monday
        date(2027, 1, 1),
        date(2027, 2, 1),  # 62 days ahead: the file says 0201 and no year
    ],
)
def test_no_bank_transfers_on_such_a_day(pay_on):
    with pytest.raises(Refused, match="振込指定日"):
        rules.payable_day(pay_on, TODAY)


def test_a_working_day_within_sixty_days_is_one_to_pay_on():
    for pay_on in (date(2026, 12, 2), date(2026, 12, 30), date(2027, 1, 29)):
        rules.payable_day(pay_on, TODAY)
    rules.still_ahead(TODAY, TODAY)
    with pytest.raises(Refused, match="新しく準備"):
        rules.still_ahead(date(2026, 11, 30), TODAY)


def test_who_pays_is_what_the_year_says_or_is_named_as_lacking():
    terms = GrantTerms(
        payer_code="1", payer_name_kana="ナガノケン", payer_bank_code="0143",
        payer_bank_name_kana="ハチジユウニ", payer_branch_code="210",
        payer_branch_name_kana="ケンチヨウナイ", payer_account_kind="1",
        payer_account_number="0000123",
    )  # fmt: skip
    assert due.payer(terms).account == Account(
        "0143", "ハチジユウニ", "210", "ケンチヨウナイ", "1", "0000123"
    )
    with pytest.raises(Refused, match=r"支店コード.*「交付の方法」"):
        due.payer(replace(terms, payer_branch_code=""))


@pytest.mark.parametrize(
    ("case", "by", "why"),
    [
        (DUE, 3, []),
        (replace(DUE, ready=False, run="第1回"), 3, ["支払待ちではありません。"]),
        (replace(DUE, run="第1回"), 3, ["第1回の振込で手続き中です。"]),
        (replace(DUE, year_id=2025), 3, ["別の年度の請求です。"]),
        (DUE, 2, ["確認または額の確定をした人は、支払を準備できません。"]),
    ],
)
def test_what_stands_in_the_way_of_a_payment_is_said(case, by, why):
    assert list(due.hindrances(case, 2026, by)) == why


def test_every_claim_in_the_way_is_named_at_once():
    without = replace(TRANSFER, title="見本花子", account=replace(ACCOUNT, branch_code=""))
    cases = [replace(DUE, run="第1回"), replace(DUE, transfer=without)]
    with pytest.raises(Refused) as refused:
        due.ready_to_prepare(cases, 2026, 3)
    assert "見本太郎　第1回：第1回の振込" in str(refused.value)
    assert "見本花子：銀行・支店のコード" in str(refused.value)


def test_the_approver_is_told_what_differs_and_what_is_shared():
    assert due.remarks([PAYING, replace(PAYING, before=ACCOUNT)]) == []  # one group, as before
    assert due.remarks([replace(PAYING, holder_remark="法人名の口座か確かめてください。")])
    [changed] = due.remarks([replace(PAYING, before=OTHER)])
    assert changed == "見本太郎　第1回：前回支払った口座と異なります。"
    [same] = due.remarks([replace(PAYING, failed=ACCOUNT)])
    assert "前に振り込めなかった口座と同じ" in same
    assert due.remarks([replace(PAYING, failed=OTHER)]) == []
    hanako = Paying(replace(TRANSFER, title="見本花子　第1回"), group=2, holder_remark="")
    [shared] = due.remarks([PAYING, hanako])
    assert shared == "同じ口座に2組の支払があります：見本太郎　第1回、見本花子　第1回"
    [cut] = due.remarks([replace(PAYING, transfer=replace(TRANSFER, holder="ナガノ" * 8))])
    assert "「ｶﾞﾉ」は振込データに入りません" not in cut  # 24 kana with 8 dakuten: 32 places
    assert "「ﾞﾉ」" in cut


def test_remarks_are_passed_over_with_a_word_only():
    rules.warned([], "")
    rules.warned(["x"], "通帳で確かめました。")
    with pytest.raises(Refused, match="確かめたこと"):
        rules.warned(["x"], " ")


def test_the_sum_by_hand_is_the_sum_of_the_run():
    # 50,000 + 90,500 + 1 = 140,501
    found = rules.sums([Yen(50_000), Yen(90_500), Yen(1)])
    assert found == (3, 140_501)
    rules.counted_by_hand((3, Yen(140_501)), found)
    with pytest.raises(Refused, match="見比べて"):
        rules.counted_by_hand((3, Yen(140_500)), found)
