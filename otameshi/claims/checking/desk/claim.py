"""One claim: its sum, its lines, what can be done next."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.claims import actions, rules, seeing
from otameshi.claims.checking import reading
from otameshi.claims.checking.desk.blueprint import claim_or_404, pages
from otameshi.claims.checking.rules import OUTCOME_TONE, times_returned
from otameshi.claims.doubts.seeing import remarks_of
from otameshi.claims.rules import CLAIM, WITH_OWN_PAGE
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.web.access import actor, needs
from otameshi.web.forms import reason_given, version_shown

ON_OTHER_PAGES = frozenset({*WITH_OWN_PAGE, "return", "settle", "send_back"})


@pages.get("/<int:claim_id>")
@needs(OFFICE)
def show(claim_id: int) -> str:
    claim = claim_or_404(claim_id)
    moves = CLAIM.open_to(actor().roles, claim.state)
    names = {move.name for move in moves}
    judgement, doubts = seeing.judgement_of(claim), remarks_of(claim)
    said = reading.said_of(claim)
    judges = rules.judges(claim.state, actor().roles)
    return render_template(
        "claims/checking/show.html",
        claim=claim,
        judgement=judgement,
        judged={one.expense.key: one for one in judgement.lines},
        doubts=doubts,
        returned={key: times_returned(found, claim.rounds_returned) for key, found in said.items()},
        undoubted=reading.undoubted(claim, judgement, doubts, said) if judges else [],
        visits=reading.visits_of(claim.grant.participation),
        outcome_tone=OUTCOME_TONE,
        papers=db.session.scalars(seeing.papers(claim, actor())).all(),
        events=db.session.scalars(history.of(claim)).unique().all(),
        moves=[move for move in moves if move.name not in ON_OTHER_PAGES],
        names=names,
        judges=judges,
        visits_allowed=actor().has(Role.OFFICER),
        sees_account=seeing.sees_account(actor(), claim),
        next=rules.NEXT_AT_THE_DESK[claim.state],
        tone=rules.TONE,
        verdict_tone=rules.VERDICT_TONE,
    )


@pages.post("/<int:claim_id>/<move>")
@needs({Role.OFFICER, Role.MANAGER})
def take(claim_id: int, move: str) -> Response:
    claim = claim_or_404(claim_id)
    actions.take(claim, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。参加者へのお知らせは送信箱で確かめられます。", "done")
    return redirect(url_for(".show", claim_id=claim.id), 303)
