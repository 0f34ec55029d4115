"""What is remarked of expenses, in worked cases and as properties."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.claims.doubts.facts import Around, Item, Kind, Reading, Route, Shown, Threshold
from otameshi.claims.doubts.folding import payee_key, place_key
from otameshi.claims.doubts.pairs import bands
from otameshi.claims.doubts.rides import usual_amount
from otameshi.claims.doubts.rules import doubts, must_be_explained
from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.files.likeness import FINE_BITS, NEAR_BITS, Print

DAY = date(2026, 9, 1)  # a Tuesday
number = count(1)
NOTHING = Around()


def item(**facts) -> Item:
    n = next(number)
    standard = {
        "line": n,
        "claim": 1,
        "group": 1,
        "title": "見本　第1回",
        "kind": "office",
        "incurred_on": DAY,
        "paid_on": DAY,
        "payee": f"見本商店{n}",
        "amount": Yen(1_000 + n),
    }
    return Item(**{**standard, **facts})


def ride(**facts) -> Item:
    standard = {"kind": "travel", "sub_kind": "shinkansen", "origin": "長野", "destination": "東京"}
    return item(**{**standard, "traveller": "見本太郎", **facts})


def kinds(items, around=NOTHING) -> dict[int, list[Kind]]:
    found = doubts(items, [one.line for one in items], around)
    return {line: [one.kind for one in those] for line, those in found.items()}


def seen(items, kind, around=NOTHING):
    """Return, by line, the evidence of the remarks of one kind."""
    found = doubts(items, [one.line for one in items], around)
    return {
        line: one.evidence for line, those in found.items() for one in those if one.kind is kind
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社見本商店", "見本商店"),
        ("（株）見本商店", "㈱見本商店"),
        ("見本商店 株式会社", "㈲ 見本商店"),
        ("ＪＲ東日本", "JR東日本"),
        ("ｺﾜｰｷﾝｸﾞ見本", "コワーキング　見本"),
        ("こわーきんぐ見本", "コワーキング見本"),
        ("見本・商店", "見本商店"),
        ("髙橋商店", "高橋商店"),
    ],
)
def test_one_shop_is_known_in_two_spellings(one, other):
    assert payee_key(one) == payee_key(other)


def test_a_name_that_is_only_a_form_stays_itself_and_two_shops_stay_two():
    assert payee_key("株式会社")
    assert payee_key("見本商店本店") != payee_key("見本商店")


def test_a_station_is_its_place():
    assert place_key("長野駅") == place_key("長野") == place_key("長 野")
    assert place_key("駅")


def test_the_same_payment_twice_is_remarked_on_both_lines_in_neutral_words():
    one = item(payee="株式会社見本", amount=Yen(3_000), line=1)
    other = item(payee="（株）見本", amount=Yen(3_000), line=2, claim=9, group=4)
    found = doubts([one, other], [1], NOTHING)
    assert list(found) == [1]
    assert found[1][0].evidence == (2,)
    assert found[1][0].message == (
        "同じ日・同じ支払先・同じ金額の経費がほかにもあります。"
        "別の支払であれば、そのままで問題ありません。"
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": Yen(3_001)},
        {"incurred_on": DAY + timedelta(days=1)},
        {"payee": "別の店"},
    ],
)
def test_another_day_payee_or_amount_is_another_payment(changed):
    one = item(payee="見本", amount=Yen(3_000))
    other = item(**{"payee": "見本", "amount": Yen(3_000), **changed})
    assert kinds([one, other]) == {}


def test_the_way_back_on_the_same_day_is_no_second_payment():
    there = ride(payee="JR", amount=Yen(8_000))
    back = ride(payee="JR", amount=Yen(8_000), origin="東京", destination="長野")
    again = ride(payee="JR", amount=Yen(8_000), traveller="見本花子")
    assert seen([there, back], Kind.SAME_PAYMENT) == {}
    assert set(seen([there, again], Kind.SAME_PAYMENT)) == {there.line, again.line}


def test_two_months_paid_on_one_day_are_two_payments():
    september = Period(date(2026, 9, 1), date(2026, 9, 30))
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    same = {"payee": "見本", "amount": Yen(20_000)}
    assert kinds([item(**same, used=september), item(**same, used=october)]) == {}
    neighbours = item(**same, used=september), item(**same, used=september, group=2)
    assert kinds(neighbours) == {}  # two groups of one office


def test_overlapping_months_of_one_office_contract_are_remarked():
    """9/1–10/31 and 10/31–11/30 share 10/31; 11/1–11/30 would share nothing."""
    autumn = item(payee="コワーキング見本", used=Period(date(2026, 9, 1), date(2026, 10, 31)))
    late = item(payee="ｺﾜｰｷﾝｸﾞ見本", used=Period(date(2026, 10, 31), date(2026, 11, 30)))
    after = replace(late, used=Period(date(2026, 11, 1), date(2026, 11, 30)))
    assert seen([autumn, late], Kind.OVERLAP) == {
        autumn.line: (late.line,),
        late.line: (autumn.line,),
    }
    assert kinds([autumn, after]) == {}
    others = replace(late, group=2), replace(late, payee="別のオフィス")
    assert all(kinds([autumn, other]) == {} for other in others)
    seats = replace(autumn, traveller="見本太郎"), replace(late, traveller="見本花子")
    assert kinds(seats) == {}


def test_the_same_file_is_remarked_once_and_not_as_a_photograph_too():
    file = Shown(sha256="a" * 64, print=Print(5, 7))
    one, other = item(files=(file,)), item(files=(file,), group=3)
    assert kinds([one, other]) == {one.line: [Kind.SAME_FILE], other.line: [Kind.SAME_FILE]}


def bits(*places: int) -> int:
    return sum(1 << place for place in places)


def photograph(near: int, fine: int = 0, **facts) -> Shown:
    return Shown(sha256=f"{near}-{fine}-{next(number)}", print=Print(near, fine), **facts)


@pytest.mark.parametrize(
    ("near", "fine", "alike"),
    [
        (bits(), bits(), True),
        (bits(0, 17, 40), bits(*range(44)), True),  # 3 and 44 bits apart: the most
        (bits(0, 17, 40, 63), bits(), False),
        (bits(0), bits(*range(45)), False),
    ],
)
def test_a_picture_is_the_same_while_few_bits_differ(near, fine, alike):
    one, other = item(files=(photograph(0),)), item(files=(photograph(near, fine),))
    found = seen([one, other], Kind.SAME_PICTURE)
    assert found == ({one.line: (other.line,), other.line: (one.line,)} if alike else {})


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=3))
def test_two_prints_three_bits_apart_share_one_of_four_bands(near, places):
    one, other = Print(near, 0), Print(near ^ bits(*places), 0)
    assert any(a == b for a, b in zip(bands(one.near), bands(other.near), strict=True))


@given(st.integers(0, 2**NEAR_BITS - 1), st.integers(0, 2**FINE_BITS - 1), st.integers(0, 3))
@settings(max_examples=30)
def test_a_picture_turned_by_quarters_is_the_same_picture(near, fine, quarters):
    whole = Print(near, fine)
    turned = whole.turns()[quarters]
    one = item(files=(Shown(sha256="a", print=whole),))
    other = item(files=(Shown(sha256="b", print=turned),))
    assert set(seen([one, other], Kind.SAME_PICTURE)) == {one.line, other.line}
    assert turned.turns()[(4 - quarters) % 4] == whole
    assert whole.near_turns() == tuple(turn.near for turn in whole.turns())


def test_pictures_of_which_a_machine_read_two_days_or_totals_are_two():
    def read(**facts):
        return item(files=(photograph(0, reading=Reading(**facts)),), amount=Yen(500), paid_on=DAY)

    one = read(total=Yen(500), on=DAY)
    assert seen([one, read(total=Yen(700), on=DAY)], Kind.SAME_PICTURE) == {}
    assert seen([one, read(on=DAY + timedelta(days=30))], Kind.SAME_PICTURE) == {}
    assert len(seen([one, read(total=Yen(500))], Kind.SAME_PICTURE)) == 2
    assert len(seen([one, read()], Kind.SAME_PICTURE)) == 2


AWAY = {DAY + timedelta(days=n): False for n in (-1, 0, 1)}


@pytest.mark.parametrize(
    ("log", "way", "remarked"),
    [
        (AWAY, ("長野", "東京"), True),
        (AWAY, ("東京駅", "上田駅"), True),
        (AWAY, ("新宿", "見本"), True),  # the group's own town: 見本市
        (AWAY, ("東京", "大阪"), False),
        (AWAY, ("河内長野", "大阪"), False),
        ({**AWAY, DAY: True}, ("長野", "東京"), False),
        ({**AWAY, DAY + timedelta(days=1): True}, ("東京", "長野"), False),  # arrived late
        ({DAY: False}, ("長野", "東京"), False),  # the days around are not logged yet
        ({}, ("長野", "東京"), False),
    ],
)
def test_a_ride_on_a_day_the_log_says_elsewhere(log, way, remarked):
    one = ride(origin=way[0], destination=way[1])
    around = Around(log={(1, "見本太郎"): log}, bases={1: "見本市"})
    assert (Kind.STAY in kinds([one], around).get(one.line, [])) is remarked


@pytest.mark.parametrize(
    ("amount", "others", "usual"),
    [
        (8_000, [4_600] * 4, None),  # four others make no usual amount
        (4_600, [4_600] * 5, None),
        (5_700, [4_600] * 5, None),  # 1,100 apart: below a quarter of 4,600 = 1,150
        (5_751, [4_600] * 5, 4_600),  # 1,151 apart, and no spread
        (46_000, [4_600] * 5, 4_600),  # a digit too many
        (460, [4_600] * 5, 4_600),  # a digit too few
        # median 5,000, deviations 1,000 1,000 0 1,000 1,000: MAD 1,000;
        # 0.6745 × 5,189 ÷ 1,000 = 3.49998: inside; 5,190 gives 3.50066: outside
        (10_189, [4_000, 4_000, 5_000, 6_000, 6_000], None),
        (10_190, [4_000, 4_000, 5_000, 6_000, 6_000], 5_000),
        (9_000, [4_000, 4_000, 5_000, 6_000, 6_000, 7_000], None),  # median of six: 5,500
    ],
)
def test_an_amount_far_from_the_usual_one(amount, others, usual):
    assert usual_amount(amount, others) == (None if usual is None else Fraction(usual))


def test_a_ride_is_compared_with_the_same_way_in_either_direction_by_the_same_means():
    usual = [ride(amount=Yen(8_000), payee=f"JR{n}") for n in range(3)]
    usual += [
        ride(amount=Yen(8_100), payee=f"ＪＲ{n}", origin="東京駅", destination="長野駅")
        for n in range(3, 6)
    ]
    dear = ride(amount=Yen(16_000))

    def said(one):
        found: defaultdict[Route, Counter[int]] = defaultdict(Counter)
        for each in (*usual, one):
            found[each.route][each.amount] += 1
        return doubts([*usual, one], [one.line], Around(fares=found)).get(one.line, ())

    [found] = said(dear)
    assert found.kind is Kind.USUAL
    assert "ほかの6件（8,000円～8,100円、中央値8,050円）" in found.message
    for changed in ({"sub_kind": "bus"}, {"round_trip": True}, {"destination": "上野"}):
        assert said(replace(dear, **changed)) == ()


def test_a_fare_above_the_ordinary_one_is_remarked_and_one_equal_is_not():
    above = ride(amount=Yen(8_001), usual_fare=Yen(8_000))
    equal = ride(amount=Yen(8_000), usual_fare=Yen(8_000))
    assert kinds([above, equal]) == {above.line: [Kind.FARE]}


def test_rides_on_days_off_alone_are_remarked_on_the_first_of_them():
    days = [5, 6, 12, 13, 21]  # Saturdays and Sundays of September 2026, and 敬老の日
    rides = [ride(incurred_on=date(2026, 9, day), line=100 + day) for day in days]
    assert seen(rides, Kind.WEEKENDS) == {105: (106, 112, 113, 121)}
    assert seen(rides[:4], Kind.WEEKENDS) == {}
    weekday = ride(incurred_on=date(2026, 9, 14))
    assert seen([*rides, weekday], Kind.WEEKENDS) == {}
    assert seen([*rides, replace(weekday, traveller="見本花子")], Kind.WEEKENDS)


def test_payments_of_a_day_below_a_threshold_that_their_sum_reaches():
    """60,000 + 40,000 = 100,000, from which on an estimate is asked for."""
    around = Around(thresholds={1: (Threshold(least=Yen(100_000), papers="見積書"),)})
    one = item(payee="見本家具", amount=Yen(60_000))
    other = item(payee="（株）見本家具", amount=Yen(40_000))
    found = doubts([one, other], [one.line, other.line], around)
    assert {line: those[0].evidence for line, those in found.items()} == {
        one.line: (other.line,),
        other.line: (one.line,),
    }
    assert (
        "合わせると100,000円で、見積書が必要になる額（100,000円以上）" in found[one.line][0].message
    )
    assert kinds([one, replace(other, amount=Yen(39_999))], around) == {}
    assert kinds([replace(one, amount=Yen(100_000)), other], around) == {}  # one alone reaches it
    assert kinds([one, replace(other, group=2)], around) == {}
    assert kinds([one, other]) == {}


def test_a_threshold_of_the_rules_is_for_its_kinds_and_for_papers_that_are_missing():
    rule = Threshold(
        least=Yen(10_000), papers="見積書", kinds=("rental",), needs=("estimate", "offer")
    )
    around = Around(thresholds={1: (rule,)})
    one = item(payee="見本", amount=Yen(6_000), kind="rental")
    other = item(payee="見本", amount=Yen(7_000), kind="rental")
    assert len(kinds([one, other], around)) == 2
    assert kinds([one, replace(other, kind="office")], around) == {}
    partly = replace(other, papers=frozenset({"estimate"}))
    assert len(kinds([one, partly], around)) == 2
    assert kinds([one, replace(other, papers=frozenset({"estimate", "offer"}))], around) == {}
    any_of = Around(thresholds={1: (replace(rule, any_of=True),)})
    assert kinds([one, partly], any_of) == {}


def test_a_line_is_told_of_the_lowest_threshold_alone():
    thresholds = tuple(Threshold(least=Yen(n), papers=f"{n}の紙") for n in (9_000, 5_000))
    lines = [item(payee="見本", amount=Yen(4_500)), item(payee="見本", amount=Yen(4_600))]
    found = doubts(lines, [one.line for one in lines], Around(thresholds={1: thresholds}))
    assert all(len(those) == 1 and "5000の紙" in those[0].message for those in found.values())


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (
            {"total": Yen(3_000)},
            "領収書から読み取った金額（3,000円）と入力（30,000円）が違います。",
        ),
        ({"total": Yen(30_000)}, ""),
        ({"on": date(2026, 9, 2)}, "日付（令和8年9月2日）と入力（令和8年9月1日）が違います。"),
        ({"on": DAY}, ""),
        ({"number": "T" + "2" * 13}, "登録番号（T2222222222222）と入力（T1111111111111）"),
        ({}, ""),
    ],
)
def test_what_a_machine_read_is_compared_with_what_was_typed(read, told):
    one = item(
        amount=Yen(30_000),
        registration_number="T" + "1" * 13,
        files=(photograph(0, reading=Reading(**read)),),
    )
    found = doubts([one], [one.line], NOTHING)
    assert bool(found) is bool(told)
    assert not told or told in found[one.line][0].message


def test_the_total_of_several_receipts_of_one_expense_is_their_sum():
    parts = tuple(photograph(n, reading=Reading(total=Yen(n * 1_000))) for n in (1, 2))
    assert kinds([item(amount=Yen(3_000), files=parts)]) == {}
    assert kinds([item(amount=Yen(2_000), files=parts)]) == {}
    assert kinds([item(amount=Yen(4_000), files=parts)]) != {}


def test_what_nobody_looked_at_needs_a_reason_to_go_on():
    must_be_explained(0, "")
    must_be_explained(2, "別の支払と電話で確かめた")
    with pytest.raises(Refused, match="気づきが2件あります"):
        must_be_explained(2, "　")


PAIRED = {Kind.SAME_FILE, Kind.SAME_PICTURE, Kind.SAME_PAYMENT, Kind.OVERLAP, Kind.SPLIT}
AROUND = Around(
    thresholds={group: (Threshold(least=Yen(5_000), papers="見積書"),) for group in (1, 2)}
)
PERIODS = st.sampled_from([None, Period(DAY, DAY), Period(DAY, DAY + timedelta(days=40))])
FILES = st.lists(
    st.builds(
        Shown,
        sha256=st.sampled_from("abc"),
        print=st.sampled_from([None, Print(0, 0), Print(0, 0).turned(), Print(7, 3), Print(15, 0)]),
    ),
    max_size=2,
).map(tuple)
ITEMS = st.lists(
    st.builds(
        Item,
        line=st.just(0),
        claim=st.integers(1, 3),
        group=st.integers(1, 2),
        title=st.just("見本"),
        kind=st.sampled_from(["office", "travel"]),
        incurred_on=st.sampled_from([DAY, DAY + timedelta(days=1), date(2026, 9, 5)]),
        paid_on=st.just(DAY),
        payee=st.sampled_from(["見本", "（株）見本", "別の店"]),
        amount=st.sampled_from([Yen(3_000), Yen(4_000), Yen(9_000)]),
        traveller=st.sampled_from(["", "見本太郎"]),
        origin=st.sampled_from(["", "長野"]),
        destination=st.sampled_from(["", "東京", "東京駅"]),
        used=PERIODS,
        files=FILES,
    ),
    max_size=12,
).map(lambda found: [replace(one, line=n) for n, one in enumerate(found, start=1)])


@settings(max_examples=40)
@given(ITEMS)
def test_what_one_line_says_of_another_the_other_says_of_it(items):
    found = doubts(items, [one.line for one in items], AROUND)
    beside: defaultdict[Kind, set[tuple[int, int]]] = defaultdict(set)
    for those in found.values():
        for one in those:
            if one.kind in PAIRED:
                beside[one.kind] |= {(one.line, other) for other in one.evidence}
    for pairs in beside.values():
        assert pairs == {(other, one) for one, other in pairs}
        assert all(one != other for one, other in pairs)


@settings(max_examples=40)
@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(items, chance):
    mixed = list(items)
    chance.shuffle(mixed)
    asked = [one.line for one in items]
    assert doubts(mixed, asked, AROUND) == doubts(items, asked, AROUND)


@settings(max_examples=40)
@given(ITEMS)
def test_each_kind_is_said_once_of_a_line_and_only_of_lines_that_were_asked_for(items):
    asked = [one.line for one in items[::2]]
    for line, those in doubts(items, asked, AROUND).items():
        assert line in asked
        said = [one.kind for one in those]
        assert len(said) == len(set(said))


@settings(max_examples=40)
@given(ITEMS)
def test_a_single_clean_expense_raises_nothing(items):
    for one in items:
        assert doubts([one], [one.line], AROUND) == {}
