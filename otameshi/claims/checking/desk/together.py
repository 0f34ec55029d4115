"""認める行をまとめて: the lines that ask nobody to look twice, listed first, then accepted."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims import rules, seeing
from otameshi.claims.checking import actions, reading
from otameshi.claims.checking.desk.blueprint import OFFICERS, claim_or_404, pages
from otameshi.claims.checking.forms import TogetherForm
from otameshi.core.clock import now
from otameshi.core.yen import total
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown


@pages.route("/<int:claim_id>/together", methods=["GET", "POST"])
@needs(OFFICERS)
def together(claim_id: int) -> str | Response:
    claim = claim_or_404(claim_id)
    judgement = seeing.judgement_of(claim)
    lines = reading.undoubted(claim, judgement)
    form = TogetherForm()
    form.offer(lines)
    if not form.sent():
        numbers = {line.id: number for number, line in enumerate(claim.lines, start=1)}
        return render_template(
            "claims/checking/together.html",
            claim=claim,
            lines=lines,
            numbers=numbers,
            judged={one.expense.key: one for one in judgement.lines},
            amount=total(line.amount for line in lines),
            judges=rules.judges(claim.state, actor().roles),
            form=form,
        )
    chosen = form.chosen
    amount = actions.accept_together(claim, chosen, actor(), now(), version_shown())
    flash(f"{len(chosen)}行、合計{amount:,}円を認めました。残りの行を確認してください。", "done")
    return redirect(url_for(".show", claim_id=claim.id), 303)
