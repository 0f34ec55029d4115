"""The account that an assessment renders: every reduction with its rule, article and reason."""

from dataclasses import dataclass, field

from otameshi.core.yen import Yen


@dataclass(frozen=True, slots=True)
class Step:
    """One rule's effect on one line or, when `scope` is not empty, on several together.

    In a line's chain a step with a scope is the line's share of what was taken from all.
    """

    rule: str
    title: str
    article: str
    before: Yen
    after: Yen
    reason: str
    scope: str = ""

    @property
    def reduction(self) -> Yen:
        return Yen(self.before - self.after)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person must do or judge; `line` is the key of the line it concerns, or empty.

    What `denies` is no lack that a paper mends: a condition is not met, and nothing is paid.
    """

    rule: str
    title: str
    article: str
    message: str
    line: str = ""
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in force: `most` yen, of which `wanted` would have been paid without it.

    `lines` are the keys of the lines that share it.
    """

    rule: str
    title: str
    article: str
    scope: str
    most: Yen
    wanted: Yen
    lines: tuple[str, ...] = field(default=(), compare=False)

    @property
    def hit(self) -> bool:
        return self.wanted > self.most

    @property
    def used(self) -> Yen:
        return min(self.wanted, self.most)

    @property
    def left(self) -> Yen:
        return Yen(self.most - self.used)


@dataclass(frozen=True, slots=True)
class LineResult:
    """`eligible` is 補助対象経費; `granted` the line's share of what is paid."""

    key: str
    kind: str
    claimed: Yen
    eligible: Yen
    granted: Yen
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Subtotal:
    kind: str
    label: str
    claimed: Yen
    eligible: Yen
    granted: Yen


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole account of one claim.

    It adds up to the yen: `claimed` less the reductions of `reductions` is `granted`, and the same
    holds for each line's own chain. `findings` block the claim until someone mends them,
    `undecided` block it because the rules themselves leave the point open, and `remarks` ask for a
    person's judgement.
    `limits` are those of several lines together, hit or not. `cap` is None where the programme has
    no limit for the whole claim.
    """

    title: str
    version: str
    claimed: Yen
    eligible: Yen
    granted: Yen
    cap: Yen | None
    lines: tuple[LineResult, ...]
    subtotals: tuple[Subtotal, ...]
    steps: tuple[Step, ...]
    limits: tuple[Limit, ...]
    findings: tuple[Note, ...]
    remarks: tuple[Note, ...]
    undecided: tuple[Note, ...]

    @property
    def blocked(self) -> bool:
        return bool(self.findings or self.undecided)

    @property
    def reductions(self) -> tuple[Step, ...]:
        """Every reduction once: those of single lines, then those of several lines together."""
        single = (step for line in self.lines for step in line.steps if not step.scope)
        return (*single, *self.steps)

    def line(self, key: str) -> LineResult:
        """Return the result of the line of that key; KeyError when there is none."""
        for result in self.lines:
            if result.key == key:
                return result
        raise KeyError(key)
