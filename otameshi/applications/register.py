"""The office's register of applications: filtered, searched, sorted, fifty at a time.

The list loads the columns it shows and nothing else; which rows they are is found in narrow
indexes. So it costs the same for ten thousand applications as for fifty.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, exists, func, null, or_, select
from sqlalchemy.orm import aliased

from otameshi.applications import actions, numbers
from otameshi.applications.models import Application, Member, Wish, group_title
from otameshi.applications.outgoing import LAST_VERSION, STANDING, Exported
from otameshi.applications.rules import Kind, State
from otameshi.core.keys import phone_key
from otameshi.core.names import search_key
from otameshi.db import db, holds
from otameshi.people import Person
from otameshi.programme.models import Call, Host, Municipality, ProgrammeYear
from otameshi.web.paging import ROWS, Page, asked_page, cut

AnyRow = Row[*tuple[Any, ...]]
SHOWN_STATES = (State.SUBMITTED, State.WITHDRAWN)
DOWN = "-"
KANA = select(Member.kana).where(Member.application_id == Application.id, Member.position == 1)
# Whoever submits has a representative, and an index holds them by their names.
FIRST = aliased(Member)
# What the list may be sorted by.
SORTS: dict[str, tuple[Any, ...]] = {
    "number": numbers.in_order(Application.number),
    "submitted": (Application.submitted_at,),
    "kind": (Application.kind,),
    "kana": (KANA.scalar_subquery(),),
}
FIRST_SORT = f"{DOWN}submitted"  # the call that runs now, before those of past years
DIALLED = re.compile(r"\+?[0-9()-]{6,}")
PART_OF_MAIL = 3  # characters: fewer stand in nearly every address


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the register is asked for; what is None or empty does not narrow it."""

    call_id: int | None = None
    state: State | None = None
    kind: Kind | None = None
    municipality_id: int | None = None
    area: str = ""
    exported: Exported | None = None
    words: str = ""
    sort: str = FIRST_SORT

    @property
    def address(self) -> dict[str, Any]:
        """Return what stands in the address of this list: the filters that narrow it."""
        given = {NAMES.get(one.name, one.name): getattr(self, one.name) for one in fields(self)}
        if given["sort"] == FIRST_SORT:
            given.pop("sort")
        return {name: str(value) for name, value in given.items() if value not in {None, ""}}

    @property
    def narrowed(self) -> bool:
        return bool(self.address.keys() - {"sort"})


