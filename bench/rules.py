"""How long the rule engine takes: a claim of 200 lines, and 10,000 claims of 30 lines."""

import resource
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib import resources
from statistics import median, quantiles

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import Assessment, Contract, Facts, Line, Rulebook, assess, read

TRIAL = Period(date(2024, 8, 1), date(2025, 2, 28))
PAPERS = frozenset({"receipt", "contract", "ticket"})
KINDS = (("office", ""), ("travel", "shinkansen"), ("travel", "green"), ("rental", ""))

Row = dict[str, str | int | float | None]


def rulebook() -> Rulebook:
    text = resources.files("otameshi.subsidy") / "examples" / "nagano-otameshi.toml"
    return read(text.read_text(encoding="utf-8"))


def claim(lines: int, seed: int) -> Facts:
    """Return a claim in which every rule finds something: other amounts for every seed."""
    return Facts(
        lines=tuple(_line(seed * 7919 + number, number) for number in range(lines)),
        heads=1 + seed % 3,
        cohort_heads=20 + seed % 10,
        trial=TRIAL,
        decided_on=TRIAL.first + timedelta(3),
        granted=Yen(250_000 * (1 + seed % 3)),
    )


def _line(chance: int, number: int) -> Line:
    kind, sub_kind = KINDS[chance % len(KINDS)]
    on = TRIAL.first + timedelta(chance % 215)
    return Line(
        key=str(number),
        kind=kind,
        sub_kind=sub_kind,
        incurred_on=on,
        paid_on=on + timedelta(chance % 20),
        amount=Yen(1_000 + chance % 19_997),
        contract=Contract.BOUGHT if chance % 11 == 0 else Contract.RENTED,
        evidence=PAPERS if chance % 13 else frozenset(),
    )


def rules_claim_200() -> Row:
    """One claim of 200 lines, judged 200 times."""
    book, facts = rulebook(), claim(200, 1)
    return _measure("rules_claim_200", 200, 200, lambda _: assess(book, facts))


def rules_replay_10000() -> Row:
    """10,000 claims of 30 lines, each made, judged and forgotten; the CPU time is that of all."""
    book = rulebook()
    row = _measure("rules_replay_10000", 10_000, 10_000, lambda seed: assess(book, claim(30, seed)))
    return {**row, "cpu_ms": round(float(row["cpu_ms"] or 0) * 10_000, 1)}


def _measure(name: str, rows: int, times: int, judge: Callable[[int], Assessment]) -> Row:
    judge(0)
    took = []
    began = time.process_time()
    for number in range(times):
        start = time.perf_counter()
        result = judge(number)
        took.append((time.perf_counter() - start) * 1_000)
        assert result.granted <= result.claimed
    cpu = (time.process_time() - began) * 1_000 / times
    return {
        "name": name,
        "rows": rows,
        "cpu_ms": round(cpu, 3),
        "p50_ms": round(median(took), 3),
        "p95_ms": round(quantiles(took, n=20)[-1], 3),
        "statements": None,
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024, 1),
    }


if __name__ == "__main__":
    print(rules_claim_200())
    print(rules_replay_10000())
