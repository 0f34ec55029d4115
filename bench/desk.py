"""A claim of 60 lines at the desk: its page, one line beside its receipts, its settlement."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.measure import Result, measure
from otameshi.claims import actions
from otameshi.claims.models import Claim, ClaimLine, Receipt
from otameshi.claims.rules import Ruling, State, Verdict
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.files import storage
from otameshi.people import HeldRole, Person

LINES = 60
COSTS = (("office", ""), ("travel", "train"), ("travel", "shinkansen"), ("moving", ""))


def fill(app: Flask) -> tuple[int, int]:
    """Bring the demonstration's submitted claim to 60 lines, some of them returned twice."""
    with app.app_context():
        claim = db.session.scalars(select(Claim).where(Claim.state == State.SUBMITTED)).one()
        group = claim.grant.participation
        for number in range(LINES - len(claim.lines)):
            kind, sub_kind = COSTS[number % len(COSTS)]
            day = group.first_day + timedelta(number)
            kept = storage.keep(f"{number}".encode(), "領収書.png", "image/png", None, now())
            claim.lines.append(
                ClaimLine(
                    kind=kind,
                    sub_kind=sub_kind,
                    incurred_on=day,
                    paid_on=day,
                    payee=f"見本商店{number}",
                    purpose="事業に使うため",
                    amount=Yen(1_000 + number),
                    traveller=group.people[0].name,
                    receipts=[Receipt(attachment=kept, shows=["receipt", "ticket", "contract"])],
                )
            )
        db.session.flush()
        for _ in range(2):
            _sent_back(claim)
        db.session.commit()
        return claim.id, claim.lines[-1].id


def _sent_back(claim: Claim) -> None:
    officer = db.session.scalars(
        select(Person).join(HeldRole).where(HeldRole.role == Role.OFFICER)
    ).first()
    assert officer is not None
    for line in claim.lines[-5:]:
        ruling = Ruling(Verdict.RETURNED, reason="宛名がありません。")
        actions.judge_line(line, ruling, officer, now())
    actions.take(claim, "return", officer, now())
    for line in claim.lines:
        line.verdict = Verdict.OPEN
    claim.state = State.SUBMITTED
    db.session.flush()


def results(app: Flask, officer: FlaskClient) -> Iterator[Result]:
    claim, line = fill(app)
    here = f"/desk/claims/{claim}"
    pages = {
        "claims_desk": here,
        "claims_desk_line": f"{here}/lines/{line}",
        "claims_desk_settlement": f"{here}/settlement",
        "claims_desk_list": "/desk/claims/?sort=waiting",
    }
    for name, address in pages.items():

        def get(address: str = address) -> None:
            answer = officer.get(address)
            assert answer.status_code == 200, address

        yield measure(name, LINES, get)
