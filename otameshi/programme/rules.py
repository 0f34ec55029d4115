"""What a year asks of its groups, and when its call is open. No database, no web."""

from dataclasses import dataclass
from datetime import date, datetime

from otameshi.core.labels import Labelled
from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.core.yen import Yen


class Housing(Labelled):
    """Housing help comes from the municipality (domain.md 7, 12), and differs by place."""

    NONE = "none", "なし"
    FREE = "free", "無償の住居提供"
    PAID = "paid", "有償の住居提供"
    RENT = "rent", "家賃補助"
    SEARCH = "search", "住居探しの支援"


@dataclass(frozen=True, slots=True)
class Terms:
    """The conditions of one 年度, as its 募集要項 gives them; soft ones say 概ね or 程度."""

    fiscal_year: int
    group_limit: int
    age_base: date | None
    age_least: int | None
    age_most: int | None
    age_most_soft: bool
    trial: Period
    months_least: int
    months_most: int
    nights_a_month: int
    nights_soft: bool
    paid_by: date
    budget: Yen


class Opening(Labelled):
    BEFORE = "before", "募集開始前"
    OPEN = "open", "募集中"
    CLOSED = "closed", "募集終了"


def opening(opens_at: datetime, closes_at: datetime, now: datetime) -> Opening:
    """Say whether the call takes what arrives now; the closing moment itself (17:00) is late."""
    if now < opens_at:
        return Opening.BEFORE
    return Opening.OPEN if now < closes_at else Opening.CLOSED


def must_be_open(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    state = opening(opens_at, closes_at, now)
    if state is Opening.BEFORE:
        raise Refused("募集はまだ始まっていません。")
    if state is Opening.CLOSED:
        raise Refused("応募の締切を過ぎたため、受け付けできません。下書きは残っています。")
