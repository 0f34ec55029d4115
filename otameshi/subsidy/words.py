"""The words of the rule language, each with the Japanese shown to people."""

from datetime import date
from fractions import Fraction

from otameshi.core.labels import Labelled
from otameshi.core.period import Period
from otameshi.core.yen import Yen

ZERO = Yen(0)


class Contract(Labelled):
    """How a thing was come by: what becomes an asset is rarely paid for."""

    BOUGHT = "bought", "購入（新品）"
    RENTED = "rented", "賃借（レンタル・リース）"
    USED = "used", "購入（中古品）"
    NONE = "none", "該当なし"


class Which(Labelled):
    """The date of a line that a rule looks at."""

    INCURRED = "incurred", "発生日"
    PAID = "paid", "支払日"


class Within(Labelled):
    """What a window of dates is measured from."""

    TRIAL = "trial", "参加期間"
    DECISION = "decision", "交付決定日"
    FIXED = "fixed", "定められた期間"


class Per(Labelled):
    """What is taken together when an amount is limited or rounded."""

    LINE = "line", "1件"
    DAY = "day", "1日"
    VISIT = "visit", "来県1回"
    MONTH = "month", "1か月"
    PERSON = "person", "1人"
    KIND = "kind", "経費区分"


class Unit(Labelled):
    """What a limit or an allowance is multiplied by."""

    HEAD = "head", "人"
    NIGHT = "night", "泊"
    DAY = "day", "日"
    DAY24 = "day24", "24時間"
    MONTH = "month", "か月"
    VISIT = "visit", "回"
    PERSON = "person", "人（利用者）"
    KM = "km", "km"


class Measure(Labelled):
    """What a tier is looked up by."""

    HEADS = "heads", "組の人数"
    COHORT = "cohort", "参加者総数"
    NIGHTS = "nights", "滞在泊数"
    DAYS = "days", "滞在日数"
    MONTHS = "months", "参加月数"


class Mode(Labelled):
    """What becomes of the part below the unit."""

    DOWN = "down", "切捨て"
    NEAREST = "nearest", "四捨五入"
    UP = "up", "切上げ"


class Ceiling(Labelled):
    """An amount from outside the rulebook that the claim may not pass."""

    GRANTED = "granted", "交付決定額"
    REMAINING = "remaining", "交付決定額の残り"
    BUDGET = "budget", "予算の残り"


COUNTER = {
    Measure.HEADS: "人",
    Measure.COHORT: "人",
    Measure.NIGHTS: "泊",
    Measure.DAYS: "日",
    Measure.MONTHS: "か月",
}


def part(rate: Fraction) -> str:
    """Return a rate as people write it."""
    return "10分の10（全額）" if rate == 1 else f"{rate.denominator}分の{rate.numerator}"


def money(amount: Yen | int) -> str:
    return f"{amount:,}円"


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def span(period: Period) -> str:
    return f"{day(period.first)}～{day(period.last)}"
