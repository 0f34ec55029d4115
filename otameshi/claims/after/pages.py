"""What a group sees once it is paid: what to keep, what to report, what was taken back."""

from flask import Blueprint, abort, render_template
from sqlalchemy.orm import joinedload

from otameshi.claims.after import reading, rules
from otameshi.claims.after.models import Cancellation, Repayment
from otameshi.claims.taxes import reading as taxes
from otameshi.claims.taxes.rules import NEXT as TAX_NEXT
from otameshi.claims.taxes.rules import TONE as TAX_TONE
from otameshi.core.clock import today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents import issue
from otameshi.grants import actions as grants
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.web.access import actor, needs

pages = Blueprint("after", __name__, url_prefix="/after")


@pages.get("/<int:grant_id>")
@needs({Role.APPLICANT})
def show(grant_id: int) -> str:
    mine = (
        grants.visible_to(actor())
        .where(Grant.id == grant_id, Grant.amount.is_not(None))
        .options(joinedload(Grant.participation).joinedload(Participation.year))
    )
    grant = db.session.scalars(mine).unique().one_or_none() or abort(404)
    taken = reading.cancellations(actor()).where(Cancellation.grant_id == grant.id)
    asked = reading.repayments(actor()).where(Repayment.grant_id == grant.id)
    cancellations = db.session.scalars(taken).unique().all()
    orders = db.session.scalars(asked).unique().all()
    paid = reading.paid_out(grant.id)
    return render_template(
        "after/show.html",
        grant=grant,
        paid=paid,
        tax=taxes.find(grant.id, actor()),
        tax_next=TAX_NEXT,
        tax_tone=TAX_TONE,
        years=reading.evidence_years(grant),
        kept_until=reading.kept(grant),
        cancellations=cancellations,
        orders=[(one, reading.owed_of(one, today())) for one in orders],
        papers=[
            paper
            for one in (*cancellations, *orders)
            for paper in db.session.scalars(issue.about(one))
        ],
        today=today(),
        tone=rules.REPAYMENT_TONE,
        next=rules.REPAYMENT_NEXT_TOLD,
    )
