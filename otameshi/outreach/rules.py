"""What the performance sheet counts of gatherings, and when. No database, no web."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused


class GatheringKind(Labelled):
    SESSION = "session", "募集説明会"
    MEETING = "meeting", "参加者交流会"
    LARGE = "large", "大規模交流会"


class Standing(Labelled):
    COMING = "coming", "開催予定"
    HELD = "held", "開催済み"
    CANCELLED = "cancelled", "中止"


@dataclass(frozen=True, slots=True)
class Held:
    """How often (回) gatherings of a kind were held, and how many people (名) came."""

    times: int = 0
    people: int = 0
    unknown: int = 0  # 回 whose attendance nobody has entered


def standing(held_at: datetime, cancelled_at: datetime | None, now: datetime) -> Standing:
    if cancelled_at is not None:
        return Standing.CANCELLED
    return Standing.COMING if now < held_at else Standing.HELD


def check_closing(held_at: datetime, closes_at: datetime | None) -> None:
    """Refuse a last moment of booking after the gathering has begun."""
    if closes_at is not None and closes_at > held_at:
        raise Refused("申込みの締切は、開始時刻までにしてください。")


def check_attendance(found: Standing) -> None:
    """Refuse to count people before they came."""
    if found is Standing.COMING:
        raise Refused("参加人数は、開催した後に記録してください。")
    if found is Standing.CANCELLED:
        raise Refused("中止した会に参加人数は記録できません。")


def check_change(found: Standing) -> None:
    if found is Standing.CANCELLED:
        raise Refused("中止した会は変更できません。改めて開くときは、新しく登録してください。")


def check_cancel(found: Standing, attendance: int | None, note: str) -> None:
    check_change(found)
    if attendance is not None:
        raise Refused("参加人数を記録した会は中止にできません。")
    if not note.strip():
        raise Refused("中止の理由を記入してください。")


def tally(held: Iterable[tuple[GatheringKind, int | None]]) -> dict[GatheringKind, Held]:
    """Count the gatherings that were held, kind by kind; each kind is named, if only with 0回."""
    found = dict.fromkeys(GatheringKind, Held())
    for kind, attendance in held:
        so_far = found[kind]
        found[kind] = Held(
            so_far.times + 1,
            so_far.people + (attendance or 0),
            so_far.unknown + (attendance is None),
        )
    return found
