"""Where participants are reached, and the list of who agreed to be written to, for the office."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import in_japan, now
from otameshi.core.roles import OFFICE, Role
from otameshi.core.wareki import fiscal_year_label
from otameshi.db import db
from otameshi.followup.contacts import actions, reading
from otameshi.followup.contacts.forms import ConsentForm, ContactForm, ExportForm, WithdrawForm
from otameshi.followup.contacts.models import Contact, ContactExport
from otameshi.followup.contacts.rules import PURPOSE, Address
from otameshi.participation.models import Participant
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import paged
from otameshi.web.sheets import Cell, csv_response

pages = Blueprint("contacts_desk", __name__, url_prefix="/desk/contacts")

OFFICERS = frozenset({Role.OFFICER})
READY_FOR = timedelta(hours=1)  # then the list is taken, and noted, anew
COLUMNS = (
    "年度",
    "組",
    "氏名",
    "フリガナ",
    "メールアドレス",
    "電話番号",
    "郵便番号",
    "住所",
    "同意した日",
)


def participant_or_404(participant_id: int) -> Participant:
    query = reading.participants_visible_to(actor()).where(Participant.id == participant_id)
    return db.session.scalar(query) or abort(404)


@pages.route("/", methods=["GET", "POST"])
@needs(OFFICE)
def index() -> str | Response:
    """List who agreed; taking the list away is noted, with what it is for."""
    alumni = reading.alumni_visible_to(actor())
    form = ExportForm() if actor().has(Role.OFFICER) else None
    if form is not None and form.sent():
        people = len(db.session.scalars(alumni).unique().all())
        run = actions.taken_away(people, given(form.purpose.data), actor(), now())
        return redirect(url_for(".export", run_id=run.id), 303)
    page = paged(alumni)
    return render_template(
        "contacts/index.html",
        page=page,
        form=form,
        known=reading.known_of([one.participant.group for one in page.rows]),
        purpose=PURPOSE,
    )


@pages.get("/exports/<int:run_id>.csv")
@needs(OFFICERS)
def export(run_id: int) -> Response:
    """Send the list to who has just noted that they take it."""
    run = db.session.get(ContactExport, run_id) or abort(404)
    if run.person_id != actor().id or now() - run.at > READY_FOR:
        abort(404)
    return csv_response(f"ご案内名簿_{in_japan(run.at):%Y%m%d}_{run.id}", COLUMNS, _rows())


def _rows() -> Iterator[list[Cell]]:
    alumni = db.session.scalars(reading.alumni_visible_to(actor())).unique().all()
    known = reading.known_of([one.participant.group for one in alumni]).of
    for one in alumni:
        yield _row(one, known.get(one.participant_id, Address()))


def _row(one: Contact, address: Address) -> list[Cell]:
    who, group = one.participant, one.participant.group
    return [
        fiscal_year_label(group.year.fiscal_year),
        group.title,
        who.name,
        who.kana,
        address.email,
        address.phone,
        address.postal_code,
        address.address,
        in_japan(one.consent.given_at).date() if one.consent else None,
    ]


@pages.get("/<int:participant_id>")
@needs(OFFICE)
def show(participant_id: int) -> str:
    participant = participant_or_404(participant_id)
    contact = actions.contact_of(participant)
    return render_template(
        "contacts/desk_show.html",
        participant=participant,
        contact=contact,
        address=reading.known_of([participant.group]).of[participant.id],
        events=db.session.scalars(history.of(contact)).unique().all() if contact else [],
        officer=actor().has(Role.OFFICER),
    )


@pages.route("/<int:participant_id>/edit", methods=["GET", "POST"])
@needs(OFFICERS)
def edit(participant_id: int) -> str | Response:
    participant = participant_or_404(participant_id)
    form = ContactForm(obj=reading.known_of([participant.group]).of[participant.id])
    if not form.sent():
        return _form("contacts/edit.html", participant, form)
    how, note = given(form.how.data), form.note.data or ""
    actions.change(participant, form.fact, how, actor(), now(), note=note, version=version_shown())
    flash("連絡先を変更しました。次のお知らせから、新しい連絡先に送ります。", "done")
    return redirect(url_for(".show", participant_id=participant_id), 303)


@pages.route("/<int:participant_id>/consent", methods=["GET", "POST"])
@needs(OFFICERS)
def consent(participant_id: int) -> str | Response:
    participant, form = participant_or_404(participant_id), ConsentForm()
    if not form.sent():
        return _form("contacts/consent.html", participant, form, purpose=PURPOSE)
    actions.consent(participant, given(form.how.data), actor(), now(), version_shown())
    flash("同意を記録しました。メールアドレスが分かる方には、控えを送りました。", "done")
    return redirect(url_for(".show", participant_id=participant_id), 303)


@pages.route("/<int:participant_id>/withdraw", methods=["GET", "POST"])
@needs(OFFICERS)
def withdraw(participant_id: int) -> str | Response:
    participant, form = participant_or_404(participant_id), WithdrawForm()
    contact = actions.contact_of(participant) or abort(404)
    if not form.sent():
        return _form("contacts/withdraw.html", participant, form)
    how, note = given(form.how.data), form.note.data or ""
    actions.withdraw(contact, how, actor(), now(), note, version_shown())
    flash("同意の取りやめを記録しました。", "done")
    return redirect(url_for(".show", participant_id=participant_id), 303)


def _form(template: str, participant: Participant, form: object, **facts: object) -> str:
    contact = actions.contact_of(participant)
    version = contact.version if contact else 0
    return render_template(template, participant=participant, form=form, version=version, **facts)
