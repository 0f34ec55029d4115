"""How a page is measured: CPU time and SQL statements, which are steadier than wall time."""

import gc
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, process_time

from sqlalchemy import Engine, event

WARM_UP = 3
KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table; None where a figure does not apply."""

    name: str
    rows: int | None
    cpu_ms: float
    p50_ms: float
    p95_ms: float
    statements: int | None
    rss_mb: float | None


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the SQL statements issued inside the block, BEGIN and PRAGMA left out."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def peak_rss() -> float:
    """Return this process's largest resident memory so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def measure(
    name: str, rows: int | None, act: Callable[[], object], times: int = 40, *, sql: bool = True
) -> Result:
    """Run `act` some times on a warm process and return what one run costs."""
    for _ in range(WARM_UP):
        act()
    with counted() as statements:
        act()
    gc.collect()
    walls = []
    cpu = process_time()
    for _ in range(times):
        begun = perf_counter()
        act()
        walls.append((perf_counter() - begun) * 1000)
    cpu = (process_time() - cpu) * 1000 / times
    walls.sort()
    return Result(
        name=name,
        rows=rows,
        cpu_ms=round(cpu, 2),
        p50_ms=round(_at(walls, 0.50), 2),
        p95_ms=round(_at(walls, 0.95), 2),
        statements=len(statements) if sql else None,
        rss_mb=round(peak_rss(), 1),
    )
