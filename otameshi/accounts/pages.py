"""Signing up, in and out, and the links of letters."""

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.accounts import actions, links
from otameshi.accounts.forms import (
    AddressForm,
    JoinForm,
    NewPasswordForm,
    SignInForm,
    SignUpForm,
)
from otameshi.accounts.models import MailLink
from otameshi.accounts.own import Page, enter, pages, where_from
from otameshi.accounts.rules import Purpose
from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, SIGNED_IN
from otameshi.web import visit
from otameshi.web.access import needs
from otameshi.web.forms import PageForm, given, keep_attempt
from otameshi.web.navigation import navigation
from otameshi.web.own_path import own_path


def home() -> str:
    """Return where somebody who has just come in begins: the first page of their menu."""
    if "lead_to" in g:  # something begun before signing in goes on there
        return str(g.lead_to)
    entries = navigation()
    return entries[0].url if entries else "/"


@pages.route("/sign-up", methods=["GET", "POST"])
@needs(ANYONE)
def sign_up() -> Page:
    form = SignUpForm()
    if not form.sent():
        return render_template("accounts/sign_up.html", form=form)
    actions.ask_to_join(given(form.email.data), now())
    return redirect(url_for("accounts.sent"), 303)


@pages.route("/reset", methods=["GET", "POST"])
@needs(ANYONE)
def reset() -> Page:
    form = AddressForm()
    if not form.sent():
        return render_template("accounts/reset.html", form=form)
    actions.forget_password(given(form.email.data), now())
    return redirect(url_for("accounts.sent"), 303)


@pages.get("/sent")
@needs(ANYONE)
def sent() -> str:
    return render_template("accounts/sent.html")


@pages.route("/sign-in", methods=["GET", "POST"])
@needs(ANYONE)
def sign_in() -> Page:
    form = SignInForm()
    if not form.sent():
        return render_template("accounts/sign_in.html", form=form)
    person = actions.sign_in(given(form.email.data), given(form.password.data), where_from(), now())
    if person is None:
        form.form_errors.append("メールアドレスまたはパスワードが違います。")
        keep_attempt()
        return render_template("accounts/sign_in.html", form=form)
    enter(person)
    return redirect(own_path(request.args.get("next")) or home(), 303)


@pages.post("/sign-out")
@needs(SIGNED_IN)
def sign_out() -> Response:
    visit.end(now())
    flash("ログアウトしました。", "done")
    response = redirect("/", 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@pages.route("/link/<token>", methods=["GET", "POST"])
@needs(ANYONE)
def link(token: str) -> Page:
    """Show what a link is for. Mail scanners open links too, so only a POST acts."""
    found = links.usable(token, now())
    if found is None:
        return render_template("accounts/dead_link.html"), 410
    ways = {Purpose.RESET: _new_password, Purpose.NEW_ADDRESS: _new_address}
    return ways.get(found.purpose, _join)(found)


def _join(link: MailLink) -> Page:
    form = JoinForm(obj=link)
    if not form.sent():
        return render_template("accounts/join.html", form=form, link=link)
    enter(actions.join(link, given(form.name.data), given(form.password.data), now()))
    flash("登録が完了しました。", "done")
    return redirect(home(), 303)


def _new_password(link: MailLink) -> Page:
    form = NewPasswordForm()
    if not form.sent():
        return render_template("accounts/new_password.html", form=form)
    enter(actions.reset_password(link, given(form.password.data), where_from(), now()))
    flash("パスワードを変更しました。ほかの端末ではログアウトしました。", "done")
    return redirect(home(), 303)


def _new_address(link: MailLink) -> Page:
    form = PageForm()
    if not form.sent():
        return render_template("accounts/take_address.html", form=form, link=link)
    actions.take_address(link, now())
    flash(f"メールアドレスを {link.email} に変更しました。", "done")
    return redirect(url_for("accounts.me"), 303)
