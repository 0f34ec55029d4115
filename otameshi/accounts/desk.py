"""Staff accounts and their roles."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.accounts import staff
from otameshi.accounts.forms import InviteForm, RolesForm
from otameshi.accounts.rules import Group
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked
from otameshi.web.forms import MoveForm, given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("people", __name__, url_prefix="/desk/people")

ADMIN = {Role.ADMIN}
Page = str | Response


def _found(person_id: int) -> Person:
    return db.session.get(Person, person_id) or abort(404)


def _group() -> Group:
    asked = request.args.get("group", "")
    return Group(asked) if asked in set(Group) else Group.STAFF


@pages.get("/")
@needs(ADMIN)
def index() -> str:
    group, search = _group(), asked("search")
    shown = paged(staff.people(group, search).options(selectinload(Person.held)))
    return render_template(
        "people/index.html",
        page=shown,
        group=group,
        groups=list(Group),
        search=search,
        invitations=db.session.scalars(staff.invitations()).all(),
        at=now(),
    )


@pages.route("/invite", methods=["GET", "POST"])
@needs(ADMIN)
def invite() -> Page:
    form = InviteForm()
    if not form.sent():
        return render_template("people/invite.html", form=form)
    at = now()
    link, token = staff.invite(
        given(form.email.data),
        given(form.name.data),
        form.organisation.data or "",
        given(form.roles.data),
        by=actor(),
        at=at,
    )
    staff.write_invitation(link, token, at)
    flash(f"{link.name}さんに招待のメールを送りました。", "done")
    return redirect(url_for("people.index"), 303)


@pages.post("/invitations/<int:link_id>/again")
@needs(ADMIN)
def invite_again(link_id: int) -> Response:
    link = staff.invite_again(link_id, actor(), now())
    flash(f"{link.name}さんに新しい招待のメールを送りました。前のリンクは使えません。", "done")
    return redirect(url_for("people.index"), 303)


@pages.post("/invitations/<int:link_id>/withdraw")
@needs(ADMIN)
def withdraw_invitation(link_id: int) -> Response:
    staff.withdraw_invitation(link_id, actor(), now())
    flash("招待を取り消しました。", "done")
    return redirect(url_for("people.index"), 303)


@pages.get("/<int:person_id>")
@needs(ADMIN)
def show(person_id: int) -> str:
    person = _found(person_id)
    events = db.session.scalars(history.of(person)).all()
    return render_template("people/show.html", person=person, events=events, role_words=_role_words)


def _role_words(fact: object) -> str:
    """Show what history keeps: roles by their labels, an address or a name as it is."""
    if isinstance(fact, list):
        return "、".join(Role(value).label for value in fact)
    return str(fact or "—")


@pages.route("/<int:person_id>/roles", methods=["GET", "POST"])
@needs(ADMIN)
def roles(person_id: int) -> Page:
    person = _found(person_id)
    form = RolesForm(data={"roles": sorted(person.roles)})
    if not form.sent():
        return render_template("people/roles.html", form=form, person=person)
    staff.change_roles(person_id, given(form.roles.data), actor(), now(), version_shown())
    flash(f"{person.name}さんの権限を変更しました。", "done")
    return redirect(url_for("people.show", person_id=person_id), 303)


@pages.route("/<int:person_id>/close", methods=["GET", "POST"])
@needs(ADMIN)
def close(person_id: int) -> Page:
    person = _found(person_id)
    form = MoveForm()
    if not form.sent():
        return render_template("people/close.html", form=form, person=person)
    staff.close(person_id, actor(), now(), form.note.data or "")
    flash(f"{person.name}さんの登録を閉じました。", "done")
    return redirect(url_for("people.show", person_id=person_id), 303)


@pages.post("/<int:person_id>/reopen")
@needs(ADMIN)
def reopen(person_id: int) -> Response:
    person = staff.reopen(person_id, actor(), now())
    flash(f"{person.name}さんの登録を再開しました。", "done")
    return redirect(url_for("people.show", person_id=person_id), 303)


@pages.post("/<int:person_id>/sign-out")
@needs(ADMIN)
def sign_out(person_id: int) -> Response:
    person = staff.sign_out_everywhere(person_id, actor(), now())
    flash(f"{person.name}さんをすべての端末からログアウトさせました。", "done")
    return redirect(url_for("people.show", person_id=person_id), 303)
