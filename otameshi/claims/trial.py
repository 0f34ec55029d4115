"""Rules being prepared, tried on past claims: what each 組 would have got."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from otameshi.claims import replay
from otameshi.claims.trial_form import TrialForm
from otameshi.core.roles import OFFICE, Role
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear
from otameshi.subsidy import (
    Comparison,
    Facts,
    Rulebook,
    Section,
    Sentence,
    compare,
    explain,
    wording,
)
from otameshi.web.access import actor, needs
from otameshi.web.forms import given
from otameshi.web.sheets import csv_response
from otameshi.web.transaction import only_looked

pages = Blueprint("rulebook_trial", __name__, url_prefix="/desk/years")

HEADINGS = ["組", "支出した額", "いまの規則での額", "試す規則での額", "差", "違いの理由"]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a page shows of one trial."""

    book: Rulebook
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    comparison: Comparison | None


@pages.route("/<int:fiscal_year>/trial", methods=["GET", "POST"])
@needs(OFFICE)
def show(fiscal_year: int) -> str | Response:
    year = programme.year_of(fiscal_year) or abort(404)
    latest = programme.current_rulebook(year)
    form = TrialForm.for_trial(latest, replay.versions(), replay.years())
    if not form.sent():
        return _page(year, form)
    only_looked()
    new = programme.parsed(given(form.source.data))
    claims = form.groups(year.terms.trial) or _claims(form.claims.data)
    found = None if claims is None else compare(form.old, new, claims)
    if found is not None and request.form.get("then") == "csv":
        return csv_response(f"規則の試算_{fiscal_year}", HEADINGS, _lines(found))
    return _page(year, form, tried=Tried(new, explain(new), wording(form.old, new), found))


def _claims(fiscal_year: int | None) -> Iterable[tuple[str, Facts]] | None:
    return None if fiscal_year is None else replay.claims_of(fiscal_year)


def _page(year: ProgrammeYear, form: TrialForm, **facts: Any) -> str:
    return render_template(
        "claims/trial.html",
        year=year,
        form=form,
        may_register=Role.OFFICER in actor().roles,
        **{"tried": None, **facts},
    )


def _lines(found: Comparison) -> Iterable[list[str | int]]:
    for row in found.rows:
        words = "\n".join(row.reasons)
        yield [row.key, row.claimed, row.before, row.after, row.change, words]
    claimed = sum(row.claimed for row in found.rows)
    yield ["合計", claimed, found.before, found.after, found.change, ""]
