"""Whatever people do in whatever order: never too much, never twice, never by one alone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from otameshi import history
from otameshi.claims import actions
from otameshi.claims.account import AccountKind
from otameshi.claims.actions import BankAccount, Entry
from otameshi.claims.models import Claim, Payment
from otameshi.claims.rules import CLAIM, FIXED, Ruling, State, Verdict
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.people import Person
from tests import make

BEGUN = japan(2026, 10, 6, 10)
DAY = date(2026, 9, 1)
pytestmark = pytest.mark.usefixtures("app")

OFFICE = (Role.OFFICER, Role.MANAGER, Role.TREASURER)
MOVES = [move.name for move in CLAIM.moves]


@dataclass
class World:
    """Two groups of the same year, and an office in which some hold every role."""

    grants: list[Grant]
    people: list[Person]
    steps: int = 0

    @property
    def at(self):
        return BEGUN + timedelta(hours=self.steps)

    def claims(self) -> list[Claim]:
        mine = Claim.grant_id.in_([grant.id for grant in self.grants])
        return list(db.session.scalars(select(Claim).where(mine).order_by(Claim.id)))


def world() -> World:
    grants = [make.decided_grant(), make.decided_grant(amount=Yen(90_000))]
    # One of each office, one who may do all, and the two groups.
    office = [make.person(role) for role in OFFICE]
    return World(grants, [*office, make.person(*OFFICE), *(one.grantee for one in grants)])


def _claim(at: World, pick: int) -> Claim | None:
    claims = at.claims()
    return claims[-1 - pick % len(claims)] if claims else None


def begin(at: World, who: Person, pick: int) -> None:
    actions.begin(at.grants[pick % len(at.grants)], who, at.at)


def add(at: World, who: Person, pick: int) -> None:
    claim = _claim(at, pick)
    if claim is None:
        return
    entry = Entry(
        kind="office",
        incurred_on=DAY,
        paid_on=DAY,
        payee="見本コワーキング",
        purpose="利用料",
        amount=Yen(1 + (50_000 + pick * 7_919) % 200_000),
    )
    line = actions.add_line(claim, entry, who, at.at)
    line.receipts.append(make.receipt_of_everything())
    db.session.flush()


def judge(at: World, who: Person, pick: int) -> None:
    claim = _claim(at, pick)
    verdicts = (Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.REDUCED, Verdict.RETURNED)
    most = 2 if pick % 2 else 1_000_000  # halved, or to nothing
    verdict = verdicts[pick // 3 % len(verdicts)]
    for line in [] if claim is None else list(claim.lines):
        less = Yen(line.amount // most) if verdict is Verdict.REDUCED else None
        actions.judge_line(line, Ruling(verdict, less, "見本の理由です。"), who, at.at)


def move(name: str) -> Callable[[World, Person, int], None]:
    def take(at: World, who: Person, pick: int) -> None:
        claim = _claim(at, pick)
        if claim is not None:
            actions.take(claim, name, who, at.at, "見本の理由です。")

    return take


def nothing(at: World, who: Person, pick: int) -> None:
    claim = _claim(at, pick)
    if claim is not None:
        actions.settle_at_nothing(claim, "見本の理由です。", who, at.at, "気づきの理由です。")


def invoice(at: World, who: Person, pick: int) -> None:
    claim = _claim(at, pick)
    if claim is not None:
        holder = claim.grant.participation.people[0].kana if pick % 4 != 3 else "ベツノ ヒト"
        account = BankAccount("見本銀行", "本店", AccountKind.ORDINARY, "0123456", holder)
        actions.invoice(claim, account, who, at.at)


def pay(at: World, who: Person, pick: int) -> None:
    claim = _claim(at, pick)
    if claim is not None:
        actions.pay(claim, at.at.date(), f"支{pick}", who, at.at)


STEPS: dict[str, Callable[[World, Person, int], None]] = {
    "begin": begin,
    "add": add,
    "judge": judge,
    "invoice": invoice,
    "pay": pay,
    "nothing": nothing,
    **{name: move(name) for name in MOVES if name not in {"invoice", "pay"}},
}
# Left to chance alone few walks would reach the money: most steps follow the usual way.
USUAL = ("begin", "add", "submit", "judge", "check", "settle", "invoice", "pay")
BY = {"judge": 0, "check": 0, "return": 0, "settle": 1, "send_back": 1, "pay": 2}

usual = st.sampled_from(USUAL).map(lambda name: (name, BY.get(name, 4), 0))
to_nothing = st.just(
    [
        *((name, 4, 0) for name in ("begin", "add", "submit")),
        *(("judge", 0, 6), ("check", 0, 0), ("settle", 1, 0), ("nothing", 1, 0)),
        *(("invoice", 4, 0), ("pay", 2, 0)),
    ]
)
chance = st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 5), st.integers(0, 40))
EVERYTHING = 3  # whoever holds every role


def _way(alone: tuple[bool, ...]) -> list[tuple[str, int, int]]:
    """The usual way to the money; whoever may do all takes some of its steps."""
    return [
        (name, EVERYTHING if by_one and name in BY else BY.get(name, 4), 0)
        for name, by_one in zip(USUAL, alone, strict=True)
    ]


whole_way = st.tuples(*[st.booleans()] * len(USUAL)).map(_way)
walks = st.lists(
    st.one_of(whole_way, to_nothing, st.lists(st.one_of(usual, chance), min_size=1, max_size=6)),
    min_size=1,
    max_size=4,
).map(lambda parts: [step for part in parts for step in part])


def holds(at: World) -> None:
    """Hold what is never broken, after each step."""
    for grant in at.grants:
        claims = [one for one in at.claims() if one.grant_id == grant.id]
        settled = sum(one.settled or 0 for one in claims)
        assert settled <= min(grant.amount or 0, grant.cap or 0)
        for claim in claims:
            _holds(claim)


def _holds(claim: Claim) -> None:
    payments = db.session.scalars(select(Payment).where(Payment.claim_id == claim.id)).all()
    assert sum(one.amount for one in payments) <= (claim.settled or 0)
    assert (claim.state is State.PAID) == (len(payments) == 1)
    assert (claim.settled is not None) == (claim.state in FIXED)
    if claim.settled is not None:
        assert claim.checked_by_id != claim.settled_by_id
        assert (claim.settled == 0) == bool(claim.settled_why)
        assert claim.settled or (claim.state, payments) == (State.CLOSED, [])
    for payment in payments:
        assert claim.account_number is not None
        assert payment.person_id not in {claim.checked_by_id, claim.settled_by_id}


def replayed(claim: Claim) -> State:
    """Follow the kept history through the table of moves, from nothing to the present state."""
    moves = {one.name: one for one in CLAIM.moves}
    state = State.DRAFT
    for event in db.session.scalars(history.of(claim)):
        if event.act in moves:
            assert state in moves[event.act].sources, (state, event.act)
            state = moves[event.act].target
    return state


def walked(walk: list[tuple[str, int, int]]) -> list[State]:
    """Take each step that is allowed; hold what is never broken after each; return the ends."""
    at = world()
    for name, who, pick in walk:
        at.steps += 1
        try:
            with db.session.begin_nested():
                STEPS[name](at, at.people[who], pick)
        except Refused:
            db.session.expire_all()
        holds(at)
    db.session.commit()
    for claim in at.claims():
        assert replayed(claim) == claim.state
    return [claim.state for claim in at.claims()]


def test_no_walk_pays_too_much_or_twice_or_by_one_person_alone():
    reached: Counter[State] = Counter()

    @settings(max_examples=24, suppress_health_check=[HealthCheck.too_slow])
    @given(walks)
    def walk_on(walk: list[tuple[str, int, int]]) -> None:
        reached.update(walked(walk))

    walk_on()
    # A property that no walk comes near says nothing.
    assert reached[State.PAID] >= 3, reached
    assert reached[State.CLOSED] >= 1, reached
