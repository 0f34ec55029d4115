"""The one database handle: the base of every table, its column types, and how writers queue."""

import enum
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    Row,
    Select,
    String,
    event,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapper, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import JSON, TypeDecorator

from otameshi.core.states import Overtaken
from otameshi.core.yen import Yen

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
LONGEST_ENUM = 24
AT_A_TIME = 500  # rows of a long table

# SQLite has one writer. A page that only reads says so, and takes no turn in the queue.
reading: ContextVar[bool] = ContextVar("reading", default=False)


class Moment(TypeDecorator[datetime]):
    """An instant: UTC in the database, always aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without a time zone is off by nine hours somewhere"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        del dialect
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


class holds(FunctionElement[bool]):  # noqa: N801  # reads as a function, like those of sqlalchemy
    """Whether a text has another in it, letter by letter: half the work of LIKE on SQLite."""

    type = Boolean()
    inherit_cache = True


@compiles(holds, "sqlite")
def _instr(element: Any, compiler: Any, **kw: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **kw)}) > 0)"


@compiles(holds, "postgresql")
def _strpos(element: Any, compiler: Any, **kw: Any) -> str:
    return f"(strpos({compiler.process(element.clauses, **kw)}) > 0)"


# 円 outgrow 32 bits in totals; SQLite's rowid must stay INTEGER.
Key = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            str: String(),
            Yen: BigInteger(),
            datetime: Moment(),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
            list[dict[str, Any]]: JSON(),
            enum.Enum: Enum(
                enum.Enum, values_callable=values, native_enum=False, length=LONGEST_ENUM
            ),
        },
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate(compare_type=True, render_as_batch=True)

if TYPE_CHECKING:
    Model = Base  # a type checker cannot read db.Model as a class
else:
    Model = db.Model

T = TypeVar("T")
V = TypeVar("V", bound=Any)  # a table with a version


def never_changed(*, removable: bool = False) -> Callable[[type[T]], type[T]]:
    """Refuse to change a saved row of this table; a `removable` one may go with its owner."""

    def refuse(_: Mapper[Any], __: Connection, row: Any) -> None:
        message = f"{type(row).__name__} {row.id} is kept as it was: it is never changed"
        raise ValueError(message)

    def guarded(kind: type[T]) -> type[T]:
        for change in ("before_update",) if removable else ("before_update", "before_delete"):
            event.listen(kind, change, refuse)
        return kind

    return guarded


def locked(kind: type[T], key: int) -> T:
    """Load a row for change; a second writer waits until the first has committed."""
    # Of this table alone: PostgreSQL cannot lock what an outer join may not have found.
    return db.session.get_one(kind, key, with_for_update={"of": kind}, populate_existing=True)


def locked_again(row: V) -> V:
    """Lock a row that was read a moment ago, without reading all of it a second time.

    For a row whose version moves with all that belongs to it: while it has not moved, what was
    read before is as fresh as if it were read now. If it has, this refuses as `locked` does.
    """
    kind: Any = type(row)
    mine = select(kind.version).where(kind.id == row.id).with_for_update()
    version = db.session.scalar(mine)
    if row in db.session and row.version == version:
        return row
    return locked(type(row), row.id)


def unchanged(row: Any, version: int | None) -> None:  # any table with a version
    """Refuse when the row is no longer the one that the page showed."""
    if version is not None and row.version != version:
        raise Overtaken


@event.listens_for(Engine, "connect")
def _prepare(connection: object, _: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # BEGIN is ours: the driver's own would come too late
    for pragma in (
        "busy_timeout = 10000",
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = FULL",  # money and receipts survive a power cut
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if reading.get() else "BEGIN IMMEDIATE")


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Open a connection of its own that only reads, and sees one moment however long it reads."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        before = reading.get()
        reading.set(True)
        connection.begin()
        reading.set(before)
        yield connection  # whoever stops reading half-way closes it, and the query with it


def streamed(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[Row[Any]]:
    """Read a query some hundred rows at a time: memory does not grow with their number."""
    with connection.execute(query, execution_options={"yield_per": AT_A_TIME}) as found:
        yield from found


def init_app(app: Flask) -> None:
    uri = cast("str", app.config["SQLALCHEMY_DATABASE_URI"])
    if uri.startswith(("postgresql://", "postgres://")):
        app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql+psycopg://" + uri.partition("://")[2]
    db.init_app(app)
    migrate.init_app(app, db, directory=f"{app.root_path}/../migrations")
