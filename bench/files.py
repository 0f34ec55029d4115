"""What it costs to look into a file, and to make the pictures and copies that are shown."""

import resource
from collections.abc import Callable, Iterator
from itertools import starmap
from time import perf_counter

from bench.measure import Result
from otameshi.files.examiner import Examiner
from otameshi.files.kinds import MEGABYTE
from tests.files import corpus

PATIENCE, FEW, MANY = 20, 5, 65

TASKS = (
    ("file_look_pdf", "look", corpus.pdf),
    ("file_look_photo", "look", corpus.photo_with_place),
    ("file_look_word", "look", corpus.office),
    ("file_preview_photo", "preview", corpus.photo_with_place),
    ("file_print_photo", "print", corpus.photo_with_place),
    ("file_bare_pdf", "bare", corpus.pdf),
)


def results() -> Iterator[Result]:
    return starmap(_result, TASKS)


def _result(name: str, task: str, made: Callable[[], bytes]) -> Result:
    """Take the start of the server off, which is paid once: many files less few."""
    content = made()
    few, *_ = _run(task, content, FEW)
    many, walls, memory = _run(task, content, MANY)
    return Result(
        name=name,
        rows=None,
        cpu_ms=round((many - few) * 1_000 / (MANY - FEW), 2),
        p50_ms=round(walls[len(walls) // 2], 2),
        p95_ms=round(walls[int(len(walls) * 0.95)], 2),
        statements=None,
        rss_mb=round(memory / MEGABYTE, 1),
    )


def _run(task: str, content: bytes, times: int) -> tuple[float, list[float], int]:
    """Return the processor seconds of all processes together, the walls in order, the peak."""
    examiner, before = Examiner(), _used()
    walls, memory = [], 0
    for _ in range(times):
        begun = perf_counter()
        done = examiner.ask(task, content, PATIENCE)
        walls.append((perf_counter() - begun) * 1_000)
        assert done is not None
        assert done.code == 0
        memory = max(memory, done.memory)
    examiner.close()  # what it and its children used counts once it is waited for
    return _used() - before, sorted(walls), memory


def _used() -> float:
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)
