"""What people do to their own account: join, come in, and change what it holds."""

from datetime import datetime

from sqlalchemy import func, select

from otameshi import history
from otameshi.accounts import links, passwords, rules
from otameshi.accounts.models import MailLink, SignInTry
from otameshi.accounts.rules import Purpose
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.people import Person, SignIn, end_sessions


def with_address(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email))


def ask_to_join(email: str, at: datetime) -> None:
    """Write to an address that wants an account. Only the letter knows whether it has one."""
    if links.crowded(email, ("sign_up", "known_address"), at):
        return
    if (known := with_address(email)) is not None and known.verified_at is not None:
        post.write("known_address", to=known, at=at, purpose=Purpose.SIGN_UP.label)
        return
    _, token = links.make(Purpose.SIGN_UP, email, at)
    post.write("sign_up", to=email, at=at, confidential=True, token=token)


def join(link: MailLink, name: str, password: str, at: datetime) -> Person:
    """Make the account that a sign-up link or an invitation promises."""
    rules.check_password(password, [name, link.email])
    links.use(link, link.purpose, at)
    person = with_address(link.email) or Person(email=link.email, organisation=link.organisation)
    if person.verified_at is not None:
        raise Refused("このメールアドレスはすでに登録されています。ログインしてください。")
    # What the office entered for an address is waiting for whoever proves that it is theirs.
    person.name, person.password_hash, person.verified_at = name, passwords.hashed(password), at
    roles = sorted(link.role_set) if link.purpose is Purpose.INVITE else [Role.APPLICANT]
    for role in roles:
        person.give(role)
    db.session.add(person)
    links.cancel_others(link.email, None, at)
    history.record(
        person, "joined", "利用登録", by=person, at=at, roles=roles, invited=link.invited
    )
    history.record(person, "verified", "メールアドレスの確認", by=person, at=at)
    return person


def sign_in(email: str, password: str, address: str, at: datetime) -> Person | None:
    """Return who this is, or None; every try is counted. Refuses after too many failures."""
    person = with_address(email)
    if person is not None:
        person = locked(Person, person.id)  # of many guesses at once, each sees the one before
    rules.check_tries(*_failures(email, address, at))
    stored = person.password_hash if person is not None and person.is_active else None
    right = passwords.matches(stored, password)
    db.session.add(SignInTry(email=email, address=address, at=at, succeeded=right))
    if person is None or stored is None or not right:
        return None
    if passwords.outdated(stored):
        person.password_hash = passwords.hashed(password)
    return person


def _failures(email: str, address: str, at: datetime) -> tuple[int, int, int]:
    """Count the failures lately on the account, lately from the address, and on end."""
    tries = select(func.count()).select_from(SignInTry).where(~SignInTry.succeeded)
    lately = SignInTry.at > at - rules.WINDOW
    last_success = (
        select(func.max(SignInTry.id))
        .where(SignInTry.email == email, SignInTry.succeeded)
        .scalar_subquery()
    )
    on_end = tries.where(SignInTry.email == email, SignInTry.id > func.coalesce(last_success, 0))
    from_address = tries.where(SignInTry.address == address)
    counts = (on_end.where(lately), from_address.where(lately), on_end)
    account, there, in_a_row = (db.session.scalar(one) or 0 for one in counts)
    return account, there, in_a_row


def forgive(person: Person, address: str, at: datetime) -> None:
    """Start the count of failures anew, as after a password set by a mail link."""
    db.session.add(SignInTry(email=person.email, address=address, at=at, succeeded=True))


def forget_password(email: str, at: datetime) -> None:
    """Write a link to whoever has this address; to nobody, if nobody has."""
    person = with_address(email)
    if person is None or not person.is_active or links.crowded(email, ("reset",), at):
        return
    _, token = links.make(Purpose.RESET, email, at, person=person)
    post.write("reset", to=person, at=at, confidential=True, token=token)


def reset_password(link: MailLink, password: str, address: str, at: datetime) -> Person:
    """Set the password by a link; every session ends, and the count of failures too."""
    links.use(link, Purpose.RESET, at)
    person = link.person
    if person is None or not person.is_active:
        raise Refused("このリンクは使えません。")
    forgive(person, address, at)
    _set_password(person, password, at, by_link=True)
    return person


def confirm(person: Person, password: str, address: str, at: datetime) -> bool:
    """Ask once more for the password before a change that could cost the account."""
    return sign_in(person.email, password, address, at) is person


def change_password(person: Person, new: str, at: datetime) -> None:
    """Set another password; every session ends, so the page begins a new one."""
    _set_password(person, new, at, by_link=False)


def _set_password(person: Person, password: str, at: datetime, *, by_link: bool) -> None:
    rules.check_password(password, [person.name, person.email])
    person.password_hash = passwords.hashed(password)
    end_sessions(person, at)
    links.cancel_others(person.email, person, at)
    history.record(
        person, "password_changed", "パスワードの変更", by=person, at=at, by_link=by_link
    )
    post.write("password_changed", to=person, at=at)


def rename(person: Person, name: str, at: datetime) -> None:
    before, person.name = person.name, name
    history.record(person, "renamed", "氏名の変更", by=person, at=at, before=before, after=name)


def ask_for_address(person: Person, email: str, at: datetime) -> None:
    """Write to the new address. Like sign-up, the page never tells whether somebody has it."""
    if email == person.email:
        raise Refused("今のメールアドレスと同じです。")
    if links.crowded(email, ("new_address", "known_address"), at):
        return
    if (other := with_address(email)) is not None:
        post.write("known_address", to=other, at=at, purpose=Purpose.NEW_ADDRESS.label)
        return
    _, token = links.make(Purpose.NEW_ADDRESS, email, at, person=person)
    post.write("new_address", to=email, at=at, confidential=True, token=token, name=person.name)
    history.record(
        person, "address_asked", "メールアドレス変更の申込み", by=person, at=at, after=email
    )


def take_address(link: MailLink, at: datetime) -> Person:
    """Change the address that the link proved, and tell the old one."""
    links.use(link, Purpose.NEW_ADDRESS, at)
    person = link.person
    if person is None or not person.is_active or with_address(link.email) is not None:
        raise Refused("このリンクは使えません。")
    before = person.email
    post.write("address_changed", to=before, at=at, name=person.name)
    person.email = link.email
    links.cancel_others(before, person, at)
    history.record(
        person,
        "address_changed",
        "メールアドレスの変更",
        by=person,
        at=at,
        before=before,
        after=link.email,
    )
    return person


def sessions(person: Person, since: datetime) -> list[SignIn]:
    """Return where a person is signed in, newest first; what began before `since` has expired."""
    open_ones = SignIn.ended_at.is_(None), SignIn.at > since
    mine = select(SignIn).where(SignIn.person_id == person.id, *open_ones)
    return list(db.session.scalars(mine.order_by(SignIn.id.desc())))


def end_session(person: Person, session_id: int, at: datetime) -> None:
    mine = SignIn.id == session_id, SignIn.person_id == person.id
    found = db.session.scalar(select(SignIn).where(*mine, SignIn.ended_at.is_(None)))
    if found is None:
        raise Refused("このログインはすでに終わっています。")
    found.ended_at = at
