"""The office's page of the list of banks."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims.invoicing import listing
from otameshi.claims.invoicing.actions import banks
from otameshi.claims.invoicing.forms import ListForm
from otameshi.claims.invoicing.models import BankList
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE
from otameshi.web.access import actor, needs
from otameshi.web.forms import given

pages = Blueprint("banks_desk", __name__, url_prefix="/desk/banks")


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    return _page(ListForm(data={"dated": today()}))


def _page(form: ListForm) -> str:
    return render_template(
        "invoicing/banks.html",
        lists=banks.lists(),
        gone=banks.gone(),
        refreshes=actor().has(*banks.REFRESHES),
        columns=listing.COLUMNS,
        form=form,
    )


@pages.post("/package")
@needs(banks.REFRESHES)
def package() -> Response:
    return _told(banks.bring_in(listing.of_the_package(), actor(), now()))


@pages.post("/file")
@needs(banks.REFRESHES)
def file() -> str | Response:
    form = ListForm()
    if not form.sent():
        return _page(form)
    sent = form.file.data
    read = listing.of_a_file(sent.filename or "", sent.stream.read(), given(form.dated.data))
    return _told(banks.bring_in(read, actor(), now()))


def _told(kept: BankList) -> Response:
    flash(f"金融機関{kept.banks:,}、支店{kept.branches:,}の一覧を取り込みました。", "done")
    return redirect(url_for(".index"), 303)
