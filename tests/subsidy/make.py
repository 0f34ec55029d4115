"""Rulebooks, lines and facts that say only what matters to a test."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings

from otameshi import subsidy
from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import Day, Facts, Line, Rulebook, read

# a busy machine is no fault of the rules
STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOME = Path(subsidy.__file__).parent
EXAMPLE = (HOME / "examples" / "nagano-otameshi.toml").read_text(encoding="utf-8")
TRIAL = Period(date(2024, 8, 1), date(2025, 2, 28))
PAPERS = frozenset({"receipt", "contract", "ticket"})


def real(name: str) -> Rulebook:
    """Return one of the real programmes."""
    return read((HOME / "rulebooks" / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


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


def nights(first: date, count: int, **more: Any) -> tuple[Day, ...]:
    """Return a stay log of so many nights in a row."""
    return tuple(Day(on=first + timedelta(number), **more) for number in range(count))


RULES_HEAD = """
title = "試験の規則"
version = "1"
fiscal_year = 2024
authority = "試験県"
"""
KINDS = """
[[kinds]]
key = "office"
label = "オフィス"
article = "第1条"

[[kinds]]
key = "travel"
label = "交通費"
article = "第2条"
"""


def book(*rules: str, kinds: str = KINDS, more: str = "", rate: str = "1") -> Rulebook:
    """Return a small rulebook with these rules in this order, then a rate for everything."""
    return read(text(*rules, kinds=kinds, more=more, rate=rate))


def text(*rules: str, kinds: str = KINDS, more: str = "", rate: str = "1") -> str:
    """Return its TOML; each rule is its fields, the id added."""
    all_rules = [*rules, f'rule = "rate"\nrate = "{rate}"\nper = ["line"]']
    order = [f"r{number}" for number in range(len(all_rules))]
    last = order.pop()
    tables = [
        f'[[rules]]\nid = "r{number}"\narticle = "第{number}条"\n{rule}\n'
        for number, rule in enumerate(all_rules)
    ]
    pooled = next((n for n, rule in enumerate(rules) if _pooled(rule)), len(rules))
    order.insert(pooled, last)
    head = f"{RULES_HEAD}order = {order}\n{more}".replace("'", '"')
    return "\n".join([head, kinds, *tables])


def _pooled(rule: str) -> bool:
    return any(f'"{name}"' in rule for name in ("cap", "rounding", "minimum", "clamp", "rate"))
