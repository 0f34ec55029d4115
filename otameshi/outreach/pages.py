"""Gatherings, for anyone."""

from datetime import datetime

from flask import Blueprint, render_template

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE
from otameshi.db import db
from otameshi.outreach import actions
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits import counting, rules
from otameshi.outreach.visits.models import offer_of
from otameshi.web.access import needs
from otameshi.web.paging import paged

pages = Blueprint("outreach", __name__, url_prefix="/gatherings")


def _offered(one: Gathering, booked: int, at: datetime) -> str:
    """Say how one comes in: book, sign up as a 組, full, over, or not on this site."""
    offer = offer_of(one)
    if not one.bookable or one.cancelled_at is not None:
        return "elsewhere"
    if not rules.open_for_booking(offer, at):
        return "over"
    if offer.seats(booked) == 0:
        return "full"
    return "book" if one.kind in rules.FOR_ANYBODY else "group"


@pages.get("/")
@needs(ANYONE)
def index() -> str:
    at = now()
    coming = db.session.scalars(actions.coming(at).limit(100)).all()
    expected = counting.counts(one.id for one in coming)
    return render_template(
        "outreach/index.html",
        coming=coming,
        offers=[_offered(one, expected[one.id].people, at) for one in coming],
        page=paged(actions.past(at), rows=20),
    )
