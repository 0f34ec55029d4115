"""形式審査: what speaks against an application, with the figures. No database, no web."""

from collections.abc import Iterator, Sequence

from otameshi.applications import requirements
from otameshi.applications.requirements import Finding, Severity, restored
from otameshi.applications.rules import ApplicationFact, missing, promises
from otameshi.programme.rules import Terms

__all__ = ["Finding", "Severity", "doubts", "findings", "restored", "worst"]


def findings(fact: ApplicationFact, terms: Terms) -> tuple[Finding, ...]:
    """Compare an application with the year's conditions; every condition gives a finding."""
    return (*requirements.findings(fact, terms), *_whole(fact, terms))


def _whole(fact: ApplicationFact, terms: Terms) -> Iterator[Finding]:
    given = promises(pledged=fact.pledged, consented=fact.consented)
    lacking = (*missing(fact, terms), *given)
    for one in lacking:
        yield Finding("whole", Severity.BLOCK, f"足りないもの：{one.page.label}：{one.text}")
    if not lacking:
        yield Finding("whole", Severity.OK, "必要な項目、添付、誓約と同意はそろっています。")


def doubts(found: Sequence[Finding]) -> list[str]:
    """Return what must be explained before the application may pass."""
    return [one.text for one in found if one.doubtful]


def worst(found: Sequence[Finding]) -> Severity:
    seen = {one.severity for one in found}
    return next(one for one in (*reversed(Severity), Severity.OK) if one in seen | {Severity.OK})
