"""The course of one 組 after its stay. No database, no web. Time is counted in whole months."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from otameshi.core.labels import Labelled
from otameshi.followup.rules import Answer


class Standing(Labelled):
    """What is known of a 組 at last."""

    KEEPING = "keeping", "最後の回答で維持"
    LEFT = "left", "離れた"
    UNHEARD = "unheard", "一度も分からない"
    UNASKED = "unasked", "まだ聞いていない"


@dataclass(frozen=True, slots=True)
class Course:
    """Between which two waves a 組 gave its base up, as far as its answers tell.

    `kept_until` is the last wave at which it kept a base, `left_by` the first one after that
    at which it had left: it went somewhere between the two.
    """

    kept_until: int | None
    left_by: int | None
    asked: bool = True

    @property
    def standing(self) -> Standing:
        if self.left_by is not None:
            return Standing.LEFT
        if self.kept_until is not None:
            return Standing.KEEPING
        return Standing.UNHEARD if self.asked else Standing.UNASKED

    @property
    def heard(self) -> bool:
        """Return whether it ever said anything about its base: only then it is on the curve."""
        return self.kept_until is not None or self.left_by is not None


def course(said: Iterable[tuple[int, Answer]]) -> Course:
    """Read the answers of one 組, each with the months after its stay.

    No answer and a refusal are no departure: nothing is known of that time. Who left and later
    answers that a base is kept is staying.
    """
    answers = tuple(said)
    kept_until = max((at for at, one in answers if one is Answer.STAYED), default=None)
    left = (at for at, one in answers if one is Answer.LEFT)
    left_by = min((at for at in left if kept_until is None or at > kept_until), default=None)
    return Course(kept_until, left_by, asked=bool(answers))


def standings(courses: Mapping[Course, int]) -> dict[Standing, int]:
    """Count 組 by what is known of them at last; together they are all of them."""
    found: Counter[Standing] = Counter()
    for one, groups in courses.items():
        found[one.standing] += groups
    return {one: found[one] for one in Standing}
