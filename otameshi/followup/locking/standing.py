"""Whether the figure of a year is fixed: what is asked before anything may change it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.followup.locking.models import RetentionLock
from otameshi.followup.locking.rules import ALIVE, State


def lock_of(year_id: int) -> RetentionLock | None:
    """Return the lock of a year that stands or waits for its approval."""
    return db.session.scalar(
        select(RetentionLock).where(
            RetentionLock.year_id == year_id, RetentionLock.state.in_(ALIVE)
        )
    )


def locks() -> dict[int, RetentionLock]:
    """Return the locks that stand, by 年度."""
    rows = db.session.scalars(
        select(RetentionLock)
        .where(RetentionLock.state == State.LOCKED)
        .options(joinedload(RetentionLock.year))
    )
    return {one.year.fiscal_year: one for one in rows}


def must_be_free(year_id: int) -> None:
    """Refuse what would change how a fixed figure is counted; answers may always come."""
    if lock_of(year_id) is not None:
        raise Refused(
            "この年度の指標は、確定しているか、確定の決裁を待っています。"
            "数え方を変えるには、先に確定を取り消すか、差し戻してください。"
        )
