"""The report on input tax credits: due of every paid grant, also at 0円. No database, no web."""

from datetime import date

from otameshi.claims.after.rules import Repaying
from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.yen import Yen


class Standing(Labelled):
    """How the group stands to 消費税; all but the last get nothing back for certain."""

    EXEMPT = "exempt", "免税事業者である（消費税の申告をしていない）"
    SIMPLE = "simple", "簡易課税制度、または2割特例で申告した"
    UNTAXED = "untaxed", "補助対象経費に、消費税のかかるものがない"
    UNCLAIMED = "unclaimed", "補助対象経費に係る消費税を、仕入税額控除の対象にしていない"
    GENERAL = "general", "一般課税（本則課税）で申告し、仕入税額控除の対象にした"

    @property
    def nothing_back(self) -> bool:
        return self is not Standing.GENERAL


class State(TwoWorded):
    NONE = "none", "未報告", "報告のお願い"
    REPORTED = "reported", "確認中", "県が確認中"
    RETURNED = "returned", "差戻し", "修正のお願い"
    ACKNOWLEDGED = "acknowledged", "受理", "受理されました"


OPEN = frozenset({State.NONE, State.RETURNED})
REPORTED = frozenset({State.REPORTED})
TAX_REPORT = Machine(
    Move("report", "仕入控除税額を報告する", OPEN, State.REPORTED, Role.APPLICANT),
    Move("return", "差し戻す", REPORTED, State.RETURNED, Role.OFFICER, needs_note=True),
    Move("acknowledge", "受理する", REPORTED, State.ACKNOWLEDGED, Role.OFFICER),
)
# It asks for more than a reason: it has a page of its own.
WITH_OWN_PAGE = frozenset({"report"})
ASK = "ask_tax_report", "仕入控除税額の報告を求める"

NEXT = {
    State.NONE: "控除税額が0円でも、報告が必要です。",
    State.REPORTED: "県が報告を確認しています。",
    State.RETURNED: "理由を確かめて直し、もう一度報告してください。",
    State.ACKNOWLEDGED: "報告は終わりました。",
}
NEXT_AT_THE_DESK = {
    State.NONE: "報告を待ってください。期限が近いときは、報告を求めるメールを送れます。",
    State.REPORTED: "担当者が内容を確かめ、受理するか差し戻してください。",
    State.RETURNED: "再報告を待ってください。",
    State.ACKNOWLEDGED: "受理済みです。控除税額があれば、返還を確かめてください。",
}
TONE = {
    State.NONE: "warn",
    State.REPORTED: "info",
    State.RETURNED: "warn",
    State.ACKNOWLEDGED: "good",
}


def must_fit(standing: Standing, amount: Yen, most: Yen) -> None:
    """Refuse an amount that cannot be. `most`: what the group was paid and has not to return."""
    if standing.nothing_back and amount:
        raise Refused(
            f"「{standing.label}」を選んだときは、仕入控除税額は0円です。"
            "控除を受けた額があるときは、一般課税（本則課税）を選んでください。"
        )
    if amount > most:
        raise Refused(f"仕入控除税額は、受け取った補助金の額（{most:,}円）以下にしてください。")


def must_be_shown(standing: Standing, words: str, *, document: bool) -> None:
    """Refuse 本則課税 without its computation and a document; the others name no figure."""
    if standing.nothing_back:
        return
    if not words.strip():
        raise Refused("控除税額の計算（0円のときはその理由）を記入してください。")
    if not document:
        raise Refused("消費税の確定申告書の写しなど、計算のもとになる書類を添付してください。")


def wants_order(state: State, amount: Yen, order: Repaying | None) -> bool:
    """Say whether what was got back is still to be asked for."""
    return bool(amount) and state is State.ACKNOWLEDGED and order in {None, Repaying.DROPPED}


def overdue(due_on: date | None, state: State, today: date) -> bool:
    """Say whether a report is late; where the year sets no day it is never late."""
    return due_on is not None and state in OPEN and today > due_on


def may_ask_again(asked_on: date | None, today: date) -> bool:
    """Say whether to write once more: at most one letter a day."""
    return asked_on is None or asked_on < today
