"""What must be done before a year is closed, and what may go on afterwards. No database, no web."""

from collections.abc import Mapping
from datetime import date

from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused


class State(Labelled):
    OPEN = "open", "締める前"
    CLOSED = "closed", "締め済"


YEAR = Machine(
    Move("close", "年度を締める", frozenset({State.OPEN}), State.CLOSED, Role.MANAGER),
    Move(
        "reopen",
        "締めた年度を開く",
        frozenset({State.CLOSED}),
        State.OPEN,
        Role.MANAGER,
        needs_note=True,
    ),
)
TONE = {State.OPEN: "info", State.CLOSED: "good"}


class Item(Labelled):
    """What is looked at before a year is closed."""

    GRANTS = "grants", "決裁の済んでいない交付申請"
    CHANGES = "changes", "決裁の済んでいない変更などの申請"
    WEIGHED = "weighed", "額の確定の済んでいない実績報告"
    INVOICED = "invoiced", "支払の済んでいない請求"
    RUNS = "runs", "結果を記録していない振込"
    ADVANCES = "advances", "手続き中の概算払"
    FAILED = "failed", "戻ったまま、請求し直されていない振込"
    UNINVOICED = "uninvoiced", "額が確定し、請求されていないもの"
    UNREPORTED = "unreported", "報告されていない経費"
    UNSETTLED = "unsettled", "精算の済んでいない概算払"
    CANCELLATIONS = "cancellations", "決裁の済んでいない取消"
    REPAYMENTS = "repayments", "済んでいない返還"
    TAXES = "taxes", "報告・受理の済んでいない仕入控除税額"
    EARLY = "early", "出納閉鎖（5月31日）まで"


# While one of these is there, the year cannot be closed; the others go on afterwards, or never.
STOPS = (Item.GRANTS, Item.CHANGES, Item.WEIGHED, Item.INVOICED, Item.RUNS, Item.ADVANCES)

Counts = Mapping[Item, int]


def accounts_close_on(fiscal_year: int) -> date:
    """Return 出納閉鎖: 31 May after the 年度 (地方自治法第235条の5)."""
    return date(fiscal_year + 1, 5, 31)


def early(fiscal_year: int, today: date) -> int:
    """Return 1 until 出納閉鎖 has passed: payments of the year may still be made."""
    return int(today <= accounts_close_on(fiscal_year))


def ready(counts: Counts, note: str) -> None:
    """Refuse to close while something must be done, or something is left without a word on it."""
    left = [f"{item.label}（{counts[item]}件）" for item in STOPS if counts[item]]
    if left:
        raise Refused(f"先に済ませてください：{'、'.join(left)}。")
    if any(counts.values()) and not note.strip():
        raise Refused("済んでいないものが残っています。そのまま締める理由を記入してください。")
