"""My account: name, address, password, and where I am signed in."""

from dataclasses import asdict

from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from otameshi.accounts import actions
from otameshi.accounts.forms import ChangePasswordForm, NameForm, NewAddressForm
from otameshi.accounts.rules import device
from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, SIGNED_IN
from otameshi.people import Person, digest
from otameshi.web import visit
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, keep_attempt
from otameshi.web.once import repeatable

pages = Blueprint("accounts", __name__, url_prefix="/accounts")

Page = str | Response | tuple[str, int]


def where_from() -> str:
    """Return the network address that asks, as the server itself saw it."""
    return request.remote_addr or ""


def enter(person: Person) -> None:
    """Begin a session; one that this browser still had is ended first."""
    at = now()
    if "_user_id" in session:
        visit.end(at)
    visit.begin(person, at)


@pages.get("/me")
@needs(SIGNED_IN)
def me() -> str:
    at = now()
    sessions = actions.sessions(actor(), since=at - visit.LONGEST)
    this = digest(actor().token)
    return render_template("accounts/me.html", sessions=sessions, this=this, device=device)


@pages.get("/me/stay")
@needs(ANYONE)
def stay() -> Response:
    """Tell a script how long this browser stays signed in, without prolonging it."""
    left = visit.left()
    return jsonify(asdict(left) if left else {"seconds": 0, "until": ""})


@pages.post("/me/stay")
@needs(SIGNED_IN)
@repeatable
def go_on() -> Response:
    """Stay signed in, which every request means, and tell for how long."""
    return stay()


@pages.post("/me/sessions/<int:session_id>/end")
@needs(SIGNED_IN)
def end_session(session_id: int) -> Response:
    actions.end_session(actor(), session_id, now())
    flash("その端末のログインを終わらせました。", "done")
    return redirect(url_for("accounts.me"), 303)


@pages.route("/me/name", methods=["GET", "POST"])
@needs(SIGNED_IN)
def name() -> Page:
    form = NameForm(obj=actor())
    if not form.sent():
        return render_template("accounts/name.html", form=form)
    actions.rename(actor(), given(form.name.data), now())
    flash("氏名を変更しました。", "done")
    return redirect(url_for("accounts.me"), 303)


@pages.route("/me/address", methods=["GET", "POST"])
@needs(SIGNED_IN)
def address() -> Page:
    form = NewAddressForm()
    if not form.sent():
        return render_template("accounts/address.html", form=form)
    if not _confirmed(form):
        return render_template("accounts/address.html", form=form)
    actions.ask_for_address(actor(), given(form.email.data), now())
    return redirect(url_for("accounts.sent"), 303)


@pages.route("/me/password", methods=["GET", "POST"])
@needs(SIGNED_IN)
def password() -> Page:
    form = ChangePasswordForm()
    if not form.sent():
        return render_template("accounts/password.html", form=form)
    if not _confirmed(form):
        return render_template("accounts/password.html", form=form)
    person = actor()
    actions.change_password(person, given(form.password.data), now())
    enter(person)
    flash("パスワードを変更しました。ほかの端末ではログアウトしました。", "done")
    return redirect(url_for("accounts.me"), 303)


def _confirmed(form: ChangePasswordForm | NewAddressForm) -> bool:
    """Ask for the current password; a wrong one is counted as at sign-in."""
    if actions.confirm(actor(), given(form.current.data), where_from(), now()):
        return True
    form.current.errors = ["今のパスワードが違います。"]
    keep_attempt()
    return False
