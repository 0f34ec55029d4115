"""Rulebook and facts in, the full account out. No clock, no chance, no outside."""

from otameshi.core.yen import Yen, total
from otameshi.subsidy.account import Account
from otameshi.subsidy.assessment import Assessment, LineResult, Subtotal
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.facts import Facts
from otameshi.subsidy.kinds import Kind
from otameshi.subsidy.limits import cap
from otameshi.subsidy.payable import look_at_period, sort_out


def assess(rulebook: Rulebook, facts: Facts) -> Assessment:
    """Judge what was spent."""
    return _settle(rulebook, facts, forecast=False)


def foresee(rulebook: Rulebook, facts: Facts) -> Assessment:
    """Judge what is planned: what is not known yet is remarked on, evidence not asked for."""
    return _settle(rulebook, facts, forecast=True)


def _settle(rulebook: Rulebook, facts: Facts, *, forecast: bool) -> Assessment:
    account = Account(rulebook.kinds, rulebook.papers, facts, forecast=forecast)
    look_at_period(account, valid=rulebook.valid, trial=rulebook.trial)
    sort_out(account)
    for rule in rulebook.rules:
        rule.apply(account)
    lines = tuple(_line(account, i) for i in range(len(account.lines)))
    return Assessment(
        title=rulebook.title,
        version=rulebook.version,
        claimed=total(line.claimed for line in lines),
        eligible=total(line.eligible for line in lines),
        granted=total(line.granted for line in lines),
        cap=cap(rulebook, facts.heads, facts.cohort_heads),
        lines=lines,
        subtotals=_subtotals(rulebook.kinds, lines),
        steps=tuple(account.steps),
        limits=tuple(account.limits),
        findings=tuple(account.findings),
        remarks=tuple(account.remarks),
        undecided=tuple(account.undecided),
    )


def _line(account: Account, i: int) -> LineResult:
    claimed = account.claimed[i]
    return LineResult(
        key=account.names[i],
        kind=account.lines[i].kind,
        claimed=claimed,
        eligible=Yen(claimed - account.ineligible[i]),
        granted=account.amount[i],
        steps=tuple(account.chain[i]),
    )


def _subtotals(kinds: tuple[Kind, ...], lines: tuple[LineResult, ...]) -> tuple[Subtotal, ...]:
    """Sum by kind, in the rulebook's order; kinds that were not claimed are left out."""
    groups: dict[str, list[LineResult]] = {}
    for line in lines:
        groups.setdefault(line.kind, []).append(line)
    return tuple(
        Subtotal(
            kind=kind.key,
            label=kind.label,
            claimed=total(line.claimed for line in groups[kind.key]),
            eligible=total(line.eligible for line in groups[kind.key]),
            granted=total(line.granted for line in groups[kind.key]),
        )
        for kind in kinds
        if kind.key in groups
    )
