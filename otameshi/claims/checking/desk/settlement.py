"""額の確定: what was claimed, what is left of it and why, for the one who settles it."""

from flask import render_template

from otameshi.claims import rules, seeing
from otameshi.claims.budget import reading as budget
from otameshi.claims.checking import keeping, reading
from otameshi.claims.checking.desk.blueprint import claim_or_404, pages
from otameshi.claims.checking.rules import OUTCOME_TONE, against_the_plan
from otameshi.claims.checking.weighing import OUTLOOK_TONE, arithmetic, warnings
from otameshi.claims.doubts.seeing import open_by_claim
from otameshi.claims.invoicing import advances
from otameshi.claims.invoicing.rules import difference, set_off
from otameshi.claims.rules import CLAIM
from otameshi.core.clock import today
from otameshi.core.roles import OFFICE
from otameshi.participation.stay.reading import still_needed
from otameshi.web.access import actor, needs

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
        moves=[move for move in CLAIM.open_to(actor().roles, claim.state) if move.name in HERE],
        next=rules.NEXT_AT_THE_DESK[claim.state],
        tone=rules.TONE,
    )
