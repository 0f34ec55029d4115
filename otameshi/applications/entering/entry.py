"""An application as a row of a table gives it, and what is wrong with a row."""

from dataclasses import dataclass
from datetime import datetime

from otameshi.applications.answers import (
    BusinessAnswers,
    CostAnswers,
    KindAnswers,
    MemberAnswers,
    PlanAnswers,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell, and what would be right; row 2 is the first under the names."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    row: int
    received_at: datetime
    email: str
    kind: KindAnswers
    members: tuple[MemberAnswers, ...]
    business: BusinessAnswers
    plan: PlanAnswers
    costs: tuple[CostAnswers, ...]
    pledged: bool
    consented: bool
