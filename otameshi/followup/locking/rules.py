"""How the year's figure is fixed: prepared by one person, by another approved. No database."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.followup.retention.rules import Counting, Counts, YearFigure


class State(Labelled):
    PREPARED = "prepared", "確定の決裁待ち"
    LOCKED = "locked", "確定"
    RETURNED = "returned", "差戻し"
    RELEASED = "released", "確定の取消"


ALIVE = frozenset({State.PREPARED, State.LOCKED})
LOCK = Machine(
    Move("approve", "指標を確定する", frozenset({State.PREPARED}), State.LOCKED, Role.MANAGER),
    Move(
        "return", "差し戻す", frozenset({State.PREPARED}), State.RETURNED, Role.MANAGER,
        needs_note=True,
    ),
    Move(
        "release", "確定を取り消す", frozenset({State.LOCKED}), State.RELEASED, Role.MANAGER,
        needs_note=True,
    ),
)  # fmt: skip
PREPARE = "確定の決裁を求める"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the figure was, with all that it follows from."""

    part: int
    whole: int
    tenths: int
    facts: dict[str, Any]  # the counts and the way of counting, as JSON holds them

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the facts: the same figure from the same facts, the same hash."""
        text = json.dumps(self.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def snapshot(year: YearFigure) -> Snapshot:
    """Take down the year's figure; it must have one."""
    found = year.figure
    if not year.asked or found.tenths is None:
        raise Refused("指標に使う調査回がないか、数える組がないため、確定できません。")
    facts = {
        "fiscal_year": year.fiscal_year,
        "wave": year.wave_id,
        "counts": _counts(year.counts),
        "counting": written(year.counting),
        "part": found.part,
        "whole": found.whole,
        "tenths": found.tenths,
    }
    return Snapshot(found.part, found.whole, found.tenths, facts)


def _counts(counts: Counts) -> dict[str, dict[str, int]]:
    """Return the counts as JSON holds them; 「まだ決めていない」 only where somebody said so.

    So the same figure has the hash that it had before that answer could be given.
    """
    found: dict[str, dict[str, int]] = asdict(counts)
    for each in found.values():
        if not each["undecided"]:
            del each["undecided"]
    return found


def written(counting: Counting) -> dict[str, Any]:
    """Return the way of counting as JSON holds it."""
    undecided = [[one.source, list(one.values)] for one in counting.undecided]
    return {
        **({"undecided": undecided} if undecided else {}),
        "keeps": [[one.source, list(one.values)] for one in counting.keeps],
        "members": counting.members.value,
        "unit": counting.unit.value,
        "denominator": counting.denominator.value,
        "rounding": counting.rounding.value,
    }


def check_closed(year: YearFigure, today: date) -> None:
    """Refuse to fix a figure while answers may still come in."""
    if year.running(today):
        raise Refused("回答の受付中です。締切日を過ぎてから確定してください。")


def check_unmoved(prepared: str, now: Snapshot) -> None:
    """Refuse to approve a figure that is no longer the one that was prepared."""
    if prepared != now.digest:
        raise Refused(
            "確定の準備をした後に、回答または数え方が変わりました。"
            "差し戻して、もう一度準備してください。"
        )
