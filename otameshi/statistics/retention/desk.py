"""The year's figure: its rule, its waves, any past day, and its being fixed."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core import wareki
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.followup import asked
from otameshi.followup.locking import actions as locking
from otameshi.followup.locking.models import RetentionLock
from otameshi.followup.locking.rules import LOCK
from otameshi.followup.locking.standing import lock_of
from otameshi.followup.models import Wave
from otameshi.followup.retention import actions, knowing, reading, words
from otameshi.followup.retention.knowing import Known
from otameshi.followup.retention.rounding import rounded
from otameshi.followup.retention.rules import Counting, Figure, YearFigure
from otameshi.followup.rules import percent
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear
from otameshi.statistics.retention.forms import CountingForm
from otameshi.statistics.sheet import figures
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked as asked_word
from otameshi.web.forms import reason_given, version_shown
from otameshi.web.transaction import only_looked

pages = Blueprint("retention_desk", __name__, url_prefix="/desk/statistics/retention")


def share(rate: Fraction | None) -> str:
    """Return a share in percent with one decimal, rounded half up."""
    return "—" if rate is None else percent(rounded(rate))


pages.add_app_template_filter(share)


@dataclass(frozen=True, slots=True)
class Moved:
    """A day on which the figure changed."""

    on: date
    figure: Figure
    told: str


def year_or_404(fiscal_year: int) -> ProgrammeYear:
    return programme.year_of(fiscal_year) or abort(404)


@pages.get("/<int:fiscal_year>")
@needs(OFFICE)
def show(fiscal_year: int) -> str:
    year = year_or_404(fiscal_year)
    counting, newest = asked.counting_of(year), actions.newest_wave(year)
    whole = newest.whole if newest else asked.standard().whole
    decisive, lock = actions.decisive_wave(year), lock_of(year.id)
    found = reading.of_year(year)
    locks = select(RetentionLock).where(RetentionLock.year_id == year.id)
    return render_template(
        "retention/show.html",
        year=year,
        waves=reading.waves(year),
        found=found,
        heading=words.heading(counting),
        lines=words.lines(counting, whole),
        undecided=words.undecided(counting, whole),
        rest=words.rest(counting, by_member=_by_member(decisive)),
        published=figures.published_of(fiscal_year),
        remark=figures.remark_of(found, today()) if found else "",
        lock=lock,
        moves=LOCK.open_to(actor().roles, lock.state) if lock else [],
        officer=actor().has(Role.OFFICER),
        may_lock=_may_lock(lock, decisive, found),
        locks=db.session.scalars(locks.order_by(RetentionLock.id.desc())).all(),
        events=db.session.scalars(history.of(lock)).unique().all() if lock else [],
    )


@pages.get("/<int:fiscal_year>/past")
@needs(OFFICE)
def past(fiscal_year: int) -> str:
    """Show the days on which the figure changed, and any past day: it reads every answer."""
    year = year_or_404(fiscal_year)
    counting, decisive, day = asked.counting_of(year), actions.decisive_wave(year), _day_asked()
    known = knowing.of(decisive, counting) if decisive else None
    return render_template(
        "retention/past.html",
        year=year,
        known=known,
        days=_days(known, counting) if known else [],
        past=words.PAST,
        day=day,
        asked_day=asked_word("as_of"),
        then=Figure(known.on(day).of(counting), counting) if known and day else None,
    )


def _by_member(wave: Wave | None) -> bool:
    return wave is not None and wave.addressee.value == "member"


def _may_lock(lock: RetentionLock | None, wave: Wave | None, found: YearFigure | None) -> bool:
    over = found is not None and not found.running(today())
    return lock is None and wave is not None and over and actor().has(Role.OFFICER)


def _day_asked() -> date | None:
    """Return the day that is asked for, written either way, if it is one."""
    words = asked_word("as_of").strip()
    for read in (date.fromisoformat, wareki.parse):
        try:
            return read(words)
        except ValueError:
            continue
    return None


def _days(known: Known, counting: Counting) -> list[Moved]:
    """Return each day on which the figure changed, the last one first."""
    return [
        Moved(one.on, Figure(one.counts.of(counting), counting), words.told(one))
        for one in reversed(known.course())
    ]


@pages.route("/<int:fiscal_year>/counting", methods=["GET", "POST"])
@needs({Role.OFFICER})
def counting(fiscal_year: int) -> str | Response:
    """Change how the year counts, after seeing what that would do to its figure."""
    year = year_or_404(fiscal_year)
    wave, plan = actions.newest_wave(year), asked.plan_of(year)
    whole = wave.whole if wave else asked.standard().whole
    form = CountingForm.of(asked.counting_of(year), whole)
    facts = {"year": year, "plan": plan, "found": reading.of_year(year)}
    if not form.sent():
        return render_template("retention/counting.html", form=form, after=None, **facts)
    if "preview" in request.form:
        only_looked()
        after = actions.preview(year, form.counting)
        return render_template("retention/counting.html", form=form, after=after, **facts)
    actions.recount(
        year, form.counting, form.note.data or "", by=actor(), at=now(), version=version_shown()
    )
    flash("数え方を変更し、この年度の回答を数え直しました。", "done")
    return redirect(url_for(".show", fiscal_year=fiscal_year), 303)


@pages.post("/<int:fiscal_year>/lock")
@needs({Role.OFFICER})
def prepare(fiscal_year: int) -> Response:
    locking.prepare(year_or_404(fiscal_year), actor(), now())
    flash("確定の決裁を求めました。別の決裁者が確定します。", "done")
    return redirect(url_for(".show", fiscal_year=fiscal_year), 303)


@pages.post("/<int:fiscal_year>/lock/<any(approve, return, release):move>")
@needs({Role.MANAGER})
def decide(fiscal_year: int, move: str) -> Response:
    lock = lock_of(year_or_404(fiscal_year).id) or abort(404)
    locking.take(lock, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。", "done")
    return redirect(url_for(".show", fiscal_year=fiscal_year), 303)
