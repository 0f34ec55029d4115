"""Rulebooks, lines and facts that say only what matters to a test."""

from datetime import date
from pathlib import Path
from typing import Any

from otameshi import subsidy
from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import Facts, Line, Rulebook, read

HOME = Path(subsidy.__file__).parent
EXAMPLE = (HOME / "examples" / "nagano-otameshi.toml").read_text(encoding="utf-8")
TRIAL = Period(date(2024, 8, 1), date(2025, 2, 28))
PAPERS = frozenset({"receipt", "contract", "ticket"})


def nagano() -> Rulebook:
    return read(EXAMPLE)


def line(amount: int, kind: str = "office", **more: Any) -> Line:
    """Return a line of an expense in the trial, paid the same day, with all papers."""
    incurred = more.pop("incurred_on", date(2024, 9, 1))
    given = {"key": "1", "paid_on": incurred, "evidence": PAPERS, **more}
    return Line(kind=kind, amount=Yen(amount), incurred_on=incurred, **given)


def facts(*lines: Line, **more: Any) -> Facts:
    """Return the facts of one person in a year of 20, granted plenty at the first day."""
    given = {
        "heads": 1,
        "cohort_heads": 20,
        "trial": TRIAL,
        "decided_on": TRIAL.first,
        "granted": Yen(900_000),
        **more,
    }
    return Facts(lines=lines, **given)
