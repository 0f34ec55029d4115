"""A group asks for its money: bank, branch, account with its passbook, and the invoice."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.claims import documents, seeing
from otameshi.claims.account import AccountKind
from otameshi.claims.advancing import actions as advancing
from otameshi.claims.invoicing import advances, names
from otameshi.claims.invoicing.actions import accounts, asking, banks
from otameshi.claims.invoicing.actions.asking import Purpose
from otameshi.claims.invoicing.forms import AccountForm, AskForm, ConfirmForm, PostForm, TypedForm
from otameshi.claims.invoicing.models import Bank, Branch, GrantAccount, PassbookPage
from otameshi.core.clock import now, today
from otameshi.core.roles import SIGNED_IN, Role
from otameshi.core.yen import Yen
from otameshi.web.access import actor, needs
from otameshi.web.download import send, send_picture
from otameshi.web.forms import given, version_shown

pages = Blueprint("invoicing", __name__, url_prefix="/claims")
# The same pages ask for a settled amount and for 概算払.
OF_A_CLAIM = "/<int:claim_id>/invoice"
OF_A_GRANT = "/advances/<int:grant_id>/ask"


def purpose_or_404(claim_id: int, grant_id: int) -> Purpose:
    if claim_id:
        claim = seeing.find(claim_id, actor()) or abort(404)
        return Purpose(claim.grant, claim)
    mine = (one for one in seeing.grants_of(actor()) if one.id == grant_id)
    grant = next(mine, None) or abort(404)
    return Purpose(grant, unpaid=advances.unpaid(grant.id))


def account_or_404(account_id: int) -> GrantAccount:
    return accounts.find(account_id, actor()) or abort(404)


def page_or_404(account_id: int, page_id: int) -> PassbookPage:
    found = account_or_404(account_id).pages
    return next((one for one in found if one.id == page_id), None) or abort(404)


def chosen_bank() -> Bank | None:
    return banks.bank(request.args.get("bank", ""))


def chosen_branch(bank: Bank) -> Branch | None:
    return banks.branch(bank.code, request.args.get("branch", ""))


def _back(purpose: Purpose) -> Response:
    return redirect(_home(purpose), 303)


def _home(purpose: Purpose) -> str:
    endpoint = "claims.show" if purpose.claim else "advances.show"
    return url_for(endpoint, **purpose.ids)


@pages.get(OF_A_GRANT)
@pages.get(OF_A_CLAIM)
@needs({Role.APPLICANT})
def start(claim_id: int = 0, grant_id: int = 0) -> str | Response:
    purpose = purpose_or_404(claim_id, grant_id)
    if not asking.is_open(purpose, actor()):
        return _back(purpose)
    typed = request.args.get("q", "")
    found = banks.find_banks(typed)
    return render_template(
        "invoicing/start.html",
        purpose=purpose,
        home=_home(purpose),
        room=asking.room_of(purpose.grant),
        listed=banks.current_list() is not None,
        typed=typed,
        found=found[: names.MOST_SHOWN],
        more=len(found) > names.MOST_SHOWN,
        before=accounts.used_before(actor()) if not purpose.failed else (),
    )


@pages.get(f"{OF_A_GRANT}/branch")
@pages.get(f"{OF_A_CLAIM}/branch")
@needs({Role.APPLICANT})
def branch(claim_id: int = 0, grant_id: int = 0) -> str | Response:
    purpose, bank = purpose_or_404(claim_id, grant_id), chosen_bank()
    if bank is None or not asking.is_open(purpose, actor()):
        return redirect(url_for(".start", **purpose.ids), 303)
    if bank.code == names.POST_BANK and "q" not in request.args:
        return redirect(url_for(".account", **purpose.ids, bank=bank.code), 303)
    typed = request.args.get("q", "")
    found = banks.find_branches(bank, typed)
    return render_template(
        "invoicing/branch.html",
        purpose=purpose,
        bank=bank,
        typed=typed,
        found=found[: names.MOST_SHOWN],
        more=len(found) > names.MOST_SHOWN,
    )


@pages.route(f"{OF_A_GRANT}/account", methods=["GET", "POST"])
@pages.route(f"{OF_A_CLAIM}/account", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def account(claim_id: int = 0, grant_id: int = 0) -> str | Response:
    purpose, bank = purpose_or_404(claim_id, grant_id), chosen_bank()
    if request.method == "GET" and not asking.is_open(purpose, actor()):
        return _back(purpose)
    at = chosen_branch(bank) if bank else None
    form = _form_for(bank, at)(data={"holder": accounts.holder_known(purpose.grant)})
    if not form.sent():
        return render_template(
            "invoicing/account.html", purpose=purpose, bank=bank, branch=at, form=form
        )
    named = accounts.name(purpose, _entry(form, bank, at), actor(), now())
    return redirect(url_for(".confirm", **purpose.ids, account_id=named.id), 303)


def _form_for(bank: Bank | None, at: Branch | None) -> type[AccountForm]:
    if bank is not None and at is not None:
        return AccountForm
    return PostForm if bank is not None and bank.code == names.POST_BANK else TypedForm


def _entry(form: Any, bank: Bank | None, at: Branch | None) -> accounts.Entry:
    kind, number, holder = form.kind.data, form.number.data or "", form.holder.data or ""
    if bank is not None and at is not None:
        place = accounts.listed_place(bank.code, at.code)
    elif isinstance(form, PostForm):
        symbol = form.symbol.data or ""
        savings = kind is AccountKind.SAVINGS
        place, kind, number = accounts.of_the_post_bank(symbol, number, savings=savings)
    else:
        place = accounts.typed_place(
            form.bank.data or "",
            form.branch.data or "",
            form.bank_code.data or "",
            form.branch_code.data or "",
        )
    return accounts.Entry(place, kind, number, holder, form.pages)


@pages.route(f"{OF_A_GRANT}/confirm/<int:account_id>", methods=["GET", "POST"])
@pages.route(f"{OF_A_CLAIM}/confirm/<int:account_id>", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def confirm(account_id: int, claim_id: int = 0, grant_id: int = 0) -> str | Response:
    purpose, named = purpose_or_404(claim_id, grant_id), account_or_404(account_id)
    form = ConfirmForm() if purpose.claim or purpose.unpaid else AskForm()
    if form.sent():
        _asked(purpose, named, form)
        flash("請求を受け付けました。請求書の控えは書類の一覧にあります。", "done")
        return _back(purpose)
    if not asking.is_open(purpose, actor()):
        return _back(purpose)
    claim = purpose.claim
    return render_template(
        "invoicing/confirm.html",
        purpose=purpose,
        home=_home(purpose),
        account=named,
        form=form,
        row=claim or purpose.unpaid,
        room=asking.room_of(purpose.grant),
        paper=documents.invoice_paper(claim, named.destination, today()) if claim else None,
    )


def _asked(purpose: Purpose, named: GrantAccount, form: Any) -> None:
    if purpose.claim is not None:
        asking.invoice(purpose.claim, named, actor(), now(), version_shown())
    elif purpose.unpaid is not None:
        advancing.correct(purpose.unpaid, named, actor(), now(), version_shown())
    else:
        amount = Yen(given(form.amount.data))
        advancing.ask(purpose.grant, amount, form.reason.data or "", named, actor(), now())


@pages.get("/accounts/<int:account_id>/pages/<int:page_id>")
@needs(SIGNED_IN)
def passbook(account_id: int, page_id: int) -> Response:
    return send(page_or_404(account_id, page_id).attachment)


@pages.get("/accounts/<int:account_id>/pages/<int:page_id>/preview")
@needs(SIGNED_IN)
def picture(account_id: int, page_id: int) -> Response:
    return send_picture(page_or_404(account_id, page_id).attachment)
