"""The 77 市町村, held against the postal data and the rules of their codes."""

import json
import re
from collections import Counter

from otameshi.applications.postcodes import database
from otameshi.core.municipalities import AREAS, BY_NAME, ELSEWHERE, MUNICIPALITIES

# 上田市 and 東御市 touch, and so on: each pair is a border of the real map.
NEIGHBOURS = (
    "上田市 東御市", "東御市 小諸市", "佐久市 立科町", "長野市 千曲市", "千曲市 坂城町",
    "松本市 塩尻市", "塩尻市 辰野町", "辰野町 箕輪町", "諏訪市 茅野市", "茅野市 原村",
    "伊那市 駒ヶ根市", "木曽町 上松町", "飯田市 高森町", "飯山市 野沢温泉村", "白馬村 小谷村",
    "須坂市 小布施町", "須坂市 上田市", "根羽村 売木村", "南牧村 南相木村", "信濃町 飯綱町",
)  # fmt: skip


def check_digit(five: str) -> int:
    """検査数字: 11 less the rest by 11 of the digits weighed 6 5 4 3 2, of which the last digit."""
    weighed = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return (11 - weighed % 11) % 10


def test_the_prefecture_has_19_cities_23_towns_and_35_villages():
    kinds = Counter(one.name[-1] for one in MUNICIPALITIES)
    assert kinds == {"市": 19, "町": 23, "村": 35}


def test_no_two_share_a_code_a_name_or_a_tile():
    for key in (
        lambda one: one.code,
        lambda one: one.name,
        lambda one: (one.column, one.row),
    ):
        assert len({key(one) for one in MUNICIPALITIES}) == 77
    assert ELSEWHERE not in BY_NAME


def test_the_check_digit_of_nagano_city_is_1():
    """長野市: 2×6 + 0 + 2×4 + 0×3 + 1×2 = 22, which 11 divides: 11, so its last digit."""
    assert check_digit("20201") == 1


def test_every_code_ends_in_its_check_digit():
    assert [
        one.code for one in MUNICIPALITIES if check_digit(one.code[:5]) != int(one.code[5])
    ] == []


def test_they_are_those_of_the_postal_data():
    rows = database().execute("SELECT data FROM postal_data WHERE prefecture = '長野県'")
    posted = {
        (
            one["jisx0402"],
            re.sub("^.+郡", "", one["city"]),
            re.sub("^.+グン", "", one["city_kana"]),
        )
        for one in (json.loads(data) for (data,) in rows)
    }
    assert posted == {(one.code[:5], one.name, one.kana) for one in MUNICIPALITIES}


def test_each_of_the_ten_areas_has_its_number():
    counts = Counter(one.area for one in MUNICIPALITIES)
    assert [counts[area] for area in AREAS] == [11, 4, 6, 8, 14, 6, 8, 5, 9, 6]
    assert counts.total() == 77


def test_neighbours_touch_on_the_map():
    for pair in NEIGHBOURS:
        one, other = (BY_NAME[name] for name in pair.split())
        distance = max(abs(one.column - other.column), abs(one.row - other.row))
        assert distance == 1, pair


def test_an_area_holds_together():
    """From any municipality of an area one comes to each other over tiles that touch."""
    for area in AREAS:
        tiles = {(one.column, one.row) for one in MUNICIPALITIES if one.area == area}
        reached, edge = set(), [next(iter(tiles))]
        while edge:
            column, row = edge.pop()
            reached.add((column, row))
            around = {(column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)}
            edge += (around & tiles) - reached
        assert reached == tiles, area
