"""How long a deadline may be put off for one applicant, and by whom. No database, no web."""

from datetime import datetime, timedelta

from otameshi.applications.window import Window, second_in_words
from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused

LONGEST = timedelta(days=30)


class State(Labelled):
    NONE = "none", "延長なし"  # before it is granted; never stored
    GRANTED = "granted", "延長中"
    REVOKED = "revoked", "取消"


TONE = {State.NONE: "neutral", State.GRANTED: "info", State.REVOKED: "neutral"}

EXTENSION = Machine(
    Move(
        "grant",
        "締切を延ばす",
        frozenset({State.NONE}),
        State.GRANTED,
        by=Role.MANAGER,
        needs_note=True,
    ),
    Move(
        "revoke",
        "延長を取り消す",
        frozenset({State.GRANTED}),
        State.REVOKED,
        by=Role.MANAGER,
        needs_note=True,
    ),
)


def must_fit(of_call: Window, closes_at: datetime, at: datetime) -> None:
    """Refuse a deadline that is none: past, not later than the call's, or beyond the limit."""
    if closes_at <= at:
        raise Refused("新しい締切は、いまより後の日時にしてください。")
    if closes_at <= of_call.closes_at:
        due = second_in_words(of_call.closes_at)
        raise Refused(f"新しい締切は、募集の締切（{due}）より後の日時にしてください。")
    if closes_at > of_call.closes_at + LONGEST:
        last = second_in_words(of_call.closes_at + LONGEST)
        raise Refused(f"延ばせるのは締切から{LONGEST.days}日まで（{last}まで）です。")
    if at < of_call.opens_at:
        raise Refused("募集が始まってから、締切を延ばしてください。")
