"""Saving the filters of the list under a name, and choosing what opens first."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.applications import views
from otameshi.applications.asking import wanted
from otameshi.applications.list_forms import ViewForm
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, is_number

pages = Blueprint("views", __name__, url_prefix="/desk/applications/views")


@pages.route("/", methods=["GET", "POST"])
@needs(OFFICE)
def index() -> str | Response:
    """Save the filters that stand in the address; below, all that was saved before."""
    form, asked_for = ViewForm(), wanted()
    if form.sent():
        name, shared = given(form.name.data), bool(form.shared.data)
        view = views.save(name, asked_for.address, actor(), now(), shared=shared)
        if form.first.data:
            views.open_first(view.id, actor(), now())
        flash(f"検索条件「{name}」を保存しました。", "done")
        return redirect(url_for("applications_desk.index", **asked_for.address), 303)
    return render_template(
        "applications/desk/views.html",
        form=form,
        wanted=asked_for,
        views=views.offered(actor()),
    )


def _asked_view() -> int | None:
    typed = request.form.get("view", "")
    return int(typed) if is_number(typed) else None


@pages.post("/first")
@needs(OFFICE)
def first() -> Response:
    view = views.open_first(_asked_view(), actor(), now())
    name = f"検索条件「{view.name}」" if view else "すべての応募"
    flash(f"はじめに{name}を開きます。", "done")
    return redirect(url_for(".index"), 303)


@pages.post("/<int:view_id>/remove")
@needs(OFFICE)
def remove(view_id: int) -> Response:
    name = views.remove(view_id, actor(), now()).name
    flash(f"検索条件「{name}」を削除しました。", "done")
    return redirect(url_for(".index"), 303)
