"""The panel of a call as it stands: who sits on it, and what keeps each from which candidate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from otameshi.applications import numbers
from otameshi.applications.models import Application, Wish
from otameshi.applications.rules import State as ApplicationState
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import Call, Host
from otameshi.selection.models import Candidacy
from otameshi.selection.panel.actions import past
from otameshi.selection.panel.models import Ruling, Seat, Tie
from otameshi.selection.panel.rules import SERVED, SeatState, TieKind, Verdict
from otameshi.selection.panel.signs import Candidate, Kind, Reviewer, Sign, Watch
from otameshi.selection.rules import SheetState, State

ON_THE_BOARD = frozenset(State) - {State.SCREENING, State.INELIGIBLE}


@dataclass(frozen=True, slots=True)
class Bench:
    """The seats whose reviewers have an account, and what is known of their conflicts."""

    seats: Sequence[Seat]
    watch: Watch
    rulings: Mapping[tuple[int, int], Ruling] = field(default_factory=dict)

    def found(self, candidacy: Candidacy) -> dict[int, tuple[Sign, ...]]:
        """Return every sign by reviewer, also those that an officer has lifted."""
        found = self.watch.against(candidate(candidacy))
        for sheet in candidacy.sheets:
            if sheet.state is SheetState.RECUSED:
                given_up = Sign(Kind.RECUSED, "利害関係があるとして採点を辞退しました")
                found[sheet.reviewer_id] = (*found.get(sheet.reviewer_id, ()), given_up)
        return found

    def standing(self, candidacy: Candidacy) -> dict[int, tuple[Sign, ...]]:
        """Return the signs that keep a reviewer from a candidate: not lifted, or added."""
        found = self.found(candidacy)
        here = (one for key, one in self.rulings.items() if key[1] == candidacy.id)
        for ruling in here if self.rulings else ():
            found[ruling.reviewer_id] = tuple(_ruled(found.get(ruling.reviewer_id, ()), ruling))
        return {key: signs for key, signs in found.items() if signs}


def _ruled(signs: Iterable[Sign], ruling: Ruling) -> list[Sign]:
    if ruling.verdict is Verdict.ADDED:
        return [*signs, Sign(Kind.ADDED, f"担当者が利害関係があると判断しました（{ruling.note}）")]
    return [one for one in signs if one.key not in ruling.covers]


def bench(call: Call, seats: Sequence[Seat], *, with_past: bool = True) -> Bench:
    """Read what is known of these seats of a call; each reviewer counts once."""
    by_person = {seat.person_id: seat for seat in seats if seat.person_id is not None}
    declared = _declared(by_person)
    met = past.met_by(list(by_person.values())) if with_past else {}
    panel = {
        key: _reviewer(seat, declared.get(key, ()), met.get(key, {}))
        for key, seat in by_person.items()
    }
    return Bench(list(by_person.values()), Watch(panel), _rulings(call, by_person))


def near(candidacy: Candidacy, people: Sequence[Person]) -> dict[int, str]:
    """Return who of these is too near to a candidate, and why; officers have no seat (委嘱)."""
    call = candidacy.application.call
    keys = [one.id for one in people]
    seats = list(db.session.scalars(seats_of(call).where(Seat.person_id.in_(keys))).unique())
    seated = bench(call, seats)
    unseated = {one.id: Reviewer(one.name, one.email, one.organisation) for one in people}
    found = Watch(unseated).against(candidate(candidacy))
    found |= {key: signs for key, signs in seated.standing(candidacy).items() if key in unseated}
    for seat in seated.seats:
        if seat.person_id not in seated.standing(candidacy):
            found.pop(seat.person_id or 0, None)  # what an officer lifted stays lifted
    return {key: signs[0].words for key, signs in found.items()}


def seats_of(call: Call) -> Select[Seat]:
    """Select all seats of a call, those invited first coming first."""
    return (
        select(Seat)
        .where(Seat.call_id == call.id)
        .order_by(Seat.id)
        .options(joinedload(Seat.person), joinedload(Seat.secrecy))
    )


def seat_of(person: Person, call_id: int) -> Seat | None:
    """Return the newest seat of a person in a call: an accepted one before any other."""
    found = db.session.scalars(
        select(Seat)
        .where(Seat.person_id == person.id, Seat.call_id == call_id)
        .order_by(Seat.id.desc())
    ).all()
    accepted = (one for one in found if one.state is SeatState.ACCEPTED)
    return next(accepted, found[0] if found else None)


def served(call: Call) -> list[Seat]:
    """Return the seats of all who were on the panel at some time."""
    return list(db.session.scalars(seats_of(call).where(Seat.state.in_(SERVED))).unique())


def listed(call: Call, states: Iterable[State] = ON_THE_BOARD) -> Select[Candidacy]:
    """Select the candidates of a call in these states with what conflicts are looked for in."""
    return (
        select(Candidacy)
        .join(Candidacy.application)
        .where(
            Application.call_id == call.id,
            Application.state == ApplicationState.SUBMITTED,
            Candidacy.state.in_(states),
        )
        .order_by(*numbers.in_order(Application.number), Candidacy.id)
        .options(*compared())
    )


def candidates_of(call: Call, states: Iterable[State] = ON_THE_BOARD) -> list[Candidacy]:
    """Return the candidates of a call in these states as they stand in the database now."""
    query = listed(call, states).execution_options(populate_existing=True)
    return list(db.session.scalars(query).unique())


def compared() -> Sequence[ExecutableOption]:
    """Return the options by which a candidate is loaded with all that is compared."""
    application = joinedload(Candidacy.application)
    return (
        application.joinedload(Application.applicant),
        application.selectinload(Application.members),
        application.selectinload(Application.wishes)
        .joinedload(Wish.host)
        .joinedload(Host.municipality),
        selectinload(Candidacy.sheets),
    )


def candidate(candidacy: Candidacy) -> Candidate:
    one = candidacy.application
    members = one.members
    return Candidate(
        names=frozenset({one.applicant.name, *(member.name for member in members)}),
        emails=frozenset({one.applicant.email}),
        company=one.trade_name,
        addresses=frozenset(f"{member.prefecture}{member.address}" for member in members),
        born=frozenset((member.name, member.birth_date) for member in members),
        towns=frozenset(wish.host.name for wish in one.wishes),
    )


def _reviewer(
    seat: Seat, declared: Sequence[tuple[TieKind, str]], met: Mapping[str, str]
) -> Reviewer:
    return Reviewer(
        name=seat.known_as,
        email=seat.person.email if seat.person else seat.email,
        company=seat.organisation,
        address=seat.address,
        town=seat.municipality.name if seat.municipality else "",
        declared=tuple(declared),
        past=met,
    )


def _declared(people: Iterable[int]) -> dict[int, list[tuple[TieKind, str]]]:
    """Return what each has declared, on whichever panel, and not taken back."""
    rows = db.session.execute(
        select(Seat.person_id, Tie.kind, Tie.words)
        .join(Tie.seat)
        .where(Seat.person_id.in_(people), Tie.withdrawn_at.is_(None))
        .order_by(Tie.id)
    )
    found: dict[int, list[tuple[TieKind, str]]] = defaultdict(list)
    for person_id, kind, words in rows:
        if person_id is not None:
            found[person_id].append((kind, words))
    return found


def _rulings(call: Call, people: Iterable[int]) -> dict[tuple[int, int], Ruling]:
    rows = db.session.scalars(
        select(Ruling)
        .join(Ruling.candidacy)
        .join(Candidacy.application)
        .where(Application.call_id == call.id, Ruling.reviewer_id.in_(people))
        .execution_options(populate_existing=True)
    )
    return {(one.reviewer_id, one.candidacy_id): one for one in rows}
