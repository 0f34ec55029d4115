"""When somebody may decline to answer, and what staff may take down. No database, no web."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from otameshi.core.states import Refused, TooOften
from otameshi.followup.rules import Phase

# By one link within WINDOW: as often as the page's script saves at most, and as often as a person
# may think better of an answer. Each answer stays for good and sends a letter.
MOST_SAVES, MOST_ANSWERS, WINDOW = 600, 10, timedelta(minutes=15)


def check_answers(given: Iterable[datetime], at: datetime) -> None:
    """Refuse one more answer by a link that has given too many lately."""
    lately = sorted(one for one in given if one > at - WINDOW)
    if len(lately) >= MOST_ANSWERS:
        wait = lately[-MOST_ANSWERS] + WINDOW - at
        raise TooOften(
            f"短い時間に続けて送られたため、この回答はまだ受け付けていません。{_minutes(wait)}分ほど"
            "待ってから、もう一度送ってください。入力した内容は、この画面に残っています。",
            wait,
        )


def next_save(since: datetime | None, saves: int, at: datetime) -> tuple[datetime, int]:
    """Return when the saves by a link are counted from, and how many they are with this one."""
    if since is None or at >= since + WINDOW:
        return at, 1
    if saves >= MOST_SAVES:
        wait = since + WINDOW - at
        raise TooOften(
            f"短い時間に続けて保存されたため、この内容はまだ保存していません。{_minutes(wait)}分ほど"
            "待ってから、もう一度保存してください。回答を送ることはできます。",
            wait,
        )
    return since, saves + 1


def _minutes(wait: timedelta) -> int:
    """Return whole minutes, never fewer than it takes."""
    return -(-wait // timedelta(minutes=1))


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
