"""A seat from the invitation to its end: invited, accepted with the secrecy, declined, resigned."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from otameshi import history
from otameshi.accounts import actions as accounts
from otameshi.accounts import staff
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Move, Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.people import Person, digest, new_token
from otameshi.programme.models import Call
from otameshi.selection.panel.actions import secrecy, ties
from otameshi.selection.panel.models import Seat
from otameshi.selection.panel.rules import (
    LIFETIME,
    LIVING,
    SEAT,
    SeatState,
    TieKind,
    must_be_a_term,
    must_be_consented,
    must_be_invited,
)

USED = (
    "このリンクはもう使えません。招待の手続きが済んだか、取り消されたか、期限が過ぎています。"
    "必要なときは、担当にもう一度送るよう伝えてください。"
)
INVITED = "panel_invited"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an officer sets of a seat; each can be changed while the seat lives."""

    term_from: date
    term_to: date
    organisation: str = ""
    address: str = ""
    municipality_id: int | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """A seat offered just now. The token stands in the letter and nowhere else."""

    seat: Seat
    token: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes with an acceptance: the consent to the text shown, and what is declared."""

    consented: bool
    secrecy_id: int | None
    declared: dict[TieKind, list[str]] = field(default_factory=dict)


def invite(call: Call, name: str, email: str, terms: Terms, by: Person, at: datetime) -> Invited:
    """Offer a seat on the panel of a call, by a letter with a personal link."""
    move = SEAT.choose("invite", by.roles, SeatState.NEW)
    call = locked(Call, call.id)
    must_be_a_term(terms.term_from, terms.term_to, day_in_japan(at))
    if secrecy.latest(call.year) is None:
        raise Refused("守秘義務の文を先に登録してください。招待した人が、読んで同意します。")
    person = accounts.with_address(email)
    if person is not None and not (person.has(Role.REVIEWER) and person.is_active):
        raise Refused(
            "このメールアドレスは、選考委員ではない人の登録に使われています。"
            "別のアドレスを使うか、職員であれば、管理者に選考委員の権限を付けてもらってください。"
        )
    token = new_token()
    seat = Seat(
        call=call,
        person=person,
        name=name,
        email=email,
        state=move.target,
        token_hash=digest(token),
        invited_at=at,
        expires_at=at + LIFETIME,
    )
    _must_be_alone(call, seat.email_key)
    _set(seat, terms)
    db.session.add(seat)
    history.record(seat, move.name, move.label, by=by, at=at, email=email, terms=_told(terms))
    _write(seat, token, at)
    return Invited(seat, token)


def _must_be_alone(call: Call, email_key: str) -> None:
    known = select(Seat.id).where(
        Seat.call_id == call.id, Seat.email_key == email_key, Seat.state.in_(LIVING)
    )
    with db.session.no_autoflush:
        if db.session.scalar(known) is not None:
            raise Refused("この人は、この募集回にすでに招待中か、承諾済みです。")


def _set(seat: Seat, terms: Terms) -> None:
    for name in Terms.__slots__:
        setattr(seat, name, getattr(terms, name))


def _told(terms: Terms) -> str:
    most = f"、多くて{terms.capacity}枚" if terms.capacity else ""
    return f"任期 {terms.term_from}から{terms.term_to}まで{most}"


def _write(seat: Seat, token: str, at: datetime) -> None:
    post.write(
        INVITED,
        to=seat.email,
        at=at,
        confidential=True,
        token=token,
        seat=seat,
        call=seat.call,
        year=seat.call.year,
        until=day_in_japan(seat.expires_at),
    )


def change(seat: Seat, terms: Terms, by: Person, at: datetime, version: int | None = None) -> None:
    """Set the term, the most sheets, the municipality and the rest of a living seat anew."""
    seat = locked(Seat, seat.id)
    unchanged(seat, version)
    if seat.state not in LIVING:
        raise Refused("終わった委嘱は変更できません。")
    must_be_a_term(terms.term_from, terms.term_to, day_in_japan(at))
    _set(seat, terms)
    history.record(seat, "change", "委嘱の内容を変える", by=by, at=at, terms=_told(terms))


def again(seat: Seat, by: Person, at: datetime, version: int | None = None) -> Invited:
    """Send an invitation once more; the link of the letter before is dead."""
    seat, move = _moved(seat, "again", by, version=version)
    token = new_token()
    seat.token_hash, seat.invited_at, seat.expires_at = digest(token), at, at + LIFETIME
    history.record(seat, move.name, move.label, by=by, at=at)
    _write(seat, token, at)
    return Invited(seat, token)


def withdraw(seat: Seat, by: Person, at: datetime, note: str, version: int | None = None) -> None:
    """Take an invitation back, with a letter that says so."""
    seat, move = _moved(seat, "withdraw", by, note, version)
    _end(seat, move, by, at, note)
    post.write("panel_withdrawn", to=seat.email, at=at, seat=seat, year=seat.call.year)


def open_to(token: str, at: datetime) -> Seat | None:
    """Return the seat that a link offers now; used, ended, expired and unknown give None."""
    found = db.session.scalar(select(Seat).where(Seat.token_hash == digest(token)))
    if found is None or found.state is not SeatState.INVITED or at >= found.expires_at:
        return None
    return found


def known(token: str) -> bool:
    """Whether a link was ever given out: one that is used up is told from one that never was."""
    return db.session.scalar(select(Seat.id).where(Seat.token_hash == digest(token))) is not None


def join(seat: Seat, name: str, password: str, at: datetime) -> Person:
    """Make the account of a reviewer who has none: the personal link proves the address."""
    seat = locked(Seat, seat.id)
    if accounts.with_address(seat.email) is not None:
        raise Refused("このメールアドレスはすでに登録されています。ログインして承諾してください。")
    roles = [Role.REVIEWER]
    link, _ = staff.invite(seat.email, name, seat.organisation, roles, by=None, at=at)
    person = accounts.join(link, name, password, at)
    seat.person = person
    return person


def accept(
    seat: Seat, answer: Answer, by: Person, at: datetime, version: int | None = None
) -> Seat:
    """Take a seat: consent to the secrecy as it was shown, and declare what is near."""
    seat, move = _moved(seat, "accept", by, version=version)
    must_be_invited(mine=seat.email_key == by.email_key or seat.person_id == by.id)
    must_be_consented(consented=answer.consented)
    text = secrecy.must_be_latest(seat.call.year, answer.secrecy_id)
    seat.person, seat.secrecy, seat.consented_at = by, text, at
    seat.state, seat.settled_at = move.target, at
    ties.add(seat, answer.declared, at)
    history.record(
        seat, move.name, move.label, by=by, at=at, secrecy=text.number, declared=len(seat.ties)
    )
    _tell_office("panel_accepted_office", seat, at)
    return seat


def decline(seat: Seat, by: Person | None, at: datetime, note: str = "") -> None:
    """Give an invitation back; whoever holds the link needs no account for that."""
    seat = locked(Seat, seat.id)
    move = SEAT.choose("decline", {Role.REVIEWER}, seat.state)
    _end(seat, move, by, at, note)
    _tell_office("panel_declined_office", seat, at)


def resign(seat: Seat, by: Person, at: datetime, note: str, version: int | None = None) -> None:
    """Leave the panel during the term; open sheets wait until an officer hands them on."""
    seat, move = _moved(seat, "resign", by, note, version)
    if seat.person_id != by.id:
        raise Refused("ほかの選考委員の委嘱です。")
    _end(seat, move, by, at, note)
    _tell_office("panel_resigned_office", seat, at)


def consent_again(seat: Seat, answer: Answer, by: Person, at: datetime) -> None:
    """Consent to a version of the secrecy that was published after the acceptance."""
    seat = locked(Seat, seat.id)
    if seat.state is not SeatState.ACCEPTED or seat.person_id != by.id:
        raise Refused("承諾した本人だけが同意できます。")
    must_be_consented(consented=answer.consented)
    text = secrecy.must_be_latest(seat.call.year, answer.secrecy_id)
    seat.secrecy, seat.consented_at = text, at
    label = "新しい守秘義務の文に同意する"
    history.record(seat, "consent", label, by=by, at=at, secrecy=text.number)


def _moved(
    seat: Seat, name: str, by: Person, note: str = "", version: int | None = None
) -> tuple[Seat, Move[SeatState]]:
    seat = locked(Seat, seat.id)
    unchanged(seat, version)
    return seat, SEAT.choose(name, by.roles, seat.state, note)


def _end(seat: Seat, move: Move[SeatState], by: Person | None, at: datetime, note: str) -> None:
    seat.state, seat.settled_at, seat.note = move.target, at, note
    history.record(seat, move.name, move.label, by=by, at=at, note=note)


def _tell_office(kind: str, seat: Seat, at: datetime) -> None:
    year = seat.call.year
    post.write(kind, to=year.email, at=at, seat=seat, call=seat.call, year=year)
