"""Saved views: filters of the list under a name, one's own or shared with the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import Key, Model, db
from otameshi.people import Person

MOST_VIEWS = 30
MAY_TIDY = frozenset({Role.MANAGER, Role.ADMIN})


class SavedView(Model):
    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str]
    filters: Mapped[dict[str, Any]]  # as in the address of the list
    shared: Mapped[bool] = mapped_column(default=False, index=True)
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class FirstView(Model):
    """Which view opens first for a person."""

    __tablename__ = "first_views"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_views.id"), index=True)

    view: Mapped[SavedView] = relationship(lazy="joined")


@dataclass(frozen=True, slots=True)
class Offered:
    """One view as its reader sees it."""

    id: int
    name: str
    filters: Mapping[str, Any]
    shared: bool
    author: str
    own: bool
    first: bool
    removable: bool


def offered(person: Person) -> Sequence[Offered]:
    """Return one's own views and the shared ones, in one statement."""
    rows = db.session.execute(
        select(
            SavedView.id,
            SavedView.name,
            SavedView.filters,
            SavedView.shared,
            SavedView.person_id,
            Person.name,
            FirstView.view_id,
        )
        .join(Person, Person.id == SavedView.person_id)
        .outerjoin(
            FirstView, (FirstView.view_id == SavedView.id) & (FirstView.person_id == person.id)
        )
        .where(or_(SavedView.person_id == person.id, SavedView.shared))
        .order_by(SavedView.shared, SavedView.name, SavedView.id)
    )
    return [
        Offered(
            id=key,
            name=name,
            filters=filters,
            shared=shared,
            author=author,
            own=author_id == person.id,
            first=first is not None,
            removable=author_id == person.id or person.has(*MAY_TIDY),
        )
        for key, name, filters, shared, author_id, author, first in rows
    ]


def save(
    name: str, filters: Mapping[str, str], by: Person, at: datetime, *, shared: bool
) -> SavedView:
    """Keep the filters under a name; a name that one has used already is refused."""
    own = select(func.count()).select_from(SavedView).where(SavedView.person_id == by.id)
    if (db.session.scalar(own) or 0) >= MOST_VIEWS:
        raise Refused(f"保存できる条件は{MOST_VIEWS}個までです。使わないものを削除してください。")
    if db.session.scalar(own.where(SavedView.name == name)):
        raise Refused(
            f"「{name}」は、すでにあります。別の名前にするか、前のものを削除してください。"
        )
    view = SavedView(name=name, filters=dict(filters), person=by, shared=shared, at=at)
    db.session.add(view)
    history.record(view, "save", f"検索条件「{name}」を保存した", by=by, at=at, shared=shared)
    return view


def _mine_or_shared(view_id: int, by: Person) -> SavedView:
    found = db.session.get(SavedView, view_id)
    if found is None or not (found.shared or found.person_id == by.id):
        raise Refused("その検索条件は、すでに削除されています。")
    return found


def open_first(view_id: int | None, by: Person, at: datetime) -> SavedView | None:
    """Let a view open first for this person; None opens the whole list again."""
    view = None if view_id is None else _mine_or_shared(view_id, by)
    db.session.execute(delete(FirstView).where(FirstView.person_id == by.id))
    if view is not None:
        db.session.add(FirstView(person_id=by.id, view_id=view.id))
        history.record(view, "first", "はじめに開く条件にした", by=by, at=at)
    return view


def remove(view_id: int, by: Person, at: datetime) -> SavedView:
    """Delete a view; a shared one may be deleted by its author, a manager or an administrator."""
    view = _mine_or_shared(view_id, by)
    if view.person_id != by.id and not by.has(*MAY_TIDY):
        raise Refused("共有された検索条件は、作った人・決裁者・管理者が削除できます。")
    history.record(view, "remove", f"検索条件「{view.name}」を削除した", by=by, at=at)
    db.session.execute(delete(FirstView).where(FirstView.view_id == view.id))
    db.session.delete(view)
    return view
