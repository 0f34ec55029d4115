"""The real server is killed while claims are settled and paid: all or nothing, and once.

Two managers settle the same claims at once while their groups try to change them; two treasurers
prepare the same run, and record the same result. Workers are killed meanwhile.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi import history
from otameshi.app import create_app
from otameshi.claims.models import Claim, Payment
from otameshi.claims.paying import actions
from otameshi.claims.paying.models import PaymentRun, PaymentRunItem
from otameshi.claims.paying.rules import ItemState, banks_open
from otameshi.claims.paying.rules import State as RunState
from otameshi.claims.rules import State, Verdict
from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.core.yen import Yen, total
from otameshi.db import db
from otameshi.documents.issue import IssuedPaper
from otameshi.documents.post import Letter
from tests import make
from tests.claims.paying.make import payable, paying_year
from tests.conftest import settings
from tests.serving import Hand, all_at_once, environment, free_port, server, signed_in

CLAIMS = 3
AMOUNT = 50_000
SEE_OTHER, OVERTAKEN, REFUSED = 303, 409, 422
# The claims are alike, which is remarked upon: whoever settles says that it was looked at.
CONFIRMED = {"note": "同じ額の経費であることを確かめました。"}


@pytest.fixture
def office(database: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(settings(database, tmp_path / "files"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def checked() -> Claim:
    by = make.person(Role.OFFICER)
    claim = make.claim(state=State.CHECKED, submitted_at=now(), checked_by=by)
    make.claim_line(claim, AMOUNT, verdict=Verdict.ACCEPTED)
    return claim


def outcomes(hands: list[Hand]) -> Counter[int]:
    return Counter(status for one in hands for status, _, _ in one.told)


Press = Callable[[list[Hand], int], None]


@contextmanager
def served(app: Flask, files: Path) -> Iterator[Press]:
    """Serve what is committed; the function given lets hands press, and kills every so many."""
    address, port = app.config["SQLALCHEMY_DATABASE_URI"], free_port()

    def press(hands: list[Hand], kill_every: int) -> None:
        db.session.commit()
        db.session.remove()
        all_at_once(port, master, hands, kill_every)

    with server(environment(address, files, port), port) as master:
        yield press


def test_a_claim_is_settled_once_and_whole_whoever_presses_and_whatever_dies(
    office: Flask, tmp_path: Path
) -> None:
    claims = [checked() for _ in range(CLAIMS)]
    managers = [signed_in(office, make.person(Role.MANAGER)) for _ in range(2)]
    settling = [
        Hand(
            f"/desk/claims/{claim.id}/settlement",
            cookie,
            to=f"/desk/claims/{claim.id}/settle",
            typed=CONFIRMED,
        )
        for claim in claims
        for cookie in managers
    ]
    changing = [
        Hand(
            f"/claims/{claim.id}",
            signed_in(office, claim.claimant),
            to=f"/claims/{claim.id}/lines/{claim.lines[0].id}/remove",
        )
        for claim in claims
    ]
    keys = [claim.id for claim in claims]
    with served(office, tmp_path / "files") as press:
        press([*settling, *changing], 3)
    told = outcomes(settling)
    assert told[SEE_OTHER] >= CLAIMS, told
    assert set(told) <= {SEE_OTHER, OVERTAKEN, REFUSED}, told
    # A refusal leads back to the line, whose group may not take it out any more.
    assert all("/lines/" in place for one in changing for _, place, _ in one.told), changing
    _all_are_settled_once(keys)
    assert list(history.faults()) == []


def _all_are_settled_once(keys: list[int]) -> None:
    kept = db.session.scalars(select(Claim).where(Claim.id.in_(keys))).unique().all()
    assert [(one.state, one.settled, len(one.lines)) for one in kept] == [
        (State.SETTLED, Yen(AMOUNT), 1)
    ] * CLAIMS
    assert len({one.document_number for one in kept}) == CLAIMS
    for one in kept:
        acts = Counter(event.act for event in db.session.scalars(history.of(one)))
        assert acts == {"settle": 1}
        assert one.checked_by_id != one.settled_by_id
    papers = db.session.scalars(
        select(IssuedPaper.subject_id).where(IssuedPaper.kind == "claim_settlement")
    )
    assert sorted(papers) == sorted(keys)
    letters = db.session.scalars(select(Letter.kind).where(Letter.kind == "claim_settled"))
    assert len(letters.all()) == CLAIMS


def test_a_run_is_made_and_paid_once_whoever_presses_and_whatever_dies(
    office: Flask, tmp_path: Path
) -> None:
    year = paying_year()
    keys = [payable(AMOUNT + n).id for n in range(CLAIMS)]
    people = [make.person(Role.TREASURER) for _ in range(2)]
    treasurers = [signed_in(office, one) for one in people]
    ahead = (today() + timedelta(days=n) for n in range(3, 20))
    pay_on = next(day for day in ahead if banks_open(day))
    typed = {
        "claims": [str(one) for one in keys],
        "pay_on-year": str(pay_on.year),
        "pay_on-month": str(pay_on.month),
        "pay_on-day": str(pay_on.day),
    }
    page = f"/desk/payments/runs/new/{year.fiscal_year}"
    preparing = [Hand(page, cookie, typed) for cookie in treasurers * 2]
    with served(office, tmp_path / "files") as press:
        press(preparing, 2)
        assert outcomes(preparing)[SEE_OTHER] >= 1
        run = db.session.scalars(select(PaymentRun)).one()
        assert sorted(one.claim_id for one in run.items) == keys
        closing = _closing(run, treasurers)
        press(closing, 2)
    assert outcomes(closing)[SEE_OTHER] >= 1, [one.told for one in closing]
    _all_are_paid_once(keys)
    assert list(history.faults()) == []


def _closing(run: PaymentRun, treasurers: list[str]) -> list[Hand]:
    paid_on = _let_go(run)
    typed = {
        "paid_on-year": str(paid_on.year),
        "paid_on-month": str(paid_on.month),
        "paid_on-day": str(paid_on.day),
        "voucher": "支2026-17",
    }
    page = f"/desk/payments/runs/{run.id}/result"
    return [Hand(page, cookie, typed) for cookie in treasurers * 2]


def _let_go(run: PaymentRun) -> date:
    """Approve the run and make its file; then its day has come."""
    manager, treasurer = make.person(Role.MANAGER), make.person(Role.TREASURER)
    counted = len(run.items), total(one.amount for one in run.items)
    actions.approve(run, counted, manager, now(), "確かめました。")
    actions.take(run, "send", treasurer, now())
    run.pay_on = today()
    return run.pay_on


def _all_are_paid_once(keys: list[int]) -> None:
    run = db.session.scalars(select(PaymentRun)).one()
    assert run.state is RunState.DONE
    items = db.session.scalars(select(PaymentRunItem.state)).all()
    assert items == [ItemState.PAID] * CLAIMS
    payments = db.session.scalars(select(Payment)).all()
    assert sorted((one.claim_id, one.amount) for one in payments) == [
        (key, AMOUNT + n) for n, key in enumerate(keys)
    ]
    states = db.session.scalars(select(Claim.state).where(Claim.id.in_(keys))).all()
    assert states == [State.PAID] * CLAIMS
    letters = db.session.scalars(select(Letter.kind).where(Letter.kind == "claim_paid"))
    assert len(letters.all()) == CLAIMS
