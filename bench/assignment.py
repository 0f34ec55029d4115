"""How long it takes to find and to share out a simulated year: 5,000 candidates, 60 reviewers."""

import random
import resource
from datetime import date
from time import perf_counter, process_time

from bench.rules import Row
from otameshi.selection.panel.assignment import share_out
from otameshi.selection.panel.rules import TieKind
from otameshi.selection.panel.signs import Candidate, Reviewer, Watch

CANDIDATES, REVIEWERS, EACH = 5_000, 60, 3
MOST = 260  # sheets: 250 is the mean, so that limits are met now and then
TOWNS = [f"見本{number}市" for number in range(21)]
COMPANIES = 1_500
KIB_PER_MIB = 1024


def candidates(chance: random.Random) -> dict[int, Candidate]:
    return {
        number: Candidate(
            names=frozenset({f"見本 {number}"}),
            emails=frozenset({f"a{number}@mihon{chance.randrange(COMPANIES)}.example"}),
            company=f"株式会社見本{chance.randrange(COMPANIES)}号社",
            addresses=frozenset({f"東京都見本区{chance.randrange(60)}丁目{number % 40}番1号"}),
            born=frozenset({(f"見本 {number}", date(1990, 1, 1 + number % 28))}),
            towns=frozenset(chance.sample(TOWNS, 2)),
        )
        for number in range(CANDIDATES)
    }


def panel(chance: random.Random) -> dict[int, Reviewer]:
    """Return the reviewers: every third of a municipality, each with a declared company."""
    return {
        number: Reviewer(
            name=f"委員 {number}",
            email=f"r{number}@mihon{number}.example",
            company=f"見本{number}号社（株）",
            address=f"東京都見本区{number}-{number % 40}-1",
            town=TOWNS[number % len(TOWNS)] if number % 3 == 0 else "",
            declared=((TieKind.COMPANY, f"見本{chance.randrange(COMPANIES)}号社"),),
        )
        for number in range(REVIEWERS)
    }


def assignment_5000() -> Row:
    """Look for every conflict and share 15,000 sheets out; once, as an officer's button does."""
    chance = random.Random(8)  # noqa: S311  # the same year each time
    people, groups = panel(chance), candidates(chance)
    wall, cpu = perf_counter(), process_time()
    watch = Watch(people)
    open_to = {
        key: frozenset(people) - set(watch.against(candidate)) for key, candidate in groups.items()
    }
    wanted, idle = dict.fromkeys(groups, EACH), dict.fromkeys(people, 0)
    plan = share_out(open_to, wanted, idle, dict.fromkeys(people, MOST))
    wall, cpu = perf_counter() - wall, process_time() - cpu
    assert len(plan.pairs) == CANDIDATES * EACH
    assert not plan.lacking
    return {
        "name": "assignment_5000",
        "rows": CANDIDATES * EACH,
        "cpu_ms": round(cpu * 1000, 1),
        "p50_ms": round(wall * 1000, 1),
        "p95_ms": round(wall * 1000, 1),
        "statements": None,
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB, 1),
    }
