"""Who booked and who came, for staff: the list of a 会, ticks, who just came, a table."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.core.wareki import fiscal_year_label
from otameshi.db import db
from otameshi.outreach import actions as gatherings
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import Standing
from otameshi.outreach.visits import counting, listing, rules
from otameshi.outreach.visits.actions import ticking
from otameshi.outreach.visits.actions.ticking import Ticks
from otameshi.outreach.visits.forms import GroupTickForm, TickForm, WalkInForm
from otameshi.outreach.visits.models import GroupVisit
from otameshi.participation.models import Participation
from otameshi.web import sheets
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("visits_desk", __name__, url_prefix="/desk/gatherings/<int:gathering_id>")
OFFICERS = frozenset({Role.OFFICER})
BOXES = 200  # on one page
Answer = str | Response


def _gathering(gathering_id: int) -> Gathering:
    found = gatherings.announced().where(Gathering.id == gathering_id)
    return db.session.scalar(found) or abort(404)


@pages.get("/visits")
@needs(OFFICE)
def index(gathering_id: int) -> str:
    """List who booked a 説明会, or which 組 signed up for a 交流会, with who came."""
    gathering = _gathering(gathering_id)
    shown = {
        "gathering": gathering,
        "may_tick": actor().has(Role.OFFICER) and gathering.standing(now()) is Standing.HELD,
        "count": counting.counts([gathering.id])[gathering.id],
        "suggested": counting.suggested(gathering),
    }
    if gathering.kind in rules.FOR_ANYBODY:
        page = paged(listing.bookings(gathering.id), rows=BOXES)
        return render_template("visits/bookings.html", page=page, **shown)
    rows = db.session.scalars(listing.group_visits(gathering.id)).unique().all()
    return render_template("visits/group_visits.html", rows=rows, **shown)


@pages.get("/visits.csv")
@needs(OFFICE)
def table(gathering_id: int) -> Response:
    gathering = _gathering(gathering_id)
    session = gathering.kind in rules.FOR_ANYBODY
    headers, rows = listing.bookings_table if session else listing.groups_table
    return sheets.csv_response(f"会{gathering.id}の参加者", headers, rows(gathering.id))


@pages.route("/came", methods=["GET", "POST"])
@needs(OFFICERS)
def came(gathering_id: int) -> Answer:
    gathering = _gathering(gathering_id)
    if gathering.kind in rules.FOR_ANYBODY:
        return _who_came(gathering)
    return _which_came(gathering)


def _who_came(gathering: Gathering) -> Answer:
    page = paged(listing.live_bookings(gathering.id), rows=BOXES)
    form = TickForm(page.rows, gathering.walk_ins)
    if not form.sent():
        return _boxes(gathering, form, page)
    shown = [one.id for one in page.rows]
    ticks = Ticks(shown, form.came.data or [], given(form.walk_ins.data))
    ticking.tick(gathering, ticks, actor(), now(), version_shown())
    return _noted(gathering)


def _which_came(gathering: Gathering) -> Answer:
    groups = listing.groups_to_tick(gathering)
    visits = {
        one.participation_id: one
        for one in db.session.scalars(listing.group_visits(gathering.id)).unique()
    }
    here = [one.participation_id for one in visits.values() if one.came]
    others = listing.other_groups(gathering, [one.id for one in groups])
    form = GroupTickForm(_in_words(groups, visits), here, others, gathering.walk_ins)
    if not form.sent():
        return _boxes(gathering, form, None)
    shown = {*(one.id for one in groups), *form.ticked}
    ticks = Ticks(shown, form.ticked, given(form.walk_ins.data))
    ticking.tick_groups(gathering, ticks, actor(), now(), version_shown())
    return _noted(gathering)


def _in_words(
    groups: Iterable[Participation], visits: dict[int, GroupVisit]
) -> Sequence[tuple[Participation, str]]:
    found = []
    for one in groups:
        visit = visits.get(one.id)
        signed = f"・申込み{visit.people}名" if visit and not visit.off else ""
        found.append((one, f"{one.title}（{fiscal_year_label(one.year.fiscal_year)}{signed}）"))
    return found


def _boxes(gathering: Gathering, form: TickForm | GroupTickForm, page: object) -> str:
    rules.check_ticking(gathering.standing(now()))
    return render_template("visits/came.html", gathering=gathering, form=form, page=page)


def _noted(gathering: Gathering) -> Response:
    flash("出欠を記録しました。公表する参加人数は、別に記録してください。", "done")
    return redirect(url_for(".index", gathering_id=gathering.id), 303)


@pages.route("/walk-in", methods=["GET", "POST"])
@needs(OFFICERS)
def walk_in(gathering_id: int) -> Answer:
    gathering = _gathering(gathering_id)
    if gathering.kind not in rules.FOR_ANYBODY:
        abort(404)
    form = WalkInForm()
    if not form.sent():
        return render_template("visits/walk_in.html", gathering=gathering, form=form)
    ticking.add_walk_in(gathering, form.guest(), actor(), now(), version_shown())
    flash("当日の参加者を加えました。", "done")
    return redirect(url_for(".index", gathering_id=gathering.id), 303)
