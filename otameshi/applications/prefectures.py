"""The 47 都道府県 in the order of their codes, and the regions that figures are told by."""

from otameshi.core.labels import Labelled

PREFECTURES = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
]


class Region(Labelled):
    """地域 of Japan, from east to west; 三重県 counts to 東海."""

    NORTH = "north", "北海道・東北"
    KANTO = "kanto", "関東"
    KOSHINETSU = "koshinetsu", "甲信越・北陸"
    TOKAI = "tokai", "東海"
    KINKI = "kinki", "近畿"
    CHUGOKU = "chugoku", "中国"
    SHIKOKU = "shikoku", "四国"
    KYUSHU = "kyushu", "九州・沖縄"
    UNKNOWN = "unknown", "不明"


class Side(Labelled):
    """Where the office draws its line: 東海 lies between east and west and is shown apart."""

    EAST = "east", "東日本"
    TOKAI = "tokai", "東海"
    WEST = "west", "西日本"
    UNKNOWN = "unknown", "不明"


# Each region with its 都道府県: up to this place in the order of the codes.
_UP_TO = {
    Region.NORTH: 7,
    Region.KANTO: 14,
    Region.KOSHINETSU: 20,
    Region.TOKAI: 24,
    Region.KINKI: 30,
    Region.CHUGOKU: 35,
    Region.SHIKOKU: 39,
    Region.KYUSHU: 47,
}
WEST = frozenset({Region.KINKI, Region.CHUGOKU, Region.SHIKOKU, Region.KYUSHU})

_REGIONS = {
    name: next(region for region, end in _UP_TO.items() if place < end)
    for place, name in enumerate(PREFECTURES)
}


def region_of(prefecture: str) -> Region:
    """Return the region of a 都道府県; anything else, as an address abroad, is unknown."""
    return _REGIONS.get(prefecture, Region.UNKNOWN)


def side_of(region: Region) -> Side:
    if region in WEST:
        return Side.WEST
    apart = {Region.TOKAI: Side.TOKAI, Region.UNKNOWN: Side.UNKNOWN}
    return apart.get(region, Side.EAST)
