"""When somebody may decline to answer, and what staff may take down. No database, no web."""

from datetime import date

from otameshi.core.states import Refused
from otameshi.followup.rules import Phase


def check_declining(*, answered: bool, refused: bool) -> None:
    """Refuse to decline by a link once there is an answer: that is undone by telling the office."""
    if refused:
        raise Refused("「回答しない」とのお返事を、すでに受け付けています。")
    if answered:
        raise Refused(
            "すでに回答をいただいています。回答を取り消したいときは、連絡先までお知らせください。"
        )


def check_told_refusal(now: Phase, note: str, *, answered: bool, refused: bool) -> None:
    """Refuse to note a refusal twice, or over an answer or after the end without a reason."""
    if now is Phase.BEFORE:
        raise Refused("調査はまだ始まっていません。開始日になってから記録してください。")
    if refused:
        raise Refused("回答の辞退は、すでに記録されています。")
    if note.strip():
        return
    if answered:
        raise Refused("すでに回答があります。辞退に替える理由を記入してください。")
    if now is Phase.CLOSED:
        raise Refused("締切日を過ぎています。締切後に記録する理由を記入してください。")


def check_day(given_on: date, opens_on: date, today: date) -> None:
    """Refuse a day on which nobody can have answered: before the first, or not come yet."""
    if given_on > today:
        raise Refused("回答をいただいた日は、今日までの日にしてください。")
    if given_on < opens_on:
        raise Refused("回答をいただいた日は、調査を始めた日以後の日にしてください。")
