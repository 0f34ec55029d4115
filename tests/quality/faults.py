"""Let a step of a request fail: a statement, a commit, or the writing of a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import obstore
from obstore.exceptions import GenericError
from sqlalchemy import event

from otameshi.db import db

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(slots=True)
class Fault:
    """The step that fails, counted from 0 or by its name; every later one too if it is gone."""

    at: int | str
    kind: str = "OperationalError"  # as the drivers of both databases name it
    gone: bool = False
    steps: list[str] = field(default_factory=list)
    failed: str = ""

    @property
    def struck(self) -> bool:
        return bool(self.failed)

    @property
    def wrote(self) -> bool:
        """Whether the step that failed was one that writes a row of what was to be done."""
        return self.failed.startswith(WRITES) and "spent_keys" not in self.failed

    def pass_or_fail(self, step: str, error: Callable[[], Exception]) -> None:
        here = self.at in (step, len(self.steps))
        self.steps.append(step)
        if here or (self.gone and self.struck):
            self.failed = self.failed or step
            raise error()


@contextmanager
def failing(fault: Fault) -> Iterator[Fault]:
    """Count the steps while the block runs, and let those fail that the fault names."""
    dialect, put = db.engine.dialect, obstore.put
    commit = dialect.do_commit
    driver: Any = dialect.dbapi

    def broken() -> Exception:
        failed: Exception = getattr(driver, fault.kind)("database or disk is full")
        return failed

    def execute(_cursor: Any, statement: str, *_: Any) -> None:
        fault.pass_or_fail(statement, broken)

    def committed(connection: Any) -> None:
        fault.pass_or_fail("COMMIT", broken)
        commit(connection)

    def put_file(*args: Any, **kw: Any) -> Any:
        fault.pass_or_fail("file", lambda: GenericError("No space left on device (os error 28)"))
        return put(*args, **kw)

    event.listen(db.engine, "do_execute", execute)
    event.listen(db.engine, "do_executemany", execute)
    dialect.do_commit, obstore.put = committed, put_file  # type: ignore[method-assign, assignment]  # for this block
    try:
        yield fault
    finally:
        dialect.do_commit, obstore.put = commit, put  # type: ignore[method-assign]  # as it was
        event.remove(db.engine, "do_execute", execute)
        event.remove(db.engine, "do_executemany", execute)
