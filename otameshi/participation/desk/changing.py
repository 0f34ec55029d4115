"""The days and the base of a group change, with the reason."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.period import Period
from otameshi.db import db
from otameshi.participation import actions
from otameshi.participation.desk.blueprint import OFFICERS, group_or_404, pages
from otameshi.participation.forms import BaseForm, ContractForm, StayForm
from otameshi.programme.models import Host
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown


@pages.route("/<int:group_id>/stay", methods=["GET", "POST"])
@needs(OFFICERS)
def redate(group_id: int) -> str | Response:
    group = group_or_404(group_id)
    form = StayForm(obj=group)
    if not form.sent():
        return render_template("participation/stay.html", group=group, form=form)
    stay = Period(given(form.first_day.data), given(form.last_day.data))
    actions.redate(group, actor(), now(), stay, form.note.data or "", version_shown())
    flash("期間を変更しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/<int:group_id>/base", methods=["GET", "POST"])
@needs(OFFICERS)
def rebase(group_id: int) -> str | Response:
    group = group_or_404(group_id)
    form = BaseForm(obj=group)
    hosts = select(Host).where(Host.year_id == group.year_id).order_by(Host.position)
    form.offer(db.session.scalars(hosts.options(selectinload(Host.offices))).all())
    if not form.sent():
        return render_template("participation/rebase.html", group=group, form=form)
    actions.rebase(
        group,
        actor(),
        now(),
        host_id=given(form.host_id.data),
        office_id=form.office_id.data,
        base_address=form.base_address.data or "",
        note=form.note.data or "",
        version=version_shown(),
    )
    flash("拠点を変更しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/<int:group_id>/contract", methods=["GET", "POST"])
@needs(OFFICERS)
def contract(group_id: int) -> str | Response:
    """Record from when to when the base is rented."""
    group = group_or_404(group_id)
    form = ContractForm(obj=group)
    if not form.sent():
        back = url_for(".show", group_id=group_id)
        return render_template("participation/contract.html", group=group, form=form, back=back)
    days = form.contract_first.data, form.contract_last.data
    actions.record_contract(group, *days, actor(), now(), version_shown())
    flash("拠点の契約期間を記録しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)
