"""The one application that somebody fills in, with all that its pages show around their forms.

Every page asks for it, and every saving again: so the statements are put together once, and what
belongs to it is read by them instead of list by list as it is first looked at.
"""

from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from otameshi.applications.actions import WINDOW
from otameshi.applications.models import Application, ApplicationPaper, PlannedCost
from otameshi.applications.rules import ENTERED
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import YearPaper
from otameshi.programme.question_models import QuestionnaireVersion

ONE = (
    select(Application)
    .where(Application.id == bindparam("key"))
    .options(
        *WINDOW,
        joinedload(Application.sheet),
        joinedload(Application.members),  # few: they may come joined
        joinedload(Application.wishes),
    )
)
MINE = Application.applicant_id == bindparam("by")
OWN = ONE.where(MINE)
OWN_OR_ENTERED = ONE.where(or_(MINE, Application.channel.in_(ENTERED)))

# What may be many rows is read beside it: of the application, and of its year.
BESIDE: tuple[tuple[str, Select[Any]], ...] = (
    (
        "costs",
        select(PlannedCost)
        .where(PlannedCost.application_id == bindparam("key"))
        .order_by(PlannedCost.id),
    ),
    (
        "papers",
        select(ApplicationPaper)
        .where(ApplicationPaper.application_id == bindparam("key"))
        .order_by(ApplicationPaper.id),
    ),
)
OF_YEAR: tuple[tuple[str, Select[Any]], ...] = (
    (
        "questionnaires",
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.year_id == bindparam("key"))
        .order_by(QuestionnaireVersion.number),
    ),
    (
        "papers",
        select(YearPaper)
        .where(YearPaper.year_id == bindparam("key"))
        .order_by(YearPaper.position, YearPaper.id),
    ),
)


def filled_in(application_id: int, by: Person) -> Application | None:
    """Return what the person may fill in: one's own, and for officers what came on paper."""
    one = OWN_OR_ENTERED if by.has(Role.OFFICER) else OWN
    found = db.session.scalars(one, {"key": application_id, "by": by.id}).unique().one_or_none()
    if found is not None:
        _read(found, BESIDE)
        _read(found.call.year, OF_YEAR)
    return found


def _read(row: Any, lists: tuple[tuple[str, Select[Any]], ...]) -> None:
    """Read lists of a row, and let it hold them as the database does."""
    for name, query in lists:
        rows = db.session.scalars(query, {"key": row.id}).all()
        set_committed_value(row, name, rows)
