"""Booking a 説明会 and taking it back by link, for anyone; signing up for a 交流会, for a 組."""

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, Role
from otameshi.db import db
from otameshi.outreach import actions as gatherings
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import Standing
from otameshi.outreach.visits import counting, documents, listing, rules
from otameshi.outreach.visits.actions import booking, signing_up
from otameshi.outreach.visits.forms import BookingForm, GuestsForm
from otameshi.outreach.visits.models import offer_of
from otameshi.participation import actions as participation
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.web.access import actor, needs
from otameshi.web.forms import PageForm, version_shown
from otameshi.web.headers import keep_the_link
from otameshi.web.sheets import attached

pages = Blueprint("visits", __name__)
APPLICANTS = frozenset({Role.APPLICANT})
Answer = str | Response | tuple[str, int]


@pages.after_request
def keep_links(response: Response) -> Response:
    """Keep the addresses that are a link; the others are for everybody."""
    return keep_the_link(response) if "token" in (request.view_args or {}) else response


def _gathering(gathering_id: int, kinds: frozenset[object]) -> Gathering:
    found = db.session.scalar(gatherings.announced().where(Gathering.id == gathering_id))
    return found if found is not None and found.kind in kinds else abort(404)


@pages.route("/gatherings/<int:gathering_id>/book", methods=["GET", "POST"])
@needs(ANYONE)
def book(gathering_id: int) -> Answer:
    gathering = _gathering(gathering_id, rules.FOR_ANYBODY)
    offer, form = offer_of(gathering), BookingForm()
    if not form.sent():
        return render_template(
            "visits/book.html",
            gathering=gathering,
            form=form,
            open=rules.open_for_booking(offer, now()),
            left=offer.seats(counting.expected(gathering)),
            until=offer.last_moment,
            forgotten=rules.forgotten_from(gathering.year.fiscal_year),
        )
    booking.book(gathering, form.guest(), now(), request.remote_addr or "")
    return redirect(url_for(".booked"), 303)


@pages.get("/gatherings/booked")
@needs(ANYONE)
def booked() -> str:
    """Say that a letter is on its way: to all the same, whether it was the first or not."""
    return render_template("visits/booked.html")


@pages.route("/visit/<token>", methods=["GET", "POST"])
@needs(ANYONE)
def by_link(token: str) -> Answer:
    """Show a booking. Mail scanners open links too, so only a POST takes it back."""
    one = booking.behind(token)
    if one is None:
        return render_template("visits/dead_link.html"), 404
    form = PageForm()
    if not form.sent():
        may = not one.off and offer_of(one.gathering).standing(now()) is Standing.COMING
        return render_template("visits/by_link.html", one=one, form=form, may=may, token=token)
    booking.cancel(token, now())
    return redirect(url_for(".cancelled"), 303)


@pages.get("/visit/cancelled")
@needs(ANYONE)
def cancelled() -> str:
    """Say that it was taken back. The address holds no key: the phone may be shared."""
    return render_template("visits/cancelled.html")


@pages.get("/visit/<token>/calendar.ics")
@needs(ANYONE)
def calendar(token: str) -> Answer:
    one = booking.behind(token)
    if one is None:
        return render_template("visits/dead_link.html"), 404
    [file] = documents.enclosed(one, now())
    return attached(make_response(file.text, {"Content-Type": file.media_type}), file.name)


def _group(group_id: int) -> Participation:
    own = participation.visible_to(actor()).where(
        Participation.id == group_id,
        Participation.representative_id == actor().id,
        Participation.state.in_(TOOK_PART),
    )
    return db.session.scalar(own.options(selectinload(Participation.people))) or abort(404)


@pages.get("/participation/<int:group_id>/gatherings")
@needs(APPLICANTS)
def groups(group_id: int) -> str:
    """Show the 交流会 to come, and for which the 組 has signed up."""
    group, at = _group(group_id), now()
    coming = db.session.scalars(listing.coming_for_groups(at)).all()
    return render_template(
        "visits/groups.html",
        group=group,
        coming=coming,
        counts=counting.counts(one.id for one in coming),
        signed=listing.of_group(group.id),
        open_ones={one.id for one in coming if rules.open_for_booking(offer_of(one), at)},
    )


@pages.route("/participation/<int:group_id>/gatherings/<int:gathering_id>", methods=["GET", "POST"])
@needs(APPLICANTS)
def sign_up(group_id: int, gathering_id: int) -> Answer:
    group, gathering = _group(group_id), _gathering(gathering_id, rules.FOR_GROUPS)
    own = signing_up.of_group(gathering.id, group.id)
    signed = own is not None and not own.off
    members = signing_up.members_of(group)
    chosen = [one.id for one in (own.guests if own and signed else members)]
    form = GuestsForm(members, chosen)
    if not form.sent():
        offer = offer_of(gathering)
        return render_template(
            "visits/sign_up.html",
            group=group,
            gathering=gathering,
            form=form,
            own=own,
            signed=signed,
            open=rules.open_for_booking(offer, now()),
            left=offer.seats(counting.expected(gathering)),
        )
    wanted = form.chosen.data or []
    signing_up.sign_up(gathering, group, wanted, actor(), now(), version_shown())
    flash("申し込みました。確認のメールをお送りします。", "done")
    return redirect(url_for(".groups", group_id=group_id), 303)


@pages.post("/participation/<int:group_id>/gatherings/<int:gathering_id>/take-back")
@needs(APPLICANTS)
def take_back(group_id: int, gathering_id: int) -> Response:
    group, gathering = _group(group_id), _gathering(gathering_id, rules.FOR_GROUPS)
    signing_up.take_back(gathering, group, actor(), now(), version_shown())
    flash("申込みを取り消しました。", "done")
    return redirect(url_for(".groups", group_id=group_id), 303)
