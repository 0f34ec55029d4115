"""額の確定: what was claimed, what is left of it and why, for the one who settles it."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims import actions, rules, seeing
from otameshi.claims.budget import reading as budget
from otameshi.claims.checking import keeping, reading
from otameshi.claims.checking.desk.blueprint import claim_or_404, pages
from otameshi.claims.checking.forms import NothingForm
from otameshi.claims.checking.rules import OUTCOME_TONE, against_the_plan
from otameshi.claims.checking.weighing import OUTLOOK_TONE, arithmetic, warnings
from otameshi.claims.doubts.seeing import open_by_claim
from otameshi.claims.invoicing import advances
from otameshi.claims.invoicing.rules import difference, set_off
from otameshi.claims.judging import nothing_granted
from otameshi.claims.models import Claim
from otameshi.claims.rules import CLAIM
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.participation.stay.reading import still_needed
from otameshi.participation.stay.standing import Outlook
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown

HERE = frozenset({"settle", "send_back"})


@pages.get("/<int:claim_id>/settlement")
@needs(OFFICE)
def settlement(claim_id: int) -> str:
    claim = claim_or_404(claim_id)
    judgement = seeing.judgement_of(claim)
    visits = reading.visits_of(claim.grant.participation)
    sums = budget.of_year(claim.grant.participation.year).sums
    needs = still_needed(claim.grant.participation, today())
    paid = advances.paid(claim.grant_id)
    settled = judgement.granted if claim.settled is None else claim.settled
    plan = {line.kind: line.amount for line in claim.grant.plan}
    return render_template(
        "claims/checking/settlement.html",
        claim=claim,
        judgement=judgement,
        numbers={str(line.id): number for number, line in enumerate(claim.lines, start=1)},
        lines={str(line.id): line for line in claim.lines},
        against=against_the_plan(judgement, plan),
        visits=visits,
        outcome_tone=OUTCOME_TONE,
        sums=sums,
        needs=needs,
        outlook_tone=OUTLOOK_TONE,
        advanced=paid,
        difference=difference(settled, set_off(settled, paid, seeing.set_off_before(claim))),
        arithmetic=arithmetic(judgement),
        warnings=warnings(
            judgement, needs, visits=len(visits), budget_left=sums.budget - sums.settled
        ),
        judged_by_me=actor().id in keeping.judges(claim) | {claim.checked_by_id},
        doubts=open_by_claim([claim]).get(claim.id, 0),
        nothing=claim.settled is None and judgement.granted <= 0,
        moves=[move for move in CLAIM.open_to(actor().roles, claim.state) if move.name in HERE],
        next=rules.NEXT_AT_THE_DESK[claim.state],
        tone=rules.TONE,
    )


@pages.route("/<int:claim_id>/settlement/nothing", methods=["GET", "POST"])
@needs({Role.MANAGER})
def settle_at_nothing(claim_id: int) -> str | Response:
    """0円で確定する: the reason that the group reads, and the act itself."""
    claim = claim_or_404(claim_id)
    form = NothingForm()
    if not form.sent():
        return _nothing(claim, form)
    said = form.why.data or "", form.note.data or ""
    actions.settle_at_nothing(claim, said[0], actor(), now(), said[1], version_shown())
    flash("0円で確定し、理由を付けた通知書を参加者に送りました。", "done")
    return redirect(url_for(".settlement", claim_id=claim.id), 303)


def _nothing(claim: Claim, form: NothingForm) -> str:
    judgement = seeing.judgement_of(claim)
    needs = still_needed(claim.grant.participation, today()) if judgement.denied else ()
    return render_template(
        "claims/checking/nothing.html",
        claim=claim,
        form=form,
        judgement=judgement,
        reasons=nothing_granted(judgement),
        reduced=[line for line in claim.lines if line.reason],
        open_needs=[need for need in needs if need.outlook is Outlook.OPEN],
        to_return=advances.paid(claim.grant_id) - seeing.set_off_before(claim),
        doubts=open_by_claim([claim]).get(claim.id, 0),
    )
