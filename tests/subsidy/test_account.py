"""The whole account of one claim, word for word, and what is only just accepted."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import (
    Assessment,
    Contract,
    Limit,
    Line,
    LineResult,
    Note,
    Section,
    Step,
    Subtotal,
    assess,
    cap,
    estimate,
    explain,
    read,
    read_claims,
)
from otameshi.subsidy.calendar import Yearly, months, working_days_before
from tests.subsidy.make import KINDS, book, facts, line, nagano, nights, text

NO = Yen(0)


def test_the_account_of_a_claim_word_for_word() -> None:
    # 200,500 × 240,000 ÷ 350,500 = 137,289.6 and 150,000 × … = 102,710.4: the odd yen goes to a
    # 137,290 × 230,500 ÷ 240,000 = 131,855.6 and 102,710 × … = 98,644.4: again to a
    lines = [
        line(200_500, key="a"),
        line(150_000, "travel", key="b", sub_kind="shinkansen"),
        line(5_000, "travel", key="c", sub_kind="taxi"),
        line(7_000, "gift", key="d"),
        line(-1, key="e"),
        line(9_000, "rental", key="f"),
        line(3_000, "travel", key="g"),
        line(4_000, "rental", key="h", contract=Contract.RENTED, evidence=frozenset({"receipt"})),
    ]
    known = {"cohort_heads": 25, "granted": Yen(230_500)}
    assert assess(nagano(), facts(*lines, **known)) == Assessment(
        title="おためしナガノ2.0事業補助金",
        version="例示",
        claimed=Yen(378_500),
        eligible=Yen(350_500),
        granted=Yen(230_500),
        cap=Yen(240_000),
        lines=(
            _line("a", "office", 200_500, 200_500, 131_856, *_shares(200_500, 137_290, 131_856)),
            _line("b", "travel", 150_000, 150_000, 98_644, *_shares(150_000, 102_710, 98_644)),
            _line("c", "travel", 5_000, 0, 0, _taxi()),
            _line("d", "gift", 7_000, 0, 0, _gift()),
            _line("e", "office", 0, 0, 0, Step("kinds", "記入の確認", "", NO, NO, NEGATIVE)),
            _line("f", "rental", 9_000, 0, 0, _unsaid(RENTAL, 9_000, BOUGHT_OR_RENTED)),
            _line("g", "travel", 3_000, 0, 0, _unsaid(TRAVEL, 3_000, WHICH_RIDE)),
            _line("h", "rental", 4_000, 0, 0, _no_contract()),
        ),
        subtotals=(
            Subtotal("office", "オフィス利用料", Yen(200_500), Yen(200_500), Yen(131_856)),
            Subtotal("travel", "業務上の交通費", Yen(158_000), Yen(150_000), Yen(98_644)),
            Subtotal("rental", "家電等の賃借料", Yen(13_000), NO, NO),
        ),
        steps=(
            Step(*CAP, Yen(350_500), Yen(240_000), CAP_WORDS, "請求全体"),
            Step(*CLAMP, Yen(240_000), Yen(230_500), CLAMP_WORDS, "請求全体"),
        ),
        limits=(
            Limit(*CAP, "請求全体", Yen(240_000), Yen(350_500)),
            Limit(*CLAMP, "請求全体", Yen(230_500), Yen(240_000)),
        ),
        findings=(
            Note("kinds", "記入の確認", "", NEGATIVE, "e"),
            Note("kinds", *RENTAL, BOUGHT_OR_RENTED, "f"),
            Note("kinds", *TRAVEL, WHICH_RIDE, "g"),
            Note("contract-copy", "契約書の写し", "要綱第10条", ADD_CONTRACT, "h"),
        ),
        remarks=(Note("route", "経済的な経路", "要綱第7条", ROUTE, "b"),),
        undecided=(),
    )


NEGATIVE = "金額が負の数です。0円以上で記入してください。"
RENTAL = ("家電等の賃借料", "要綱第4条第4号")
TRAVEL = ("業務上の交通費", "要綱第4条第2号")
BOUGHT_OR_RENTED = "購入か賃借かを選んでください。"
WHICH_RIDE = (
    "業務上の交通費の種類（新幹線、鉄道（新幹線を除く）、高速バス・路線バス、"
    "グリーン料金などの特別料金、タクシー）を選んでください。"
)
ROUTE = "最も経済的な通常の経路及び方法か、業務のための移動かを確かめてください。"
ADD_CONTRACT = "契約書又は利用申込書の写しがありません。添付するか、この行を取り下げてください。"
CAP = ("cap", "1人当たりの上限", "要綱第8条第2項")
CAP_WORDS = "350,500円 が上限 240,000円（参加者総数25人） × 1人 = 240,000円 を超えます。"
CLAMP = ("granted", "交付決定額の範囲", "要綱第8条第4項")
CLAMP_WORDS = "240,000円 が交付決定額の残り 230,500円 を超えます。"


def _line(
    key: str, kind: str, claimed: int, eligible: int, granted: int, *steps: Step
) -> LineResult:
    return LineResult(key, kind, Yen(claimed), Yen(eligible), Yen(granted), steps)


def _shares(claimed: int, capped: int, granted: int) -> tuple[Step, Step]:
    first = f"請求全体の減額 110,500円 のうち、この行の分 {claimed - capped:,}円"
    second = f"請求全体の減額 9,500円 のうち、この行の分 {capped - granted:,}円"
    return (
        Step(*CAP, Yen(claimed), Yen(capped), first, "請求全体"),
        Step(*CLAMP, Yen(capped), Yen(granted), second, "請求全体"),
    )


def _taxi() -> Step:
    return Step(
        "kinds", "タクシー", "要綱第5条第2号", Yen(5_000), NO, "タクシー代は対象になりません。"
    )


def _gift() -> Step:
    reason = "「gift」は、この年度の対象経費の区分にありません。"
    return Step("kinds", "対象経費", "", Yen(7_000), NO, reason)


def _unsaid(kind: tuple[str, str], amount: int, words: str) -> Step:
    return Step("kinds", *kind, Yen(amount), NO, words)


def _no_contract() -> Step:
    reason = "契約書又は利用申込書の写しがないため、支払いを確認できません。"
    return Step("contract-copy", "契約書の写し", "要綱第10条", Yen(4_000), NO, reason)


def test_the_parts_of_an_explanation_have_their_headings() -> None:
    head = {section.title: section.header for section in explain(nagano())}
    rules = ("項目", "内容", "根拠")
    assert head == {
        "対象となる経費": ("経費", "内容", "根拠"),
        "対象とならない経費": ("経費", "理由", "根拠"),
        "期間と期限": rules,
        "証拠書類": rules,
        "補助率と上限": rules,
        "担当者が確認すること": rules,
        "計算の順番": ("順", "規則", "根拠"),
        "お知らせ": (),
        "出典": (),
    }
    costs, _, when, *_, order, notes, sources = explain(nagano())
    assert costs.rows[3] == (
        "家電等の賃借料",
        (
            "滞在に必要な家電や家具などを借りる費用。"
            "賃借（レンタル・リース）に限ります。資産となる物の購入は対象になりません。"
        ),
        "要綱第4条第4号",
    )
    assert costs.rows[1][1].endswith("種類: 新幹線、鉄道（新幹線を除く）、高速バス・路線バス。")
    assert when.rows == (
        (
            "参加期間内の経費",
            "すべての経費は、発生日が参加期間内のものが対象です。",
            "要綱第6条第1項",
        ),
        (
            "交付決定後の経費",
            (
                "すべての経費は、発生日が交付決定日以後のものが対象です。"
                "（事前着手が認められた場合を除く。）"
            ),
            "要綱第6条第2項",
        ),
        (
            "期間内の支払い",
            "すべての経費は、支払日が参加期間（終了後14日まで）のものが対象です。",
            "要綱第6条第3項",
        ),
    )
    assert order.paragraphs == ("次の順に当てはめて、額を計算します。",)
    assert order.rows[0] == ("1", "参加期間内の経費", "要綱第6条第1項")
    assert (notes.paragraphs, sources.paragraphs) == (nagano().notes, nagano().sources)
    small = Section(
        "対象となる経費", (), ("経費", "内容", "根拠"), (("オフィス", "", "第1条"),) * 2
    )
    both = explain(book(kinds=KINDS.replace("交通費", "オフィス").replace("第2条", "第1条")))[0]
    assert both == small


def test_a_table_gives_every_field_of_a_line() -> None:
    table = (
        "group,heads,key,kind,sub_kind,contract,incurred_on,paid_on,amount,evidence,person,visit,"
        "used_first,used_last,nights,days,hours,months,km,persons,supported,business\n"
        "一組,2,い,rental,,rented,2024-09-01,2024-09-02,9000,receipt、contract,一,4,"
        "2024-09-03,2024-09-04,5,6,7,8,9.5,10,11,3/4\n"
        "一組,2,ろ,office,,,2024-09-01,,1,,,,2024-09-03,,,,,,,,,\n"
    )
    [line_, bare] = read_claims(nagano(), table).lines["一組"]
    assert line_ == Line(
        key="い",
        kind="rental",
        incurred_on=date(2024, 9, 1),
        amount=Yen(9_000),
        paid_on=date(2024, 9, 2),
        contract=Contract.RENTED,
        evidence=frozenset({"receipt", "contract"}),
        person="一",
        visit=4,
        used=Period(date(2024, 9, 3), date(2024, 9, 4)),
        nights=5,
        days=6,
        hours=7,
        months=8,
        km=Fraction("9.5"),
        persons=10,
        supported=Yen(11),
        business=Fraction(3, 4),
    )
    assert bare == Line(key="ろ", kind="office", incurred_on=date(2024, 9, 1), amount=Yen(1))


KM = 'rule = "allowance"\nkinds = ["travel"]\nunit = "km"\n'


@pytest.mark.parametrize(
    "rule",
    [
        'rule = "cap"\namount = 1',
        'rule = "cap"\nby = "heads"\ntiers = [{ least = 0, most = 0, amount = 0 }]',
        'rule = "cap"\namount = 1\ntimes = [{ unit = "head", most = 1 }]',
        'rule = "rate"\nrate = "1/999999999999"',
        'rule = "rate"\nby = "heads"\ntiers = [{ least = 0, rate = 0 }]',
        'rule = "rounding"\nunit = 2',
        'rule = "minimum"\namount = 1',
        'rule = "range"\nmeasure = "heads"\nleast = 2\nmost = 2\nsoft = true\ntolerance = 0',
        'rule = "presence"\ncount = "days"\nhow = "of_trial"\nleast = 1',
        'rule = "presence"\ncount = "days"\nhow = "total"\nleast = "1/2"',
        'rule = "window"\nwhich = "paid"\nwithin = "fixed"\nfirst = 2024-09-01\nlast = 2024-09-01',
        'rule = "deadline"\nof = "applied"\ndays = 0',
        'rule = "uses"\nwithin = "life"\nmost = 1',
        'rule = "number"\nmost = 1',
        f"{KM}most = 1\nprices = [{{ amount = 1, first = 2024-09-01, last = 2024-09-01 }}]",
        f"{KM}prices = [{{ amount = 1, last = 2024-08-31 }}, {{ amount = 2, first = 2024-09-01 }}]",
        'rule = "judgement"\nquestion = "a"\nleast = 0',
    ],
)
def test_what_is_only_just_right_is_accepted(rule: str) -> None:
    read(text(rule))


def test_a_count_outside_all_tiers_is_paid_nothing() -> None:
    tiers = "tiers = [{ least = 2, most = 3, rate = 1 }]"
    rulebook = book(f'rule = "rate"\nby = "heads"\n{tiers}')
    assert assess(rulebook, facts(line(100), heads=1)).granted == 0
    assert assess(rulebook, facts(line(100), heads=4)).granted == 0
    assert assess(rulebook, facts(line(100), heads=2)).granted == 100


def test_the_limit_of_a_group_may_depend_on_its_own_size() -> None:
    tiers = "tiers = [{ least = 1, most = 1, amount = 7 }, { least = 2, amount = 9 }]"
    rulebook = book(f'rule = "cap"\nby = "heads"\n{tiers}')
    assert (cap(rulebook, 1, 5), cap(rulebook, 2, 5)) == (7, 9)
    assert cap(book('rule = "cap"\namount = 7\nkinds = ["office"]'), 1, 5) is None
    assert cap(book('rule = "cap"\namount = 7\nper = ["month"]'), 1, 5) is None


def test_a_line_of_one_yen_stays_in_play_and_an_amount_of_zero_never_is() -> None:
    rulebook = book(
        'rule = "net"',
        'rule = "judgement"\nquestion = "？"',
        'rule = "uses"\nwithin = "year"\nmost = 1',
    )
    lines = [line(2, key="a", supported=Yen(1)), line(0, key="b"), line(1, key="c")]
    result = assess(rulebook, facts(*lines))
    assert [note.line for note in result.remarks] == ["a", "c"]
    km = book(f"{KM}prices = [{{ amount = 1 }}]", 'rule = "judgement"\nquestion = "？"')
    rides = [line(0, "travel", key="a", km=Fraction(1)), line(0, "travel", key="b")]
    assert [note.line for note in assess(km, facts(*rides)).remarks] == ["a"]


def test_a_priced_line_says_by_which_rule() -> None:
    km = book(f'{KM}label = "単価"\nprices = [{{ amount = "3/2" }}]')
    result = assess(km, facts(line(0, "travel", km=Fraction(2), persons=4)))
    reason = "定額 1.5円 × 2km = 3円 です。"
    assert result.lines[0].steps == (Step("r0", "単価", "第0条", Yen(3), Yen(3), reason),)
    missing = estimate(km, facts(line(0, "travel"))).assessment
    assert missing.remarks == (Note("r0", "単価", "第0条", "kmの数を記入してください。", "1"),)
    assert missing.lines[0].steps[0].reason == "kmの数を記入してください。"


def test_a_limit_by_line_cuts_the_amount_and_not_what_is_eligible() -> None:
    result = assess(book('rule = "cap"\namount = 60\nper = ["line"]'), facts(line(100)))
    assert (result.eligible, result.granted) == (100, 60)
    assert result.steps == ()
    [step] = result.lines[0].steps
    assert step.scope == ""
    taken = assess(book('rule = "net"'), facts(line(100, supported=Yen(30))))
    assert (taken.eligible, taken.granted) == (70, 70)


def test_numbers_at_the_edge_of_what_can_be_typed() -> None:
    most = line(10**12 - 1, key="a", nights=10**6 - 1, supported=Yen(0), business=Fraction(0))
    over = [
        replace(most, key="b", amount=Yen(10**12)),
        replace(most, key="c", persons=10**6),
        replace(most, key="d", supported=Yen(10**12)),
        replace(most, key="e", business=Fraction(-1, 2)),
    ]
    result = assess(book(), facts(most, *over))
    assert [note.line for note in result.findings] == ["b", "c", "d", "e"]
    assert result.line("a").granted == 10**12 - 1


def test_small_counts_of_the_calendar() -> None:
    assert months(Period(date(2024, 9, 2), date(2024, 9, 1))) == 0
    assert "2024-09-01" not in Yearly(first="09-02", last="09-03").words()
    one_day = Yearly(first="09-02", last="09-02")
    assert date(2024, 9, 2) in one_day
    assert date(2024, 9, 3) not in one_day
    assert not one_day.bad()
    assert working_days_before(date(2024, 9, 3), 0, frozenset()) == date(2024, 9, 3)


def test_shares_of_a_short_stay() -> None:
    day = Period(date(2024, 9, 1), date(2024, 9, 1))
    trial = book('rule = "presence"\ncount = "days"\nhow = "of_trial"\nleast = 1')
    assert assess(trial, facts(line(1), trial=day, stay=nights(day.first, 1))).granted == 1
    work = book('rule = "presence"\ncount = "work_days"\nhow = "of_stay"\nleast = 1')
    busy = nights(day.first, 1, work_hours=1)
    assert assess(work, facts(line(1), trial=day, stay=busy)).granted == 1
    rows = book('rule = "presence"\ncount = "work_days"\nhow = "consecutive"\nleast = 2')
    half_idle = (*nights(day.first, 1, work_hours=1), *nights(date(2024, 9, 2), 3))
    assert assess(rows, facts(line(1), stay=half_idle)).granted == 0


def test_people_that_share_a_bill() -> None:
    rulebook = book('rule = "prorate"\nby = "people"')
    assert assess(rulebook, facts(line(100, persons=2), heads=0)).granted == 0
    assert assess(rulebook, facts(line(100, persons=0), heads=1)).granted == 100
    assert assess(rulebook, facts(line(100, persons=1), heads=1)).granted == 100


def test_an_amount_that_just_reaches_a_limit_is_not_said_to_pass_it() -> None:
    known = {"granted": Yen(300_000)}
    result = assess(nagano(), facts(line(300_000), **known))
    assert result.steps == ()
    assert not any(limit.hit for limit in result.limits)


def test_a_limit_whose_step_is_not_known_yet_names_no_number() -> None:
    [step] = assess(nagano(), facts(line(240_001), cohort_heads=None)).steps
    assert step.reason == "240,001円 が上限 240,000円 × 1人 = 240,000円 を超えます。"


def test_a_day_without_a_night_is_no_night_of_a_month() -> None:
    month = Period(date(2024, 9, 1), date(2024, 9, 30))
    rulebook = book('rule = "presence"\ncount = "nights"\nhow = "each_month"\nleast = 1')
    by_day = nights(month.first, 3, night=False)
    assert assess(rulebook, facts(line(1), trial=month, stay=by_day)).granted == 0


def test_a_trial_of_one_day_does_not_run_backwards() -> None:
    day = Period(date(2024, 9, 1), date(2024, 9, 1))
    assert not assess(book(), facts(line(1), trial=day)).findings
    back = Period(date(2024, 9, 2), date(2024, 9, 1))
    [note] = assess(book(), facts(line(1), trial=back)).findings
    assert note == Note("kinds", "記入の確認", "", "参加期間の末日が初日より前です。")


def test_a_part_that_gives_no_reason_is_refused_in_the_name_of_its_kind() -> None:
    kinds = KINDS + '\n[[kinds.sub_kinds]]\nkey = "x"\nlabel = "食事"\npayable = false\n'
    kinds += '\n[[kinds.sub_kinds]]\nkey = "y"\nlabel = "運賃"\n'
    result = assess(book(kinds=kinds), facts(line(9, "travel", sub_kind="x")))
    reason = "食事は、交通費として対象になりません。"
    assert result.lines[0].steps == (Step("kinds", "食事", "第2条", Yen(9), NO, reason),)
