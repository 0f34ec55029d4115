"""What a reviewer may see of an application: no name, photo, sex or age. No database, no web."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from otameshi.applications.rules import ApplicationFact

HIDDEN = "（伏せています）"
GAP = r"[\s\u3000・･]*"
SHORTEST = 2  # 文字: a single character stands in too many words


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
    hidden = _pattern(_names(fact, also))

    def cover(text: str) -> str:
        return hidden.sub(HIDDEN, text) if hidden else text

    return Blind(
        kind=fact.kind.label if fact.kind else "",
        heads=len(fact.members),
        occupations=tuple(cover(member.occupation) for member in fact.members),
        origins=tuple(member.prefecture for member in fact.members),
        business=cover(fact.business),
        career=cover(fact.career),
        plan=cover(fact.plan),
        wishes=fact.wishes,
    )


def _names(fact: ApplicationFact, also: Iterable[str]) -> set[str]:
    people = {name for member in fact.members for name in (member.name, member.kana)}
    return {name.strip() for name in (*people, fact.trade_name, fact.leader, *also)}


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Match each name however it is spaced: 見本　太郎, 見本 太郎 and 見本太郎 alike."""
    spelt = [
        GAP.join(map(re.escape, re.sub(r"[\s\u3000]+", "", name)))
        for name in names
        if len(name) >= SHORTEST
    ]
    longest_first = sorted(spelt, key=len, reverse=True)
    return re.compile("|".join(longest_first), re.IGNORECASE) if longest_first else None
