"""出力: which applications left the system, at which version, by whom and when."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    and_,
    exists,
    func,
    insert,
    literal,
    not_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi import history
from otameshi.applications.models import Application
from otameshi.core.labels import Labelled
from otameshi.core.roles import EMPLOYED, OFFICE
from otameshi.core.states import Refused
from otameshi.db import Key, Model, db
from otameshi.people import Person


class ExportRun(Model):
    """One export: what it took is kept, so that the next one can leave it out."""

    __tablename__ = "export_runs"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    filters: Mapped[dict[str, Any]]  # the list it was taken from, as in its address
    whole: Mapped[bool]  # all that the list found, or those that were ticked
    taken: Mapped[int]  # 件

    person: Mapped[Person] = relationship(lazy="joined")


class ExportedRow(Model):
    """One application in an export, in the order of the list, as it stood then."""

    __tablename__ = "exported_rows"
    __table_args__ = (Index("ix_exported_rows_version", "application_id", "version"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("export_runs.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    version: Mapped[int]


class Exported(Labelled):
    """What of the register still has to leave it."""

    PENDING = "pending", "まだ出力していない・変更あり"
    NEVER = "never", "まだ出力していない"
    CHANGED = "changed", "前回の出力のあとに変更あり"


IN_ORDER = (ExportedRow.position,)
LAST_VERSION = (
    select(func.max(ExportedRow.version))
    .where(ExportedRow.application_id == Application.id)
    .correlate(Application)
)
NEVER: ColumnElement[bool] = not_(exists().where(ExportedRow.application_id == Application.id))
UP_TO_DATE: ColumnElement[bool] = exists().where(
    and_(ExportedRow.application_id == Application.id, ExportedRow.version >= Application.version)
)
STANDING: dict[Exported, ColumnElement[bool]] = {
    Exported.PENDING: not_(UP_TO_DATE),
    Exported.NEVER: NEVER,
    Exported.CHANGED: LAST_VERSION.scalar_subquery() < Application.version,
}


def take(
    found: Select[Application],
    order: Sequence[Any],
    chosen: Collection[int] | None,
    by: Person,
    at: datetime,
    filters: dict[str, str],
) -> ExportRun:
    """Note what leaves the system: the chosen rows of a list; all of it when `chosen` is None."""
    if not by.roles & EMPLOYED:
        raise Refused("出力は、担当者・決裁者・会計・管理者が行えます。")
    if chosen is not None:
        found = found.where(Application.id.in_(chosen))
    run = ExportRun(person=by, at=at, filters=filters, whole=chosen is None, taken=0)
    db.session.add(run)
    db.session.flush()
    position = func.row_number().over(order_by=order)
    rows = found.with_only_columns(literal(run.id), position, Application.id, Application.version)
    columns = ["run_id", "position", "application_id", "version"]
    db.session.execute(insert(ExportedRow).from_select(columns, rows))
    of_run = select(func.count()).where(ExportedRow.run_id == run.id)
    run.taken = db.session.scalar(of_run) or 0
    if not run.taken:
        raise Refused("出力する応募を選んでください。")
    label = f"応募{run.taken:,}件を出力した"
    history.record(run, "export", label, by=by, at=at, filters=filters, whole=run.whole)
    return run


def runs(person: Person) -> Select[ExportRun]:
    """Select all exports for the office, the latest first."""
    query = select(ExportRun).order_by(ExportRun.id.desc())
    return query if person.roles & OFFICE else query.where(ExportRun.person_id == person.id)


def taken(run: ExportRun) -> Select[Application]:
    """Select the applications of an export; IN_ORDER is how they were taken."""
    return (
        select(Application)
        .join(ExportedRow, ExportedRow.application_id == Application.id)
        .where(ExportedRow.run_id == run.id, Application.number.is_not(None))
    )


def changed_since(run: ExportRun) -> int:
    """Return how many of an export's applications were changed or withdrawn after it."""
    query = (
        select(func.count())
        .select_from(ExportedRow)
        .join(Application, Application.id == ExportedRow.application_id)
        .where(ExportedRow.run_id == run.id, ExportedRow.version < Application.version)
    )
    return db.session.scalar(query) or 0
