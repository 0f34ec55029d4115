"""Which papers an application of a year asks for. No database, no web."""

from collections.abc import Collection
from dataclasses import dataclass

from otameshi.core.labels import Labelled
from otameshi.core.questions import Accepts
from otameshi.core.states import Refused

MOST_KINDS = 12  # of papers a year may ask for: the page stays one that a person reads


class Need(Labelled):
    """A kind that is asked for no more keeps its name, for files that came in under it."""

    REQUIRED = "required", "必須"
    OPTIONAL = "optional", "任意"
    NONE = "none", "求めない"


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """What an officer sets for one kind of paper; each field is a column."""

    position: int
    label: str
    help: str
    need: Need
    accepts: Accepts
    most: int  # files
    to_reviewers: bool = False


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """One kind of paper as the rules of an application need it."""

    key: str
    label: str
    required: bool


# What a first year begins with; an officer changes it, and later years are copied.
STANDARD: tuple[tuple[str, PaperSettings], ...] = (
    (
        "plan",
        PaperSettings(
            1,
            "事業計画書",
            "様式は自由です。",
            Need.REQUIRED,
            Accepts.DOCUMENTS,
            3,
            to_reviewers=True,
        ),
    ),
    (
        "photo",
        PaperSettings(
            2,
            "参加者の顔写真",
            "参加する人全員の顔が分かるもの。",
            Need.REQUIRED,
            Accepts.IMAGES,
            3,
        ),
    ),
    (
        "other",
        PaperSettings(
            3,
            "その他の資料",
            "作品集など、見てほしい資料があるとき。",
            Need.OPTIONAL,
            Accepts.DOCUMENTS,
            5,
        ),
    ),
)

# What each setting is called, on its form and in the history.
WORDS = {
    "position": "並び順",
    "label": "書類の名称",
    "help": "説明",
    "need": "求め方",
    "accepts": "受け付ける形式",
    "most": "ファイルの数の上限",
    "to_reviewers": "選考委員に見せる",
}


def new_key(taken: Collection[str]) -> str:
    """Return the first free name under which the files of a new kind are kept."""
    number = next(n for n in range(1, len(taken) + 2) if f"paper{n}" not in taken)
    return f"paper{number}"


def check_paper(settings: PaperSettings, others: Collection[str]) -> None:
    """Refuse a name that another kind of the year has; `others` are their names."""
    if settings.label in others:
        raise Refused("同じ名称の書類が、すでにあります。別の名称にしてください。")


def check_count(count: int) -> None:
    if count >= MOST_KINDS:
        raise Refused(f"書類の種類は{MOST_KINDS}までです。「求めない」にした書類を使ってください。")
