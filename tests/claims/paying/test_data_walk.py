"""Whatever people do with runs in whatever order: each claim's money leaves once, by two people."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from otameshi import history
from otameshi.claims import actions as claims
from otameshi.claims.account import AccountKind
from otameshi.claims.actions import BankAccount
from otameshi.claims.models import Claim
from otameshi.claims.paying import actions, rules
from otameshi.claims.paying.models import PaymentRun, PaymentRunItem
from otameshi.claims.paying.rules import RUN, Answer, Failure, Fault, ItemState, State
from otameshi.claims.rules import State as ClaimState
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear
from tests import make
from tests.claims.paying.make import (
    ACCOUNT,
    PAY_ON,
    PREPARED,
    manager,
    payable,
    paying_year,
    treasurer,
)

pytestmark = pytest.mark.usefixtures("app")


@dataclass
class World:
    """Three claims, and an office in which one holds both roles and one has settled a claim."""

    claims: list[Claim]
    people: list[Person]
    year: ProgrammeYear
    steps: int = 0

    @property
    def at(self):
        """Walk through the ten days from the preparation to after the day of the transfer."""
        return PREPARED + timedelta(hours=16 * self.steps)

    def runs(self) -> Sequence[PaymentRun]:
        mine = PaymentRun.items.any(PaymentRunItem.claim_id.in_([one.id for one in self.claims]))
        return db.session.scalars(select(PaymentRun).where(mine).order_by(PaymentRun.id)).all()

    def run(self, pick: int) -> PaymentRun | None:
        runs = self.runs()
        return runs[-1 - pick % len(runs)] if runs else None


def world() -> World:
    made = [payable(50_000 + n, f"{n:07}") for n in range(3)]
    settler = made[0].settled_by
    assert settler is not None
    settler.give(Role.TREASURER)
    people = [treasurer(), manager(), make.person(Role.TREASURER, Role.MANAGER), settler]
    return World(made, people, paying_year())


def prepare(at: World, who: Person, pick: int) -> None:
    chosen = [one.id for n, one in enumerate(at.claims) if (pick + 1) & 1 << n]
    actions.prepare(at.year, chosen, PAY_ON, who, at.at)


def approve(at: World, who: Person, pick: int) -> None:
    run = at.run(pick)
    if run is not None:
        counted = rules.sums(one.amount for one in run.items)
        wrong = counted[0], Yen(counted[1] + (pick % 5 == 4))
        actions.approve(run, wrong, who, at.at, "確かめました。")


def take(name: str) -> Callable[[World, Person, int], None]:
    def step(at: World, who: Person, pick: int) -> None:
        run = at.run(pick)
        if run is not None:
            actions.take(run, name, who, at.at, "見本の理由です。")

    return step


def close(at: World, who: Person, pick: int) -> None:
    run = at.run(pick // 4)
    if run is not None:
        failed = {one.id: Fault.NUMBER for one in run.items[: pick % 4]}
        actions.close(run, Answer(max(PAY_ON, at.at.date()), "支-1", failed), who, at.at)


def pay(at: World, who: Person, pick: int) -> None:
    claims.pay(at.claims[pick % 3], at.at.date(), "支-2", who, at.at)


def come_back(at: World, who: Person, pick: int) -> None:
    claims.come_back(at.claims[pick % 3], Failure(Fault.CLOSED), who, at.at)


def invoice(at: World, _: Person, pick: int) -> None:
    claim = at.claims[pick % 3]
    holder = claim.grant.participation.people[0].kana
    account = BankAccount(**ACCOUNT, kind=AccountKind.ORDINARY, number="0000009", holder=holder)
    claims.invoice(claim, account, claim.claimant, at.at)


STEPS: dict[str, Callable[[World, Person, int], None]] = {
    "prepare": prepare,
    "approve": approve,
    "close": close,
    "pay": pay,
    "come_back": come_back,
    "invoice": invoice,
    **{name: take(name) for name in ("send", "cancel", "reject", "recall")},
}
WAY = [("prepare", 0), ("approve", 1), ("send", 0)]
WHOLE = [(name, who, 6) for name, who in WAY]  # all three claims
usual = st.integers(0, 6).map(lambda pick: [(name, who, pick) for name, who in WAY])
waits = st.just([("wait", 0, 14)])
closes = st.integers(0, 3).map(lambda pick: [("close", 0, pick)])
ends = st.sampled_from([[("cancel", 0, 0)], [("recall", 1, 0)], [("reject", 1, 0)]])
chance = st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 3), st.integers(0, 9)).map(
    lambda one: [one]
)
walks = st.lists(
    st.one_of(usual, waits, closes, ends, chance, chance), min_size=3, max_size=14
).map(lambda parts: [step for part in parts for step in part])


def holds(at: World) -> None:
    """Hold what is never broken, after each step."""
    pending: Counter[int] = Counter()
    for run in at.runs():
        assert run.approved_by_id != run.prepared_by_id
        living = run.state in {State.PREPARED, State.APPROVED, State.SENT}
        assert all((one.state is ItemState.PENDING) is living for one in run.items)
        pending.update(one.claim_id for one in run.items if living)
    for claim in at.claims:
        standing = [one for one in claim.payments if one.returned_on is None]
        assert len(standing) == (claim.state is ClaimState.PAID)
        assert all(one.amount == claim.settled for one in standing)
        assert pending[claim.id] <= (claim.state is ClaimState.INVOICED)
        seen = {claim.checked_by_id, claim.settled_by_id}
        assert not seen & {one.person_id for one in claim.payments}


def replayed(run: PaymentRun) -> State:
    """Follow the kept history through the table of moves to the present state."""
    moves = {one.name: one for one in RUN.moves}
    state = State.PREPARED
    for event in db.session.scalars(history.of(run)):
        if event.act != rules.PREPARE[0]:
            assert state in moves[event.act].sources
            state = moves[event.act].target
    return state


def walked(walk: list[tuple[str, int, int]]) -> list[State]:
    at = world()
    for name, who, pick in walk:
        at.steps += pick if name == "wait" else 1
        if name == "wait":
            continue
        try:
            with db.session.begin_nested():
                STEPS[name](at, at.people[who], pick)
        except Refused:
            pass
        db.session.expire_all()
        holds(at)
    db.session.commit()
    runs = at.runs()
    assert [replayed(one) for one in runs] == [one.state for one in runs]
    return [one.state for one in runs]


def test_no_walk_pays_a_claim_twice_or_by_one_person_alone():
    reached: Counter[State] = Counter()

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @example([*WHOLE, ("wait", 0, 14), ("close", 0, 1)])
    @given(walks)
    def walk_on(walk: list[tuple[str, int, int]]) -> None:
        db.session.rollback()
        reached.update(walked(walk))

    walk_on()
    # A property that no walk comes near says nothing.
    assert reached[State.DONE] >= 1, reached
