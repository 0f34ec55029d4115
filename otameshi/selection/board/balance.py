"""Who would be in the cohort, by kind and by region of origin. No database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from otameshi.applications.prefectures import PREFECTURES
from otameshi.selection.board.rules import Line

# 国土形成計画・統計で用いる地方区分による 都道府県コード の範囲.
REGIONS = (
    ("北海道・東北", 0, 7),
    ("関東", 7, 14),
    ("北陸・甲信越", 14, 20),
    ("東海", 20, 24),
    ("近畿", 24, 30),
    ("中国・四国", 30, 39),
    ("九州・沖縄", 39, 47),
)
REGION_OF = {name: label for label, first, end in REGIONS for name in PREFECTURES[first:end]}
ELSEWHERE = "その他"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those on the board (組) are selected."""

    label: str
    chosen: int
    all: int


def region_of(line: Line) -> str:
    return REGION_OF.get(line.prefecture or "", ELSEWHERE)


def kind_of(line: Line) -> str:
    return line.kind.label if line.kind else "—"


def shares(all_: Counter[str], chosen: Iterable[str]) -> list[Share]:
    """Set the selected beside all, the most frequent label first."""
    inside = Counter(chosen)
    found = [Share(label, inside[label], count) for label, count in all_.items()]
    return sorted(found, key=lambda share: (-share.all, share.label))
