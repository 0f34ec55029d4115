"""Closing an account: what must be finished first is said by those who know of it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, or_

from otameshi import history
from otameshi.accounts import links
from otameshi.accounts.models import MailLink, SignInTry
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.documents import post
from otameshi.documents.post import Letter
from otameshi.people import Person, SignIn, end_sessions

Check = Callable[[Person, datetime], Sequence[str]]

# Accounts come before all stages, and may not ask them: the desk, which knows all, adds its check.
checks: list[Check] = []

FORGOTTEN = "（閉じた登録）"


def must_be_free(person: Person, at: datetime) -> None:
    """Refuse while something is open, and name each thing to finish first."""
    found = [text for check in checks for text in check(person, at)]
    if found:
        listed = "".join(f"・{text}" for text in found)
        raise Refused(f"次のことが済んでから、登録を閉じられます。{listed}")


def leave(person: Person, at: datetime, *, forget: bool) -> None:
    """Close a person's own account; with `forget`, nothing is left that names the person."""
    email, name = person.email, person.name
    person.closed_at, person.password_hash = at, None
    end_sessions(person, at)
    links.cancel_others(email, person, at)
    if forget:
        _forget(person, email)
    history.record(person, "left", "本人が登録を閉じた", by=person, at=at)
    post.write("account_closed", to=email if forget else person, at=at, name=name)


def _forget(person: Person, email: str) -> None:
    """Remove name, address and all that was written to it; the row stays for the history."""
    for kind, mine in (
        (Letter, or_(Letter.person_id == person.id, Letter.to == email)),
        (MailLink, or_(MailLink.person_id == person.id, MailLink.email == email)),
        (SignInTry, SignInTry.email == email),
        (SignIn, SignIn.person_id == person.id),
    ):
        db.session.execute(delete(kind).where(mine).execution_options(synchronize_session=False))
    person.name, person.organisation = FORGOTTEN, ""
    person.email = f"closed-{person.id}@otameshi.invalid"
