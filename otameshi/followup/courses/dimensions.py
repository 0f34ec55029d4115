"""What 組 are told apart by, and the names of what is found. No database, no web."""

from collections.abc import Callable, Mapping
from typing import Any

from otameshi.applications.prefectures import Region, Side, region_of, side_of
from otameshi.applications.rules import Kind
from otameshi.core.labels import Labelled
from otameshi.core.wareki import short_fiscal_year

UNKNOWN = "不明"


class Dimension(Labelled):
    ALL = "all", "全体"
    YEAR = "year", "年度"
    KIND = "kind", "応募区分"
    SIDE = "side", "東日本・西日本"
    REGION = "region", "参加前の地域"
    TOWN = "town", "市町村"
    OFFICE = "office", "オフィス"
    SUBSIDISED = "subsidised", "補助の有無"
    GATHERINGS = "gatherings", "参加した交流会"
    HOUSING = "housing", "住居支援の希望"


# What is laid side by side as differences: few values each, or chance alone would show many.
COMPARED = (
    Dimension.SUBSIDISED,
    Dimension.KIND,
    Dimension.SIDE,
    Dimension.REGION,
    Dimension.GATHERINGS,
    Dimension.HOUSING,
)
ATTENDED = ("0回", "1回", "2回以上")
UNRECORDED = "記録なし"  # where nobody said who came: 0 would be a lie
YES_NO = {True: "あり", False: "なし", None: UNKNOWN}


def _kind(found: Any) -> str:
    return found.label if isinstance(found, Kind) else UNKNOWN


def _times(found: int) -> str:
    """Name how often a 組 came; less than 0 stands for a year without a record."""
    return UNRECORDED if found < 0 else ATTENDED[min(found, len(ATTENDED) - 1)]


NAMES: Mapping[Dimension, Callable[[Any], str]] = {
    Dimension.ALL: lambda _: Dimension.ALL.label,
    Dimension.YEAR: short_fiscal_year,
    Dimension.KIND: _kind,
    Dimension.SIDE: lambda found: side_of(region_of(found)).label,
    Dimension.REGION: lambda found: region_of(found).label,
    Dimension.TOWN: lambda found: found or UNKNOWN,
    Dimension.OFFICE: lambda found: found or "連携オフィスなし",
    Dimension.SUBSIDISED: lambda found: YES_NO[bool(found)],
    Dimension.GATHERINGS: _times,
    Dimension.HOUSING: lambda found: YES_NO[None if found is None else bool(found)],
}
ORDERS: Mapping[Dimension, tuple[str, ...]] = {
    Dimension.KIND: tuple(one.label for one in Kind),
    Dimension.SIDE: tuple(one.label for one in Side),
    Dimension.REGION: tuple(one.label for one in Region),
    Dimension.SUBSIDISED: tuple(YES_NO.values()),
    Dimension.GATHERINGS: (*ATTENDED, UNRECORDED),
    Dimension.HOUSING: tuple(YES_NO.values()),
}


def ordered(by: Dimension, sizes: Mapping[str, int]) -> list[str]:
    """Return the names in the order in which they are shown: own order, or the largest first."""
    order = ORDERS.get(by)
    if order is not None:
        return [name for name in order if name in sizes]
    if by is Dimension.YEAR:
        return list(sizes)  # as they were read: by 年度
    return sorted(sizes, key=lambda name: (-sizes[name], name))


def at(months: int) -> str:
    return f"終了から{months}か月" if months else "終了時"
