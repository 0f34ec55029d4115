"""The open account of one claim, which the rules write into one after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from otameshi.core.yen import Yen
from otameshi.subsidy.assessment import Limit, Note, Step
from otameshi.subsidy.facts import Facts, Line
from otameshi.subsidy.kinds import Kind, Paper
from otameshi.subsidy.shares import spread
from otameshi.subsidy.words import MOST, ZERO, money


class Named(Protocol):
    """What a step says about the rule it comes from."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def article(self) -> str: ...


class Account:
    """Amounts by line, changed only through steps, so that the account always adds up.

    `forecast` says that the stay is still to come: what is not known yet is a remark and not a
    finding, and evidence is not asked for. A line is `live` until a rule about that line takes all
    of it; a share of what is taken from several lines leaves it live even at 0 yen, so that no
    later rule depends on how the yen were shared.
    """

    def __init__(
        self, kinds: Iterable[Kind], papers: Iterable[Paper], facts: Facts, *, forecast: bool
    ) -> None:
        self.facts = facts
        self.forecast = forecast
        self.kinds = {kind.key: kind for kind in kinds}
        self.papers = {paper.key: paper.label for paper in papers}
        self.lines: Sequence[Line] = facts.lines
        self.names = [line.key for line in facts.lines]
        self.claimed = [line.amount if 0 <= line.amount < MOST else ZERO for line in facts.lines]
        self.amount = list(self.claimed)
        self.live = [amount > 0 for amount in self.amount]
        self.ineligible = [ZERO] * len(self.lines)
        self.chain: list[list[Step]] = [[] for _ in self.lines]
        self.steps: list[Step] = []
        self.limits: list[Limit] = []
        self.findings: list[Note] = []
        self.remarks: list[Note] = []
        self.undecided: list[Note] = []
        self._matching: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}

    def price(self, i: int, rule: Named, amount: Yen, reason: str) -> None:
        """Open a line whose claim is not what was spent but an allowance."""
        self.claimed[i] = amount
        self.amount[i] = amount
        self.live[i] = amount > 0
        self.chain[i].append(Step(rule.id, rule.title, rule.article, amount, amount, reason))

    def cut(self, i: int, rule: Named, after: Yen, reason: str, *, eligible: bool = False) -> None:
        """Bring one line down to `after`; unless `eligible`, the cut was never 補助対象経費."""
        before = self.amount[i]
        self.amount[i] = after
        self.live[i] = after > 0
        if not eligible:
            self.ineligible[i] = Yen(self.ineligible[i] + before - after)
        self.chain[i].append(Step(rule.id, rule.title, rule.article, before, after, reason))

    def exclude(self, i: int, rule: Named, reason: str) -> None:
        self.cut(i, rule, ZERO, reason)

    def reject(self, rule: Named, message: str) -> None:
        """Block the claim and pay nothing, because the group does not meet a condition."""
        self.findings.append(replace(self._note(rule, message, None), denies=True))
        for i, live in enumerate(self.live):
            if live:
                self.exclude(i, rule, message)

    def settle(
        self, members: Sequence[int], rule: Named, after: Yen, reason: str, scope: str
    ) -> None:
        """Bring several lines together to `after`, each by its share.

        A rounding up is shared by what each line still lacks of its claim.
        """
        before = self.sum(members)
        self.steps.append(Step(rule.id, rule.title, rule.article, before, after, reason, scope))
        names = [self.names[i] for i in members]
        old = [self.amount[i] for i in members]
        if after <= before:
            new = spread(old, names, after)
            word = f"{scope}の減額 {money(before - after)} のうち、この行の分 "
        else:
            room = [Yen(self.claimed[i] - self.amount[i]) for i in members]
            more = spread(room, names, Yen(after - before))
            new = [Yen(had + gain) for had, gain in zip(old, more, strict=True)]
            word = f"{scope}の増額 {money(after - before)} のうち、この行の分 "
        for i, had, has in zip(members, old, new, strict=True):
            if had != has:
                self.amount[i] = has
                share = Step(
                    rule.id,
                    rule.title,
                    rule.article,
                    had,
                    has,
                    f"{word}{abs(had - has):,}円",
                    scope,
                )
                self.chain[i].append(share)

    def sum(self, members: Iterable[int]) -> Yen:
        return Yen(sum(self.amount[i] for i in members))

    def limit(self, members: Sequence[int], rule: Named, most: Yen, scope: str) -> None:
        """Remember a limit and how far its lines use it, whether or not it was reached."""
        lines = tuple(self.names[i] for i in members)
        wanted = self.sum(members)
        self.limits.append(Limit(rule.id, rule.title, rule.article, scope, most, wanted, lines))

    def matching(self, kinds: tuple[str, ...], sub_kinds: tuple[str, ...]) -> list[int]:
        """Return the lines of these kinds and parts; an empty choice means all."""
        key = (kinds, sub_kinds)
        if key not in self._matching:
            self._matching[key] = [
                i
                for i, line in enumerate(self.lines)
                if (not kinds or line.kind in kinds)
                and (not sub_kinds or line.sub_kind in sub_kinds)
            ]
        return self._matching[key]

    def find(self, rule: Named, message: str, i: int | None = None) -> None:
        """Block the claim until this is mended."""
        self.findings.append(self._note(rule, message, i))

    def remark(self, rule: Named, message: str, i: int | None = None) -> None:
        """Ask for a person's judgement."""
        self.remarks.append(self._note(rule, message, i))

    def leave_open(self, rule: Named, message: str) -> None:
        """Block the claim because the rules themselves do not say."""
        self.undecided.append(self._note(rule, message, None))

    def lack(self, rule: Named, message: str, i: int | None = None) -> None:
        """Say that a fact is missing: before the stay that is natural, afterwards it blocks."""
        if self.forecast:
            self.remark(rule, message, i)
        else:
            self.find(rule, message, i)

    def _note(self, rule: Named, message: str, i: int | None) -> Note:
        key = "" if i is None else self.names[i]
        return Note(rule.id, rule.title, rule.article, message, key)
