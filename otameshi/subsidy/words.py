"""The words of the rule language, each with the Japanese shown to people."""

from datetime import date
from fractions import Fraction

from otameshi.core.labels import Labelled
from otameshi.core.period import Period
from otameshi.core.yen import Yen

ZERO = Yen(0)
MOST = 10**12  # yen: no line is as large, and what is as large was typed wrongly


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
    DAY24 = "day24", "日（24時間）"
    MONTH = "month", "か月"
    PERSON = "person", "人（利用者）"


class Deed(Labelled):
    """What has a deadline."""

    APPLIED = "applied", "交付申請"
    REPORTED = "reported", "実績報告"


class Span(Labelled):
    """The days a blackout looks at."""

    INCURRED = "incurred", "発生日"
    TRIAL = "trial", "参加期間"
    STAY = "stay", "滞在した日"


class Count(Labelled):
    """What of a stay is counted."""

    NIGHTS = "nights", "宿泊"
    DAYS = "days", "滞在"
    WORK_DAYS = "work_days", "仕事をした日"
    WORK_HOURS = "work_hours", "仕事をした時間"


class How(Labelled):
    """Over what a stay is counted."""

    TOTAL = "total", "合計で"
    AVERAGE = "average", "月平均で"
    EACH_MONTH = "each_month", "各月に"
    EACH_WEEK = "each_week", "各週に"
    EACH_VISIT = "each_visit", "来県1回ごとに"
    CONSECUTIVE = "consecutive", "連続して"
    OF_TRIAL = "of_trial", "参加期間の日数のうち"
    OF_STAY = "of_stay", "滞在した日数のうち"


class By(Labelled):
    """What a cost is apportioned by."""

    DAYS = "days", "日割"
    HALF_MONTHS = "half_months", "半月割"
    BUSINESS = "business", "業務に使う割合"
    PEOPLE = "people", "参加者の人数の割合"


class Again(Labelled):
    """Within what a scheme may be used only so often."""

    YEAR = "year", "同じ年度に"
    LIFE = "life", "通算で"
    HOUSEHOLD = "household", "同じ世帯で"


class Doubt(Labelled):
    """What becomes of the amount while the rules themselves leave a point open."""

    HOLD = "hold", "判定を保留する"
    BOUND = "bound", "額は上限の見込みとする"
    UNSURE = "unsure", "額は変わることがあるとする"
    NOTE = "note", "担当者に知らせる"


class Piece(Labelled):
    """What an allowance is paid for."""

    KM = "km", "km"
    LINE = "line", "件"
    NIGHT = "night", "泊"
    DAY = "day", "日"
    DAY24 = "day24", "日（24時間）"
    MONTH = "month", "か月"


class Measure(Labelled):
    """What a tier is looked up by."""

    HEADS = "heads", "組の人数"
    COHORT = "cohort", "参加者総数"
    NIGHTS = "nights", "滞在泊数"
    DAYS = "days", "滞在日数"
    MONTHS = "months", "参加月数"
    LENGTH = "length", "参加日数"


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
    Measure.LENGTH: "日",
}


def part(rate: Fraction) -> str:
    """Return a rate as people write it."""
    return "10分の10（全額）" if rate == 1 else f"{rate.denominator}分の{rate.numerator}"


def money(amount: Yen | int) -> str:
    return f"{amount:,}円"


def decimal(number: Fraction) -> str:
    """Return a count with one decimal, dropping what is below; whole ones without."""
    whole, tenths = divmod(number.numerator * 10 // number.denominator, 10)
    return str(whole) if number.denominator == 1 else f"{whole}.{tenths}"


def percent(number: Fraction) -> str:
    return f"{decimal(number * 100)}%"


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def span(period: Period) -> str:
    return f"{day(period.first)}～{day(period.last)}"
