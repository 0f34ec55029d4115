"""The page of one expense as it is shown: its form, what is kept of it, what the rules say."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, render_template, request

from otameshi.applications.saving import Saving
from otameshi.claims import seeing
from otameshi.claims.doubts import seeing as doubts
from otameshi.claims.entering import rules, saving
from otameshi.claims.entering.forms import LineForm
from otameshi.claims.entering.rules import Ask
from otameshi.claims.judged import Terms
from otameshi.claims.models import Claim, ClaimLine
from otameshi.participation.stay import reading as stay
from otameshi.web import typed
from otameshi.web.transaction import only_looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One opened page; `begun` is what it begins with, `month` what its date begins with."""

    claim: Claim
    terms: Terms
    place: str
    begun: dict[str, Any]
    line: ClaimLine | None = None
    month: date | None = None

    def form(self) -> LineForm:
        made = LineForm(data=self.begun)
        made.offer(self.terms, self.claim.grant.participation)
        if self.month and request.method == "GET" and not made.incurred_on.raw_data:
            made.incurred_on.typed = [str(self.month.year), str(self.month.month), ""]
        return made


def asks(what: str) -> bool:
    """Whether a button asks for other fields, or what the rules say, and nothing is kept."""
    return request.method == "POST" and request.form.get("action") == what


def looks() -> bool:
    return asks("fields") or asks("judge")


def page(opened: Opened, form: LineForm, kept: Any) -> str:
    """Return the page, with what was typed and what the rules say of it if that was asked."""
    if looks():
        only_looked()
    claim, line, asked = opened.claim, opened.line, Ask.VISIT in form.asked.all
    judged = seeing.foreseen(claim, form.expense(line), opened.terms) if _readable(form) else None
    return render_template(
        "expenses/line.html",
        claim=claim,
        line=line,
        form=form,
        rulebook=opened.terms.rulebook,
        saving=_saving(opened, form, kept),
        kept=kept,
        visits=rules.visits(stay.facts(claim.grant.participation)) if asked else {},
        judgement=seeing.judgement_told(claim, opened.terms),
        judged=judged,
        key=str(line.id) if line else "",
        remarks=rules.remarks(form.said()) if judged else (),
        doubts=doubts.of_own_line(line) if line else (),
        read=doubts.readings(line) if line else (),
    )


def _readable(form: LineForm) -> bool:
    return asks("judge") and not form.errors


def _saving(opened: Opened, form: LineForm, kept: Any) -> Saving:
    if not g.get("overtaken"):
        return saving.beside(opened.claim, opened.place, kept)
    with typed.instead(None):
        stored = opened.form() if opened.line else None
    return saving.overtaken(opened.claim, form, stored)
