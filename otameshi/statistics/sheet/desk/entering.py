"""What was published, and what the office writes about it, is entered here."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.statistics.sheet import actions, figures
from otameshi.statistics.sheet.actions import Source
from otameshi.statistics.sheet.desk.blueprint import ENTERING, YEARS, pages
from otameshi.statistics.sheet.forms import CostForm, CountForm, FigureForm, SourceForm, TextForm
from otameshi.statistics.sheet.models import (
    Indicator,
    PublishedCount,
    PublishedFigure,
    SettledCost,
)
from otameshi.statistics.sheet.rules import Output
from otameshi.web.access import actor, needs
from otameshi.web.forms import PageForm, given, version_shown


def year_or_404(year: int) -> int:
    return year if year in YEARS else abort(404)


def form_page(template: str, form: PageForm, year: int, known: Any, **facts: object) -> str:
    """Show a form over the row that is known, with what became of it so far."""
    return render_template(
        f"statistics/{template}.html",
        form=form,
        year=year,
        known=known,
        events=db.session.scalars(history.of(known)).unique().all() if known else [],
        **facts,
    )


def source_of(form: SourceForm) -> Source:
    return Source(given(form.source.data), form.note.data or "", form.published_on.data)


def saved(words: str, year: int) -> Response:
    flash(words, "done")
    return redirect(url_for(".sheet", year=year), 303)


@pages.route("/sheet/<int:year>/figures/<int:indicator_id>", methods=["GET", "POST"])
@needs(ENTERING)
def figure(year: int, indicator_id: int) -> str | Response:
    """Enter what was published of one indicator and one year."""
    indicator = db.session.get(Indicator, indicator_id) or abort(404)
    known = db.session.scalar(
        select(PublishedFigure).filter_by(indicator_id=indicator_id, fiscal_year=year_or_404(year))
    )
    form = FigureForm(indicator.decimals, obj=known)
    if not form.sent():
        counted = figures.computed_of(year) if indicator.computed else None
        return form_page("figure", form, year, known, indicator=indicator, counted=counted)
    actions.publish(
        indicator,
        year,
        value=form.value.data,
        target=form.target.data,
        given=source_of(form),
        by=actor(),
        at=now(),
        version=version_shown(),
    )
    return saved(f"{indicator.number}の値を保存しました。", year)


@pages.route("/sheet/<int:year>/outputs/<output>", methods=["GET", "POST"])
@needs(ENTERING)
def count(year: int, output: str) -> str | Response:
    """Enter a published number of what was done in a year."""
    wanted = next((one for one in Output if one.value == output), None) or abort(404)
    known = db.session.scalar(
        select(PublishedCount).filter_by(fiscal_year=year_or_404(year), output=wanted)
    )
    form = CountForm(obj=known)
    if not form.sent():
        return form_page("count", form, year, known, output=wanted)
    actions.publish_count(
        year,
        wanted,
        given(form.value.data),
        source_of(form),
        by=actor(),
        at=now(),
        version=version_shown(),
    )
    return saved(f"{wanted.label}の公表値を保存しました。", year)


@pages.route("/sheet/<int:year>/cost", methods=["GET", "POST"])
@needs(ENTERING)
def cost(year: int) -> str | Response:
    """Enter the 決算額 of a year."""
    known = db.session.scalar(select(SettledCost).filter_by(fiscal_year=year_or_404(year)))
    form = CostForm(obj=known)
    if not form.sent():
        return form_page("cost", form, year, known)
    actions.settle_cost(
        year,
        given(form.thousands.data),
        source_of(form),
        by=actor(),
        at=now(),
        version=version_shown(),
    )
    return saved("決算額を保存しました。", year)


@pages.route("/sheet/<int:year>/text", methods=["GET", "POST"])
@needs(ENTERING)
def text(year: int) -> str | Response:
    """Write the 要因分析 and 今後の方向性 of a year."""
    known = figures.text_of(year_or_404(year))
    form = TextForm(obj=known)
    if not form.sent():
        return form_page("text", form, year, known)
    actions.write_text(
        year,
        form.analysis.data or "",
        form.direction.data or "",
        by=actor(),
        at=now(),
        version=version_shown(),
    )
    return saved("要因分析と今後の方向性を保存しました。", year)
