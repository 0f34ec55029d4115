"""What follows from a decision: its notice, the waiting list, a later change. No database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused
from otameshi.selection.rules import Outcome, State


class Way(Labelled):
    """How it came to a decision."""

    DECIDED = "decided", "選考による決定"
    PROMOTED = "promoted", "補欠からの繰上げ"
    CHANGED = "changed", "決定の変更"


class Notice(Labelled):
    """Where the notice of a decision stands."""

    READY = "ready", "未送付"
    HELD = "held", "送信待ち（取り戻せます）"
    SENT = "sent", "送付済み"
    DROPPED = "dropped", "送付しない"


# The letters that tell a decision, as the office calls them.
KINDS = {
    "selection_selected": "採択通知",
    "selection_promoted": "繰上げの採択通知",
    "selection_waitlisted": "補欠通知",
    "selection_rejected": "不採択通知",
    "selection_changed": "決定の変更の通知",
}
UNSENT = frozenset({Notice.READY, Notice.HELD})


class RevisionState(Labelled):
    """A proposal to change what was decided."""

    OPEN = "open", "決裁待ち"
    APPROVED = "approved", "決定"
    REFUSED = "refused", "差戻し"
    WITHDRAWN = "withdrawn", "取下げ"


# The move of the candidate that a change means.
CHANGE_OF = {
    Outcome.SELECTED: "change_select",
    Outcome.WAITLISTED: "change_waitlist",
    Outcome.REJECTED: "change_reject",
}


def letter_kind(way: Way, outcome: Outcome, *, told_before: bool) -> str:
    """Name the letter; who was never told anything gets the plain result."""
    if told_before and way is Way.PROMOTED:
        return "selection_promoted"
    if told_before and way is Way.CHANGED:
        return "selection_changed"
    return f"selection_{outcome}"


def because(made: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Say why an unsent notice is made again, or nothing while it stands as it was made."""
    if made.get("template") != now["template"]:
        return "お知らせの文面が変わったため"
    if dict(made) != dict(now):
        return "記載する内容（応募、年度の設定、理由）が変わったため"
    return ""


def must_be_chosen(kinds: Collection[str]) -> None:
    if not kinds:
        raise Refused("送る通知が選ばれていません。何も送っていません。送る区分を選んでください。")


def must_not_be_held(notice: Notice | None) -> None:
    """Refuse to decide anew while the notice of the last decision is about to leave."""
    if notice is Notice.HELD:
        raise Refused(
            "この応募への通知は送信待ちです。通知を取り戻すか、送信が終わってから手続きしてください。"
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """One on the waiting list."""

    key: int
    rank: int
    title: str


def in_line(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Return the waiting list in its order (補欠順位)."""
    return sorted(waiting, key=lambda one: (one.rank, one.key))


def doubts_of_promotion(waiting: Sequence[Waiting], chosen: int, free: int) -> list[str]:
    """Say what must be explained: somebody before in line, or no place that was given up."""
    order = in_line(waiting)
    rank = next(one.rank for one in order if one.key == chosen)
    found = [
        f"補欠の順位{one.rank}番の{one.title}を繰り上げずに、順位{rank}番を繰り上げます。"
        for one in order
        if one.rank < rank
    ]
    if free < 1:
        found.append("辞退による空きはありません。")
    return found


def believable(on: date, decided: date, today: date) -> None:
    """Refuse a day on which nobody can have stepped back from the waiting list."""
    if on > today:
        raise Refused("申し出のあった日が、今日より後になっています。")
    if on < decided:
        raise Refused("申し出のあった日が、補欠に決定した日より前になっています。")


def places_given_up(chosen: int, holding: int) -> int:
    """Return how many of the places first decided nobody holds any more (組)."""
    return max(0, chosen - holding)


def late(until: date | None, today: date) -> bool:
    """Say whether the day to answer by has passed; the day itself still counts."""
    return until is not None and until < today


def must_differ(
    outcome: Outcome, rank: int | None, state: State, standing_rank: int | None
) -> None:
    """Refuse a change that changes nothing, or a waiting list without a place on it."""
    if outcome.value == state.value and (
        outcome is not Outcome.WAITLISTED or rank == standing_rank
    ):
        raise Refused("今の決定と同じです。変更後の結果を選んでください。")
    if outcome is Outcome.WAITLISTED and rank is None:
        raise Refused("補欠に変更するときは、補欠の順位を入力してください。")
