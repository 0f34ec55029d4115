"""The reviewers of a call: two have accepted, one of whom declared a tie; one is still invited."""

from datetime import datetime, timedelta

from otameshi.core.clock import day_in_japan
from otameshi.people import Person
from otameshi.programme.models import Call, Host
from otameshi.selection.panel import actions as panel
from otameshi.selection.panel.actions import secrecy
from otameshi.selection.panel.rules import SECRECY, TieKind

YEAR = timedelta(days=365)
REVIEWERS = ("senkou", "senkou2")
THIRD = ("市町村　委", "iin3@example.jp")
# One of the second call: a candidate whom only one of the two may judge.
DECLARED = {TieKind.COMPANY: ["標本ウェブ"], TieKind.PERSON: [], TieKind.TOWN: []}


def seat(call: Call, people: dict[str, Person], at: datetime) -> None:
    """Seat both reviewers of the demonstration, who consent to the year's 守秘義務."""
    officer, today = people["tantou"], day_in_japan(at)
    text = secrecy.latest(call.year) or secrecy.publish(call.year, SECRECY, officer, at)
    for mailbox in REVIEWERS:
        one = people[mailbox]
        terms = panel.Terms(today, today + YEAR, one.organisation)
        invited = panel.invite(call, one.name, one.email, terms, officer, at)
        declared = DECLARED if mailbox == "senkou2" else {}
        answer = panel.Answer(consented=True, secrecy_id=text.id, declared=declared)
        panel.accept(invited.seat, answer, one, at)


def invite_another(call: Call, town: Host, officer: Person, at: datetime) -> None:
    """Invite somebody of a municipality who has no account yet, and takes 20 sheets at most."""
    today = day_in_japan(at)
    name, email = THIRD
    terms = panel.Terms(
        today, today + YEAR, town.name, municipality_id=town.municipality_id, capacity=20
    )
    panel.invite(call, name, email, terms, officer, at)
