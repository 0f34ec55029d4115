"""Stands in for what opens files, and does what a broken or taken-over parser might do."""

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

from otameshi.files import examine

HEARD = (signal.SIGALRM, signal.SIGXCPU)


def limit() -> None:
    examine.limit()
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))


def answer(task: str, content: bytes) -> bytes:
    found: object = TASKS[task](content)
    return found if isinstance(found, bytes) else json.dumps(found).encode()


def deaf(content: bytes) -> None:
    for one in HEARD:
        signal.signal(one, signal.SIG_IGN)
    time.sleep(60)


def spin(content: bytes) -> None:
    while True:
        pass


def hang(content: bytes) -> None:
    time.sleep(60)


def wait(content: bytes) -> bytes:
    while not Path(content.decode()).exists():
        time.sleep(0.01)
    return b"waited"


def kill(content: bytes) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_the_server(content: bytes) -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(1)


def known(content: bytes) -> dict[str, object]:
    """Tell what a process of one file has at hand."""
    return {
        "pid": os.getpid(),
        "parent": os.getppid(),
        "environment": dict(os.environ),
        "open": sorted(one.name for one in Path("/proc/self/fd").iterdir()),
        "tasks": len(list(Path("/proc/self/task").iterdir())),
        "limits": [(one, *resource.getrlimit(one)) for one, _ in examine.LIMITS],
        "modules": sorted(sys.modules),
    }


TASKS = {
    "echo": lambda content: content,
    "double": lambda content: content * 2,
    "eat": lambda _: b"x" * examine.MEMORY,
    "write": lambda content: Path(content.decode()).write_text("kept"),
    "raise": lambda content: content[0],
    "deaf": deaf,
    "hang": hang,
    "kill": kill,
    "kill server": kill_the_server,
    "known": known,
    "spin": spin,
    "wait": wait,
}
