"""What a reviewer may see of an application: no name, photo, sex or age. No database, no web."""

from collections.abc import Iterable
from dataclasses import dataclass

from otameshi.applications.redaction import cover
from otameshi.applications.rules import ApplicationFact


@dataclass(frozen=True, slots=True)
class Blind:
    """An application without who it is from; every field is safe to show."""

    kind: str
    heads: int
    occupations: tuple[str, ...]
    origins: tuple[str, ...]
    business: str
    career: str
    plan: str
    wishes: tuple[str, ...]


def redacted(fact: ApplicationFact, also: Iterable[str] = ()) -> Blind:
    """Return what may be shown; names that the applicant wrote into the texts are covered too.

    `also` are further names to cover, such as the account's and the mail address.
    """
    covered = cover(fact, also)
    return Blind(
        kind=fact.kind.label if fact.kind else "",
        heads=len(fact.members),
        occupations=tuple(covered(member.occupation) for member in fact.members),
        origins=tuple(member.prefecture for member in fact.members),
        business=covered(fact.business),
        career=covered(fact.career),
        plan=covered(fact.plan),
        wishes=fact.wishes,
    )
