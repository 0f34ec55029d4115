"""The page of one expense, its save and its judgement, on a claim of twenty lines."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from bench.measure import Result, measure
from otameshi.claims.models import Claim, ClaimLine, Receipt
from otameshi.claims.proof import PaidWith
from otameshi.core.clock import now
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.files import storage
from otameshi.web import once

LINES = 20
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def claim_of_twenty(app: Flask) -> tuple[int, int, str]:
    """Fill the open claim of the demonstration up; return it, its last line and who travels."""
    with app.app_context():
        claim = db.session.scalars(select(Claim).where(Claim.settled.is_(None))).first()
        if claim is None:
            message = "the demonstration has no open claim"
            raise RuntimeError(message)
        first = claim.lines[0]
        for number in range(LINES - len(claim.lines)):
            claim.lines.append(_ride(number, first.incurred_on + timedelta(number)))
        db.session.commit()
        return claim.id, claim.lines[-1].id, claim.grant.participation.people[0].name


def _ride(number: int, on: date) -> ClaimLine:
    """Make a ride with its receipt, of a day and to a place of its own."""
    content = f"receipt {number}".encode()
    kept = storage.keep(content, "領収書.pdf", "application/pdf", None, now())
    return ClaimLine(
        kind="travel",
        sub_kind="train",
        amount=Yen(1_340 + 230 * number),
        incurred_on=on,
        paid_on=on,
        payee="見本鉄道",
        purpose=f"取引先との打合せ {number}",
        origin="茅野",
        destination=f"見本{number}駅",
        round_trip=True,
        paid_with=PaidWith.E_MONEY,
        receipts=[Receipt(attachment=kept, shows=["receipt"])],
    )


def _acting(act: Callable[[int], object], status: int, commits: int) -> Iterator[None]:
    """Act over and over; an answer or a number of commits that is another ends the benchmark."""
    seen: list[object] = []
    event.listen(Engine, "commit", seen.append)
    for number in count():
        seen.clear()
        answer = act(number)
        if getattr(answer, "status_code", 0) != status or len(seen) != commits:
            message = f"answered {answer} in {len(seen)} transactions"
            raise RuntimeError(message)
        yield


def results(app: Flask, client: FlaskClient) -> Iterator[Result]:
    claim, line, traveller = claim_of_twenty(app)
    new, old = f"/claims/{claim}/lines/new/travel:train", f"/claims/{claim}/lines/{line}"
    ride = {
        "cost": "travel:train",
        "amount": "1,340",
        **_day("incurred_on"),
        **_day("paid_on"),
        "paid_with": "e_money",
        "payee": "見本鉄道",
        "traveller": traveller,
        "origin": "茅野",
        "destination": "松本",
        "round_trip": "both",
        "shows": "receipt",
    }
    token = {"csrf_token": TOKEN.findall(client.get(new).text)[0]}
    judge = {**ride, **token, "purpose": "打合せ", "action": "judge", once.FIELD: once.fresh()}
    yield _measured("expense_page", _acting(lambda _: client.get(new), 200, 0))
    yield _measured("claim_page", _acting(lambda _: client.get(f"/claims/{claim}"), 200, 0))
    asked = _acting(lambda _: client.post(new, data=judge), 200, 0)
    yield _measured("expense_judged", asked)

    def save(number: int) -> object:
        own = {**ride, **token, "purpose": f"打合せ {number}", once.FIELD: once.fresh()}
        return client.post(old, data=own)

    yield _measured("expense_save", _acting(save, 303, 1))


def _day(name: str) -> dict[str, str]:
    return {f"{name}-year": "2026", f"{name}-month": "11", f"{name}-day": "1"}


def _measured(name: str, acts: Iterator[None]) -> Result:
    return measure(name, LINES, lambda: next(acts))
