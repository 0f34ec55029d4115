"""Every rule says why, in plain Japanese, with its figures: the words an officer prints."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import Contract, Day, Line, Prior, assess, compare, read
from otameshi.subsidy.assessment import Assessment
from otameshi.subsidy.compare import moved
from tests.subsidy.make import EXAMPLE, KINDS, TRIAL, book, facts, line, nagano, nights

SEP = Period(date(2024, 9, 1), date(2024, 9, 30))
ONE_NIGHT = nights(SEP.last, 1, person="一")


def said(result: Assessment) -> list[str]:
    """Return everything that is said, in the order of line, claim, findings, open, remarks."""
    steps = [step.reason for one in result.lines for step in one.steps if not step.scope]
    notes = (*result.findings, *result.undecided, *result.remarks)
    return [*steps, *(step.reason for step in result.steps), *(note.message for note in notes)]


CASES: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    (
        'rule = "net"',
        {"supported": Yen(300)},
        {},
        ["1,000円 から、会社や他の制度が負担した 300円 を除きます。"],
    ),
    (
        'rule = "net"\nexclude = true',
        {"supported": Yen(300)},
        {},
        ["他の支援 300円 を受けている経費は対象になりません。"],
    ),
    (
        'rule = "prorate"\nby = "days"',
        {"used": Period(date(2024, 8, 22), date(2024, 9, 10))},
        {"trial": SEP},
        [
            (
                "2024年8月22日～2024年9月10日の20日のうち、参加期間内は10日です。"
                "1,000円 × 1/2 = 500円（1円未満切捨て）です。"
            )
        ],
    ),
    (
        'rule = "prorate"\nby = "half_months"',
        {"used": Period(date(2024, 8, 10), date(2024, 9, 15))},
        {"trial": SEP},
        [
            (
                "2024年8月10日～2024年9月15日の半月3つのうち、参加期間にかかるのは1つです。"
                "1,000円 × 1/3 = 333円（1円未満切捨て）です。"
            )
        ],
    ),
    (
        'rule = "prorate"\nby = "days"',
        {},
        {},
        ["いつからいつまでの分の経費かを記入してください。"],
    ),
    (
        'rule = "prorate"\nby = "business"',
        {"business": Fraction(1, 3)},
        {},
        ["業務に使う割合だけが対象です。1,000円 × 1/3 = 333円（1円未満切捨て）です。"],
    ),
    (
        'rule = "prorate"\nby = "people"',
        {"persons": 3},
        {"heads": 2},
        [
            (
                "利用者3人のうち参加者2人の分だけが対象です。"
                "1,000円 × 2/3 = 666円（1円未満切捨て）です。"
            )
        ],
    ),
    (
        'rule = "window"\nwhich = "paid"\ndays_after = 3',
        {"paid_on": date(2024, 10, 4)},
        {"trial": SEP},
        ["支払日 2024年10月4日 は、対象となる期間（2024年9月1日～2024年10月3日）の外です。"],
    ),
    (
        'rule = "window"\nwhich = "paid"',
        {"paid_on": None},
        {},
        [
            "支払日が記入されていないため、対象と認められません。",
            "支払日が記入されていません。",
        ],
    ),
    (
        'rule = "window"\nwhich = "incurred"\nwithin = "decision"',
        {},
        {"decided_on": None},
        ["交付決定日が未定のため、交付決定より前の経費かどうかを判定できません。"],
    ),
    (
        (
            'rule = "blackout"\nof = "incurred"\n'
            'days = [{ first = "09-01", last = "09-01" }, { first = "12-29", last = "01-03" }]'
        ),
        {},
        {},
        ["2024年9月1日 は、9月1日～9月1日、12月29日～1月3日に当たるため対象になりません。"],
    ),
    (
        'rule = "blackout"\nof = "trial"\ndays = [{ first = "09-30", last = "10-01" }]',
        {},
        {"trial": SEP},
        ["参加期間に9月30日～10月1日が含まれているため、対象になりません。"] * 2,
    ),
    (
        'rule = "deadline"\nof = "applied"\ndays = 10',
        {},
        {"trial": SEP, "applied_on": date(2024, 8, 23)},
        ["交付申請の日 2024年8月23日 は、期限の 2024年8月22日 を過ぎています。"] * 2,
    ),
    (
        'rule = "range"\nmeasure = "heads"\nleast = 2\nmost = 3',
        {},
        {"heads": 4},
        ["組の人数 4人 は、条件（2人以上3人以下）を満たしません。"] * 2,
    ),
    (
        'rule = "range"\nmeasure = "months"\nmost = 6\nsoft = true',
        {},
        {"trial": TRIAL},
        [
            (
                "参加月数 7か月 は、条件（概ね6か月以下）を満たしません。"
                "認める場合は、理由を記録してください。"
            )
        ],
    ),
    (
        'rule = "age"\non = 2024-08-01\nleast = 20\nmost = 45\nsoft = true\ntolerance = 2',
        {},
        {"births": (date(1977, 8, 1),)},
        [
            (
                "2024年8月1日現在の年齢 47歳 は、条件（概ね20歳以上45歳以下）を満たしません。"
                "認める場合は、理由を記録してください。"
            )
        ],
    ),
    (
        'rule = "age"\non = 2024-08-01\nleast = 20\nmost = 45\nsoft = true\ntolerance = 2',
        {},
        {"births": (date(1976, 8, 1),)},
        ["2024年8月1日現在の年齢 48歳 は、条件（概ね20歳以上45歳以下）を満たしません。"] * 2,
    ),
    (
        'rule = "condition"\nkey = "k"\nquestion = "同意しますか。"',
        {},
        {"conditions": {"k": False}},
        ["「同意しますか。」の答えが「いいえ」のため、対象になりません。"] * 2,
    ),
    (
        'rule = "condition"\nkey = "k"\nquestion = "観光か。"\nexpect = false\nkinds = ["office"]',
        {},
        {"conditions": {"k": True}},
        ["「観光か。」の答えが「はい」のため、対象になりません。"],
    ),
    (
        'rule = "deadline"\nof = "reported"\nlast = 2024-10-20',
        {},
        {"reported_on": date(2024, 10, 21)},
        ["実績報告の日 2024年10月21日 は、期限の 2024年10月20日 を過ぎています。"] * 2,
    ),
    (
        'rule = "presence"\ncount = "nights"\nhow = "each_month"\nleast = 2\neach_person = true',
        {},
        {
            "trial": Period(date(2024, 9, 2), date(2024, 9, 30)),
            "stay": nights(SEP.last, 1, person="一"),
        },
        [
            (
                "一 2024年9月2日～2024年9月30日の宿泊 1泊 は、条件（各月に2泊以上）に足りません。"
                "参加期間が月の一部のため、担当者が判断してください。"
            )
        ],
    ),
    (
        'rule = "presence"\ncount = "nights"\nhow = "total"\nleast = 5\nsoft = true\ntolerance = 2',
        {},
        {"trial": SEP, "stay": nights(SEP.first, 3)},
        [
            (
                "合計で宿泊 3泊 は、条件（合計で概ね5泊以上）に足りません。"
                "認める場合は、理由を記録してください。"
            )
        ],
    ),
    (
        'rule = "presence"\ncount = "nights"\nhow = "total"\nleast = 5\nsoft = true\ntolerance = 2',
        {},
        {"trial": SEP, "stay": nights(SEP.first, 2)},
        ["合計で宿泊 2泊 は、条件（合計で概ね5泊以上）に足りません。"] * 2,
    ),
    (
        'rule = "open"\nquestion = "不明です。"\neffect = "note"',
        {},
        {},
        ["不明です。"],
    ),
    (
        'rule = "cap"\nby = "cohort"\ntiers = [{ least = 0, amount = 5000 }]',
        {},
        {"cohort_heads": None},
        ["参加者総数が未定のため、低い方の上限で計算しました。"],
    ),
    (
        (
            'rule = "cap"\nby = "cohort"\ntiers = [{ least = 0, amount = 500 }]\n'
            'times = [{ unit = "head" }, { unit = "night" }]'
        ),
        {"nights": 1},
        {"cohort_heads": 9},
        ["1,000円 が上限 500円（参加者総数9人） × 1人 × 1泊 = 500円 を超えます。"],
    ),
    (
        'rule = "uses"\nwithin = "year"\nmost = 1',
        {},
        {"prior": Prior(this_year=1)},
        ["今回は同じ年度に2回目の利用です（1回まで）。"] * 2,
    ),
    (
        'rule = "presence"\ncount = "nights"\nhow = "average"\nleast = 6',
        {},
        {"trial": Period(date(2024, 9, 1), date(2024, 11, 30)), "stay": nights(SEP.first, 17)},
        ["月平均で宿泊 5.6泊 は、条件（月平均で6泊以上）に足りません。"] * 2,
    ),
    (
        'rule = "presence"\ncount = "days"\nhow = "of_trial"\nleast = "8/10"',
        {},
        {"trial": SEP, "stay": nights(SEP.first, 23)},
        ["参加期間の日数のうち滞在 76.6% は、条件（参加期間の日数のうち80%以上）に足りません。"]
        * 2,
    ),
    (
        'rule = "presence"\ncount = "nights"\nhow = "each_month"\nleast = 2',
        {},
        {"trial": Period(date(2024, 8, 1), date(2024, 10, 31)), "stay": nights(SEP.first, 2)},
        [
            (
                "2024年8月1日～2024年8月31日の宿泊 0泊 は、条件（各月に2泊以上）に足りません。"
                "（ほか1か所）"
            )
        ]
        * 2,
    ),
    (
        'rule = "presence"\ncount = "nights"\nhow = "each_week"\nleast = 1',
        {},
        {"trial": TRIAL, "stay": nights(SEP.first, 2)},
        ["2024年8月1日～2024年8月7日の宿泊 0泊 は、条件（各週に1泊以上）に足りません。（ほか多数）"]
        * 2,
    ),
    (
        'rule = "presence"\ncount = "work_hours"\nhow = "each_visit"\nleast = 3',
        {"visit": 1},
        {"stay": (Day(on=SEP.first, visit=1, work_hours=2),)},
        ["来県1回目の仕事をした時間 2時間 は、条件（来県1回ごとに3時間以上）に足りません。"],
    ),
    (
        'rule = "visits"\nleast = 3',
        {"visit": 1, "person": "一"},
        {},
        ["一の来県は1回で、条件（3回以上）に足りません。"] * 2,
    ),
    (
        (
            'rule = "allowance"\nkinds = ["office"]\nunit = "day"\nmost = 3\npersons = true\n'
            "prices = [{ amount = 1500 }]"
        ),
        {"days": 5, "persons": 2},
        {},
        ["定額 1500円 × 3日（通算3日まで） × 2人 = 9,000円 です。"],
    ),
    (
        (
            'rule = "allowance"\nkinds = ["office"]\nunit = "km"\n'
            "prices = [{ amount = 37, last = 2024-08-31 }]"
        ),
        {"km": Fraction(10)},
        {},
        ["2024年9月1日に有効な単価がありません。"],
    ),
    (
        'rule = "rate"\nrate = "2/3"',
        {},
        {},
        ["1,000円 × 補助率3分の2 = 666円（1円未満切捨て）です。"],
    ),
    (
        (
            'rule = "cap"\namount = 100\nper = ["line"]\n'
            'times = [{ unit = "night" }, { unit = "person", most = 2 }]'
        ),
        {"nights": 2, "persons": 3},
        {},
        ["1,000円 が上限 100円 × 4泊・人（利用者） = 400円 を超えます。"],
    ),
    (
        'rule = "cap"\namount = 700\nper = ["month", "kind"]',
        {},
        {},
        ["1,000円 が上限 700円 を超えます。"],
    ),
    (
        'rule = "rounding"\nunit = 300',
        {},
        {},
        ["1,000円 を300円未満切捨てして 900円 とします。"],
    ),
    (
        'rule = "minimum"\namount = 1001',
        {},
        {},
        ["1,000円 は下限 1,001円 に届かないため、交付されません。"],
    ),
    (
        'rule = "clamp"\nto = "budget"',
        {},
        {"budget_left": Yen(400)},
        ["1,000円 が予算の残り 400円 を超えます。"],
    ),
    (
        'rule = "clamp"\nto = "budget"',
        {},
        {"budget_left": None},
        ["予算の残りが未定のため、その範囲内かどうかを判定できません。"],
    ),
    (
        'rule = "open"\nquestion = "不明です。"\neffect = "hold"',
        {},
        {},
        ["判定を保留します。不明です。", "不明です。この点が決まるまで、額を判定できません。"],
    ),
    (
        'rule = "open"\nquestion = "不明です。"\neffect = "bound"',
        {},
        {},
        ["不明です。ここで示す額は、上限の見込みです。"],
    ),
    (
        'rule = "open"\nquestion = "不明です。"\neffect = "unsure"',
        {},
        {},
        ["不明です。ここで示す額は、変わることがあります。"],
    ),
]


@pytest.mark.parametrize(("rule", "of_line", "known", "words"), CASES, ids=range(len(CASES)))
def test_a_rule_says_why_with_its_figures(
    rule: str, of_line: dict[str, Any], known: dict[str, Any], words: list[str]
) -> None:
    result = assess(book(rule), facts(line(1_000, **of_line), **known))
    assert said(result) == words


def test_a_note_about_a_line_names_the_line_and_the_rule() -> None:
    spent = line(1_000, key="x", paid_on=None)
    [note] = assess(book('rule = "window"\nwhich = "paid"\nlabel = "期限"'), facts(spent)).findings
    assert (note.rule, note.title, note.article, note.line) == ("r0", "期限", "第0条", "x")
    visits = assess(book('rule = "visits"\nmost = 2'), facts(spent)).findings
    assert [(note.title, note.line) for note in visits] == [("来県の回数", "x")]
    days = assess(book('rule = "prorate"\nby = "days"'), facts(spent)).findings
    assert [(note.title, note.line) for note in days] == [("按分", "x")]


def test_a_step_names_the_lines_it_takes_together() -> None:
    rule = 'rule = "cap"\namount = 100\nper = ["month", "kind", "person", "visit", "day"]'
    spent = line(1_000, person="一", visit=2)
    [step] = assess(book(rule), facts(spent)).steps
    assert step.scope == "2024年9月分・オフィス・一の分・来県2回目・2024年9月1日分"
    [share] = assess(book(rule), facts(spent)).line("1").steps
    assert share.reason == f"{step.scope}の減額 900円 のうち、この行の分 900円"
    nameless = assess(book(rule), facts(replace(spent, person=""))).steps[0]
    assert "氏名の記載なしの分" in nameless.scope


def test_a_line_that_is_not_payable_says_so() -> None:
    kinds = KINDS + '\ncontracts = ["rented", "used"]\ncontract_reason = "資産は対象外です。"\n'
    bought = line(1, "travel", contract=Contract.BOUGHT)
    assert said(assess(book(kinds=kinds), facts(bought))) == [
        "購入（新品）は対象になりません（対象は賃借（レンタル・リース）、購入（中古品））。資産は対象外です。"
    ]
    unsaid = assess(nagano(), facts(line(1, "travel")))
    assert unsaid.findings[0].message == (
        "業務上の交通費の種類（新幹線、鉄道（新幹線を除く）、高速バス・路線バス、"
        "グリーン料金などの特別料金、タクシー）を選んでください。"
    )
    assert said(unsaid)[0] == unsaid.findings[0].message


def visit(number: int, day: int, amount: int = 100) -> Line:
    on = date(2024, 9, day)
    return line(amount, key=f"{number}-{day}", visit=number, incurred_on=on)


def test_visits_are_counted_by_their_first_day_and_not_by_their_number() -> None:
    lines = [visit(9, 1), visit(1, 20), visit(9, 25), visit(5, 10)]
    result = assess(book('rule = "visits"\nmost = 2'), facts(*lines))
    # visit 9 began on the 1st, visit 5 on the 10th; visit 1 is the third
    assert [one.granted for one in result.lines] == [100, 0, 100, 100]
    assert result.line("1-20").steps[0].reason == "3回目の来県です（2回まで）。"


def test_a_line_between_two_others_stops_no_rule() -> None:
    lines = [
        line(100, key="a", supported=Yen(100)),
        line(100, key="b"),
        line(100, key="c", supported=Yen(40)),
    ]
    result = assess(book('rule = "net"'), facts(*lines))
    assert [one.granted for one in result.lines] == [0, 100, 60]


def test_a_soft_visit_stops_no_other_visit() -> None:
    rule = (
        'rule = "presence"\ncount = "work_hours"\nhow = "each_visit"\nleast = 3\n'
        "soft = true\ntolerance = 1\neach_person = true"
    )
    stay = (
        Day(on=date(2024, 9, 1), visit=1, work_hours=2, person="一"),
        Day(on=date(2024, 9, 2), visit=2, work_hours=1, person="一"),
        Day(on=date(2024, 9, 3), visit=3, work_hours=3, person="一"),
    )
    lines = [replace(visit(n, n), person=person) for n, person in ((1, "一"), (2, "一"), (3, ""))]
    other = replace(visit(2, 9), person="二")
    unnamed = replace(visit(2, 10), person="")
    result = assess(book(rule), facts(*lines, other, unnamed, stay=stay))
    assert [one.granted for one in result.lines] == [100, 0, 100, 100, 0]
    assert [note.message for note in result.remarks] == [
        "一 来県1回目の仕事をした時間 2時間 は、条件（来県1回ごとに概ね3時間以上）に足りません。"
    ]


def test_the_smallest_amount_of_one_yen_is_refused_below_two() -> None:
    assert assess(book('rule = "minimum"\namount = 2'), facts(line(1))).granted == 0
    empty = assess(book('rule = "minimum"\namount = 2'), facts())
    assert empty.steps == ()


def test_old_claims_are_moved_into_the_new_year_with_their_payments() -> None:
    old = EXAMPLE.replace('to = "remaining"', 'to = "budget"')
    fixed = old.replace("days_after = 14", "days_after = 14\nlast = 2026-03-10")
    new = fixed.replace("fiscal_year = 2024", "fiscal_year = 2025")
    lines = [
        line(9_000, key="a"),
        line(5_000, key="b", incurred_on=date(2025, 2, 28), paid_on=date(2025, 3, 11)),
    ]
    claim = facts(*lines, budget_left=Yen(1), already_paid=Yen(1))
    found = compare(read(old), read(new), [("組", claim)])
    # in its own year all is paid in time; moved by a year, b is paid on 2026-03-11, a day late
    assert (found.before, found.after) == (14_000, 9_000)
    assert found.rows[0].reasons == ("期間内の支払いによる減額 0円 → 5,000円",)


def test_reductions_of_one_rule_are_added_up_in_a_comparison() -> None:
    old, new = book('rule = "net"'), book()
    lines = [line(100, key=key, supported=Yen(30)) for key in ("a", "b")]
    [row] = compare(old, new, [("組", facts(*lines))]).rows
    assert row.reasons == ("他の支援の控除による減額 60円 → 0円",)


def test_all_dates_of_the_circumstances_move_with_the_claim() -> None:
    dates = {"decided_on": SEP.first, "applied_on": SEP.last, "reported_on": date(2024, 10, 1)}
    later = moved(facts(line(1), **dates), 2)
    assert later.trial == Period(date(2026, 8, 1), date(2027, 2, 28))
    assert later.decided_on == date(2026, 9, 1)
    assert later.applied_on == date(2026, 9, 30)
    assert later.reported_on == date(2026, 10, 1)


def test_a_limit_on_the_account_is_that_of_the_participants() -> None:
    assert assess(nagano(), facts(line(1), cohort_heads=24)).cap == 300_000


def test_an_allowance_may_be_for_a_part_of_a_kind_and_for_nobody() -> None:
    kinds = KINDS + '\n[[kinds.sub_kinds]]\nkey = "car"\nlabel = "車"\n'
    kinds += '\n[[kinds.sub_kinds]]\nkey = "bus"\nlabel = "バス"\n'
    rule = (
        'rule = "allowance"\nsub_kinds = ["car"]\nunit = "day"\npersons = true\n'
        "prices = [{ amount = 500 }]"
    )
    lines = [
        line(70, "travel", key="a", sub_kind="car", days=1),
        line(70, "travel", key="b", sub_kind="bus", days=1),
        line(70, "travel", key="c", sub_kind="car", days=1, persons=0),
    ]
    result = assess(book(rule, kinds=kinds), facts(*lines))
    assert [one.granted for one in result.lines] == [500, 70, 0]


def test_a_lack_about_a_line_names_it() -> None:
    rule = 'rule = "cap"\namount = 1\nper = ["line"]\ntimes = [{ unit = "night" }]'
    [note] = assess(book(rule), facts(line(5, key="x"))).findings
    assert (note.message, note.line) == ("泊の数を記入してください。", "x")


def test_refused_lines_before_others_stop_no_rule() -> None:
    lines = [line(9, key=key, supported=Yen(key == "a")) for key in "abc"]
    result = assess(book('rule = "net"\nexclude = true'), facts(*lines))
    assert [one.granted for one in result.lines] == [0, 9, 9]
    last = [line(9, key=key, supported=Yen(1)) for key in "ab"]
    both = assess(book('rule = "net"\nexclude = true'), facts(*last))
    assert both.granted == 0
