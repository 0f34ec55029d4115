"""What a request must hold to before it is taken. No database, no web."""

from collections.abc import Collection
from datetime import date

from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.grants.changes.rules import ALTERING, UNDER, Kind
from otameshi.grants.changes.words import ASKS
from otameshi.grants.rules import State as Grant


def open_kinds(grant: Grant, *, early_start: bool) -> list[Kind]:
    """Return what may be asked for under a grant in this state; the year may rule out 事前着手."""
    return [
        kind for kind in Kind if grant in UNDER[kind] and (early_start or kind is not Kind.EARLY)
    ]


def must_be_open(kind: Kind, grant: Grant, *, early_start: bool) -> None:
    if kind is Kind.EARLY and not early_start:
        raise Refused(
            "この年度では、交付決定より前の着手は認められません。交付決定を待って始めてください。"
        )
    if grant not in UNDER[kind]:
        raise Refused(f"{kind.label}は、いまの交付の状態では提出できません。")


def must_explain(kind: Kind, what: str, why: str, considered: str) -> None:
    """Refuse a request that does not say what, why, and what was considered instead."""
    asks = ASKS[kind]
    lacking = [
        label
        for label, words in ((asks.what, what), (asks.why, why), (asks.considered, considered))
        if not words.strip()
    ]
    if lacking:
        raise Refused("".join(f"「{label}」を記入してください。" for label in lacking))


def must_fit(kind: Kind, day: date | None, today: date, period: Period) -> None:
    """Refuse a day that the kind cannot have; `period` is the group's stay."""
    label = ASKS[kind].day
    if day is None:
        raise Refused(f"「{label}」を記入してください。")
    if kind is Kind.EARLY:
        if day < today:
            raise Refused(
                f"「{label}」は、届け出る日以後の日にしてください。すでに生じた経費は対象になりません。"
            )
        return
    if kind is Kind.ACCIDENT:
        if day > today:
            raise Refused(f"「{label}」は、今日までの日にしてください。")
        return
    if day not in period:
        span = f"{_day(period.first)}から{_day(period.last)}まで"
        raise Refused(
            f"「{label}」は、参加の期間（{span}）の中の日にしてください。"
            "期間を延ばすときは、先に参加の期間の変更を申し出てください。"
        )


def must_be_alone(others: Collection[Kind], kind: Kind) -> None:
    """Refuse a second request that would change the same terms."""
    if kind in ALTERING and others:
        raise Refused(
            "手続き中の変更があります。その結果を待つか、取り下げてから申請してください。"
        )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