# How the address calls what has a longer name here.
NAMES = {"call_id": "call", "municipality_id": "municipality", "words": "q"}


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows that are asked for, and by what they are sorted."""

    query: Select[Application]
    keys: tuple[Any, ...]
    falling: bool = False
    searched: bool = False

    @property
    def order(self) -> list[Any]:
        return [*self._directed(self.keys), Application.id]

    def _directed(self, keys: Iterable[Any]) -> Iterator[Any]:
        return (key.desc() if self.falling else key for key in keys)

    def slice(self, limit: int, offset: int) -> tuple[Subquery, list[Any]]:
        """Return the ids of one page, and how what is joined to them is put into this order.

        A search reads every key there is: it counts what it finds as it goes, and not once more.
        """
        query, keys = self._walked() if self.keys is SORTS["kana"] else (self.query, self.keys)
        named = [key.label(f"key_{number}") for number, key in enumerate(keys)]
        found = func.count().over() if self.searched else null()
        columns = query.with_only_columns(Application.id, found.label("found"), *named)
        ordered = columns.order_by(*self._directed(keys), Application.id)
        there = ordered.limit(limit).offset(offset).subquery()
        return there, [*self._directed(there.c[one.name] for one in named), there.c.id]

    def _walked(self) -> tuple[Select[Application], tuple[Any, ...]]:
        """Return the query so that it goes along the names and stops where the page ends."""
        first = (FIRST.application_id == Application.id) & (FIRST.position == 1)
        return self.query.join(FIRST, first), (FIRST.kana,)


def listed(person: Person, wanted: Wanted) -> Listing:
    return Listing(
        query=actions.registered(person).where(*_narrowing(wanted)),
        keys=SORTS.get(wanted.sort.removeprefix(DOWN), SORTS["number"]),
        falling=wanted.sort.startswith(DOWN),
        searched=bool(search_key(wanted.words)),
    )


def _narrowing(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (Application.call_id, wanted.call_id),
        (Application.state, wanted.state),
        (Application.kind, wanted.kind),
    ):
        if value is not None:
            yield column == value
    if wanted.municipality_id is not None:
        yield _wishes(Host.municipality_id == wanted.municipality_id)
    if wanted.area:
        yield _wishes(Host.area == wanted.area)
    if wanted.exported is not None:
        yield STANDING[wanted.exported]
    if search_key(wanted.words):
        yield _matching(search_key(wanted.words))


def _wishes(there: ColumnElement[bool]) -> ColumnElement[bool]:
    # Asked of one row after the other: the page stops as soon as it is full.
    return exists().where(Wish.application_id == Application.id, Host.id == Wish.host_id, there)


def _matching(key: str) -> ColumnElement[bool]:
    """Look for names, companies and numbers in the key; for a mail address where it is kept."""
    looked_for = phone_key(key) if DIALLED.fullmatch(key) else key
    named = holds(Application.search_key, looked_for)
    if not key.isascii() or len(key) < PART_OF_MAIL:
        return named
    # Addresses are kept in small letters; LIKE takes a third of the time of lower() on SQLite.
    boxes = select(Person.id).where(Person.email.contains(key, autoescape=True))
    return or_(named, Application.applicant_id.in_(boxes))


@dataclass(frozen=True, slots=True)
class Line:
    """One application as the list shows it."""

    id: int
    number: str
    state: State
    kind: Kind | None
    title: str
    representative: str
    heads: int
    wish: str | None
    submitted_at: datetime
    exported: Exported | None  # what still has to leave the register


HEADS = (
    select(func.count(Member.id))
    .where(Member.application_id == Application.id)
    .correlate(Application)
)


def counted(listing: Listing) -> int:
    narrow = listing.query.with_only_columns(Application.id).subquery()
    return db.session.scalar(select(func.count()).select_from(narrow)) or 0


def page(listing: Listing, rows: int = ROWS) -> Page[Line]:
    """Return the page that is asked for; a search counts and reads in one statement."""
    if listing.searched:
        number = asked_page()
        found = _rows(listing, rows, (number - 1) * rows)
        if found:
            total = found[0].found
            return Page([_line(row) for row in found], number, -(-total // rows), total)
    return cut(counted(listing), lambda *part: [_line(row) for row in _rows(listing, *part)], rows)


def _rows(listing: Listing, limit: int, offset: int) -> Sequence[AnyRow]:
    there, order = listing.slice(limit, offset)
    return db.session.execute(
        select(
            Application.id,
            Application.number,
            Application.state,
            Application.kind,
            Application.trade_name,
            Application.submitted_at,
            Application.version,
            Member.name.label("representative"),
            HEADS.scalar_subquery().label("heads"),
            Municipality.name.label("wish"),
            LAST_VERSION.scalar_subquery().label("exported"),
            there.c.found,
        )
        .join(there, there.c.id == Application.id)
        .outerjoin(Member, (Member.application_id == Application.id) & (Member.position == 1))
        .outerjoin(Wish, (Wish.application_id == Application.id) & (Wish.rank == 1))
        .outerjoin(Host, Host.id == Wish.host_id)
        .outerjoin(Municipality, Municipality.id == Host.municipality_id)
        .order_by(*order)
    ).all()


def _line(row: AnyRow) -> Line:
    first = row.representative or ""
    return Line(
        id=row.id,
        number=row.number,
        state=row.state,
        kind=row.kind,
        title=group_title(row.kind, row.trade_name, first),
        representative=first,
        heads=row.heads,
        wish=row.wish,
        submitted_at=row.submitted_at,
        exported=_standing(row.exported, row.version),
    )


def _standing(exported: int | None, version: int) -> Exported | None:
    if exported is None:
        return Exported.NEVER
    return Exported.CHANGED if exported < version else None


DRAFTS = actions.drafts().subquery()
# What stands around the list is the same for every page of it: put together once.
CALLS = (
    select(Call.id, Call.title, ProgrammeYear.fiscal_year, DRAFTS.c.drafts)
    .join(Call.year)
    .outerjoin(DRAFTS, DRAFTS.c.call_id == Call.id)
    .order_by(Call.closes_at.desc())
)
PLACES = (
    select(Municipality.code, Municipality.id, Municipality.name, Host.area)
    .join(Host, Host.municipality_id == Municipality.id)
    .distinct()
    .order_by(Municipality.code)
)


def calls() -> Sequence[AnyRow]:
    """Return id, title and 年度 of every call, the latest first, with the number of its drafts."""
    return db.session.execute(CALLS).all()


@dataclass(frozen=True, slots=True)
class Places:
    municipalities: Mapping[int, str]
    areas: Sequence[str]


def places() -> Places:
    """Return where one may wish to go: municipalities in the order of their codes, and areas."""
    rows = db.session.execute(PLACES).all()
    return Places({key: name for _, key, name, _ in rows}, sorted({area for *_, area in rows}))
