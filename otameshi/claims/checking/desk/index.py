"""The list of claims: filtered, sorted, in pages."""

from flask import render_template, request
from sqlalchemy import select

from otameshi.claims import rules
from otameshi.claims.checking import reading
from otameshi.claims.checking.desk.blueprint import pages
from otameshi.claims.checking.reading import Order
from otameshi.claims.doubts.seeing import open_by_claim
from otameshi.claims.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked_year
from otameshi.web.paging import paged


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    asked = request.args.get("state", "")
    state = State(asked) if asked in set(State) else None
    sort = request.args.get("sort", "")
    order = Order(sort) if sort in set(Order) else Order.NEWEST
    fiscal_year = asked_year()
    page = paged(reading.listed(actor(), state, fiscal_year, order))
    years = db.session.scalars(select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc()))
    return render_template(
        "claims/checking/index.html",
        page=page,
        states=State,
        state=state,
        orders=Order,
        order=order,
        years=[one.fiscal_year for one in years],
        year=fiscal_year,
        doubts=open_by_claim(page.rows),
        days={claim.id: (now() - reading.since(claim)).days for claim in page.rows},
        waits=rules.WAITS,
        next=rules.NEXT_AT_THE_DESK,
        tone=rules.TONE,
    )
