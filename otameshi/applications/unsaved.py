"""What is typed on the pages of a draft and not sent yet, kept exactly as it was typed.

A page that reads well is saved as its own form would save it; one that does not leaves the answers
alone. Either way the typed text is here, for whichever device opens the page next, until somebody
saves the page in so many words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.applications.models import Application
from otameshi.applications.rules import PageName, acting, change
from otameshi.core.states import Overtaken, Refused
from otameshi.db import Key, Model, db, locked
from otameshi.people import Person


class UnsavedPage(Model):
    __tablename__ = "unsaved_pages"
    __table_args__ = (UniqueConstraint("application_id", "page", "position"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    page: Mapped[PageName]
    position: Mapped[int]  # of the member, 0 on the other pages
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    whole: Mapped[bool]  # it read well, so the answers say the same
    tab: Mapped[str]  # which opened page it was typed on
    version: Mapped[int]  # of the application, once this was kept
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Typed:
    """What one opened page sends while somebody types on it."""

    fields: list[list[str]]
    version: int | None  # that the page showed, or was told since
    tab: str


# Asked for with every page, so they are put together once.
ON_PAGE = select(UnsavedPage).where(
    UnsavedPage.application_id == bindparam("application_id"),
    UnsavedPage.page == bindparam("page"),
    UnsavedPage.position == bindparam("position"),
)
OF = (
    select(UnsavedPage)
    .where(UnsavedPage.application_id == bindparam("application_id"))
    .order_by(UnsavedPage.id)
)


def on_page(application: Application, page: PageName, position: int = 0) -> UnsavedPage | None:
    there = {"application_id": application.id, "page": page, "position": position}
    return db.session.scalar(ON_PAGE, there)


def of(application: Application) -> Sequence[UnsavedPage]:
    """Return what is typed on any page of an application."""
    return db.session.scalars(OF, {"application_id": application.id}).all()


def unfinished(application: Application) -> list[UnsavedPage]:
    """Return the pages whose typed text could not be read, so that the answers lack it."""
    return [one for one in of(application) if not one.whole]


def keep(
    application: Application,
    page: tuple[PageName, int],
    typed: Typed,
    save: Callable[[], None] | None,
    by: Person,
    at: datetime,
) -> UnsavedPage:
    """Keep what is typed on a page of a draft; `save` keeps its answers, where they read well."""
    row = locked(Application, application.id)
    acting(row.applicant_id, row.channel, by.id, by.roles)
    row.window.must_be_open(row.counted_at(by, at))
    change(by.roles, row.state)
    if row.number is not None:
        raise Refused("提出した応募は、自動では保存しません。ボタンを押して保存してください。")
    found = on_page(row, *page)
    # The answer to this very page may have been lost on its way: that overtakes nobody.
    again = found is not None and (found.tab, found.version) == (typed.tab, row.version)
    if typed.version != row.version and not again:
        raise Overtaken
    whole = save is not None and _saved(save)
    kept = on_page(row, *page) or UnsavedPage(application_id=row.id, page=page[0], position=page[1])
    kept.fields, kept.tab, kept.whole, kept.at = typed.fields, typed.tab, whole, at
    row.saved_at = at
    db.session.flush()
    kept.version = row.version
    db.session.add(kept)
    db.session.flush()
    return kept


def _saved(save: Callable[[], None]) -> bool:
    try:
        with db.session.begin_nested():
            save()
    except Refused:
        return False
    return True


def forget(application: Application, page: PageName, position: int = 0) -> None:
    """Forget what was typed on a page, once the page itself has been saved."""
    found = on_page(application, page, position)
    if found is not None:
        db.session.delete(found)


def settle(application: Application, page: PageName) -> None:
    """Forget typed text that says what the answers said, when the answers change."""
    mine = UnsavedPage.application_id == application.id, UnsavedPage.page == page
    db.session.execute(delete(UnsavedPage).where(*mine, UnsavedPage.whole))


def close_gap(application: Application, position: int) -> None:
    """Let what was typed about later members move up when one is taken out."""
    forget(application, PageName.MEMBERS, position)
    db.session.flush()
    later = select(UnsavedPage).where(
        UnsavedPage.application_id == application.id,
        UnsavedPage.page == PageName.MEMBERS,
        UnsavedPage.position > position,
    )
    for one in db.session.scalars(later.order_by(UnsavedPage.position)):
        one.position -= 1
        db.session.flush()  # one by one: no two may hold a place for a moment


def all_saved(application: Application) -> None:
    """Refuse to submit while a page holds typed text that its answers lack; forget the rest."""
    left = list(dict.fromkeys(one.page.label for one in unfinished(application)))
    if left:
        listed = "".join(f"「{label}」" for label in left)
        raise Refused(
            f"{listed}に、まだ保存できていない入力があります。ページを開いて保存してください。"
        )
    drop(application)


def drop(application: Application) -> None:
    """Forget everything that was typed on an application."""
    mine = UnsavedPage.application_id == application.id
    db.session.execute(delete(UnsavedPage).where(mine))
