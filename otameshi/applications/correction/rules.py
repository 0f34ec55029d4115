"""How a request for correction (補正依頼) moves, and until when it is answered. No web."""

from datetime import date, datetime, timedelta

from otameshi.core.clock import day_in_japan
from otameshi.core.labels import TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused

REMIND_BEFORE = timedelta(days=3)
LONGEST = timedelta(days=60)
MOST_ITEMS = 30


class State(TwoWorded):
    NEW = "new", "作成中", "作成中"  # it is made and sent in one step: never stored
    SENT = "sent", "回答待ち", "回答をお待ちしています"
    ANSWERED = "answered", "回答あり（確認待ち）", "回答済み（確認しています）"
    ACCEPTED = "accepted", "受理", "受理されました"
    AGAIN = "again", "再依頼済み", "もう一度お願いしました"
    LAPSED = "lapsed", "期限切れ（回答なし）", "期限を過ぎました"
    CLOSED = "closed", "補正なしで終了", "終わりました"
    WITHDRAWN = "withdrawn", "依頼の取消", "取り消されました"


TONE = {
    State.NEW: "neutral",
    State.SENT: "info",
    State.ANSWERED: "warn",
    State.ACCEPTED: "good",
    State.AGAIN: "neutral",
    State.LAPSED: "bad",
    State.CLOSED: "neutral",
    State.WITHDRAWN: "neutral",
}
SENT = frozenset({State.SENT})
ANSWERED = frozenset({State.ANSWERED})
LAPSED = frozenset({State.LAPSED})
UNSETTLED = SENT | ANSWERED | LAPSED  # somebody still has to do something

CORRECTION = Machine(
    Move("ask", "補正を依頼する", frozenset({State.NEW}), State.SENT, by=Role.OFFICER),
    Move("answer", "補正の回答を送る", SENT, State.ANSWERED, by=Role.APPLICANT),
    Move("accept", "補正を受理する", ANSWERED, State.ACCEPTED, by=Role.OFFICER),
    Move("again", "もう一度依頼する", ANSWERED | LAPSED, State.AGAIN, by=Role.OFFICER),
    Move(
        "close",
        "補正なしで終える",
        LAPSED,
        State.CLOSED,
        by=Role.OFFICER,
        needs_note=True,
    ),
    Move(
        "withdraw",
        "依頼を取り消す",
        SENT,
        State.WITHDRAWN,
        by=Role.OFFICER,
        needs_note=True,
    ),
)
# What the calendar does, and no person: the day after the answer-by date has come.
LAPSE = ("lapse", "回答の期限を過ぎた")


def in_time(due_on: date, at: datetime) -> bool:
    """Say whether an answer is taken: until the end of the day in Japan."""
    return day_in_japan(at) <= due_on


def must_be_in_time(due_on: date, at: datetime) -> None:
    if not in_time(due_on, at):
        raise Refused(
            f"補正の回答の期限（{in_words(due_on)}の24時）を過ぎたため、受け付けできません。"
            "担当課へご連絡ください。"
        )


def must_be_a_date(due_on: date, at: datetime) -> None:
    """Refuse an answer-by date that leaves no day, or is too far off."""
    today = day_in_japan(at)
    if due_on <= today:
        raise Refused("回答の期限は、明日以後の日にしてください。")
    if due_on > today + LONGEST:
        raise Refused(f"回答の期限は、今日から{LONGEST.days}日までの日にしてください。")


def reminds(asked_at: datetime, due_on: date, at: datetime) -> bool:
    """Say whether today is within the last days, unless it was asked for within them."""
    first = due_on - REMIND_BEFORE
    return day_in_japan(asked_at) < first <= day_in_japan(at) <= due_on


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
