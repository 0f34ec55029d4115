"""What became of each 組, wave by wave: for the office."""

from flask import Blueprint, render_template

from otameshi.core.roles import OFFICE
from otameshi.followup.courses import dimensions
from otameshi.followup.courses import reading as courses
from otameshi.followup.courses.rules import Standing
from otameshi.followup.groups import reading
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked, asked_year
from otameshi.web.paging import paged

pages = Blueprint("survey_groups", __name__, url_prefix="/desk/followup/groups")


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    query, year = reading.visible_to(actor()), asked_year()
    standing = Standing(asked("standing")) if asked("standing") in set(Standing) else None
    if year is not None:
        query = query.where(ProgrammeYear.fiscal_year == year)
    if standing is not None:
        query = query.where(reading.STANDINGS[standing])
    page = paged(query)
    rows = reading.rows(page.rows)
    return render_template(
        "survey_groups/index.html",
        page=page,
        rows=rows,
        months=sorted({one.months for row in rows for one in row.said}),
        at=dimensions.at,
        years=courses.known_years()[::-1],
        year=year,
        standings=list(Standing),
        standing=standing,
    )
