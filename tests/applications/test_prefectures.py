from collections import Counter

from otameshi.applications.prefectures import PREFECTURES, Region, Side, region_of, side_of


def test_the_regions_hold_all_prefectures():
    assert Counter(map(region_of, PREFECTURES)) == {
        Region.NORTH: 7, Region.KANTO: 7, Region.KOSHINETSU: 6, Region.TOKAI: 4,
        Region.KINKI: 6, Region.CHUGOKU: 5, Region.SHIKOKU: 4, Region.KYUSHU: 8,
    }  # fmt: skip


def test_west_begins_behind_tokai_which_is_shown_apart():
    sides = {name: side_of(region_of(name)) for name in ("福井県", "三重県", "滋賀県", "沖縄県")}
    assert list(sides.values()) == [Side.EAST, Side.TOKAI, Side.WEST, Side.WEST]


def test_an_address_abroad_is_unknown():
    assert side_of(region_of("海外")) is Side.UNKNOWN
