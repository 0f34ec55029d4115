"""What administrators do: invite staff, give roles, close accounts."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm.attributes import flag_modified

from otameshi import history
from otameshi.accounts import closing, links, rules
from otameshi.accounts.actions import with_address
from otameshi.accounts.models import MailLink
from otameshi.accounts.rules import Group, Purpose
from otameshi.core.roles import STAFF, Role
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.people import HeldRole, Person, end_sessions


def people(group: Group, search: str = "") -> Select[Person]:
    """Select the accounts of a group by name, with those whose name or address has `search`."""
    staff = Person.held.any(HeldRole.role.in_(STAFF))
    where = {
        Group.STAFF: (staff, Person.closed_at.is_(None)),
        Group.APPLICANTS: (~staff, Person.closed_at.is_(None)),
        Group.CLOSED: (Person.closed_at.is_not(None),),
    }[group]
    account = ~Person.held.any(HeldRole.role == Role.VISITOR)  # a guest has none
    found = select(Person).where(account, *where).order_by(Person.name, Person.id)
    if not search:
        return found
    parts = (Person.name, Person.email, Person.organisation)
    return found.where(or_(*(part.icontains(search, autoescape=True) for part in parts)))


def invitations() -> Select[MailLink]:
    """Select the invitations that nobody has taken up, also those whose time is over."""
    invited = MailLink.purpose == Purpose.INVITE, MailLink.used_at.is_(None)
    return select(MailLink).where(*invited).order_by(MailLink.id.desc())


def invite(
    email: str,
    name: str,
    organisation: str,
    roles: Collection[Role],
    *,
    by: Person | None,
    at: datetime,
) -> tuple[MailLink, str]:
    """Make an invitation and return it with its token. Refuses an address that has an account."""
    rules.check_staff_roles(roles)
    if with_address(email) is not None:
        raise Refused(
            "このメールアドレスはすでに登録されています。職員の場合は一覧から権限を変更してください。"
            "応募者として登録した人を招待するには、別のメールアドレスが必要です。"
        )
    links.cancel_others(email, None, at)
    link, token = links.make(
        Purpose.INVITE,
        email,
        at,
        name=name,
        organisation=organisation,
        roles=sorted(roles),
    )
    history.record(
        link, "invited", "職員・選考委員の招待", by=by, at=at, email=email, roles=sorted(roles)
    )
    return link, token


def write_invitation(link: MailLink, token: str, at: datetime) -> None:
    post.write(
        "invite",
        to=link.email,
        at=at,
        confidential=True,
        token=token,
        name=link.name,
        roles=link.role_labels,
    )


def invite_again(link_id: int, by: Person, at: datetime) -> MailLink:
    """Send a new link in place of one that was lost or not used in time."""
    old = locked(MailLink, link_id)
    if not old.invited or old.used_at is not None:
        raise Refused("この招待はすでに使われたか、取り消されています。")
    link, token = invite(old.email, old.name, old.organisation, old.role_set, by=by, at=at)
    write_invitation(link, token, at)
    return link


def withdraw_invitation(link_id: int, by: Person, at: datetime) -> None:
    link = locked(MailLink, link_id)
    if not link.invited:
        raise Refused("この招待はすでに使われたか、取り消されています。")
    links.use(link, Purpose.INVITE, at)
    history.record(link, "withdrawn", "招待の取消し", by=by, at=at, email=link.email)


def change_roles(
    person_id: int, roles: Collection[Role], by: Person, at: datetime, version: int | None
) -> Person:
    """Give a member of staff exactly these roles; takes effect at their next click."""
    rules.check_staff_roles(roles)
    person = locked(Person, person_id)
    unchanged(person, version)
    if not person.is_staff:
        raise Refused("応募者の登録には、職員の権限を付けられません。")
    before = sorted(person.roles)
    if Role.ADMIN in person.roles and Role.ADMIN not in roles:
        _keep_an_administrator(person, by)
    person.held = [one for one in person.held if one.role in roles]
    for role in sorted(roles):
        person.give(role)
    flag_modified(person, "email")  # roles are rows of their own: the version must move as well
    history.record(
        person, "roles_changed", "権限の変更", by=by, at=at, before=before, after=sorted(roles)
    )
    return person


def _keep_an_administrator(person: Person, by: Person) -> None:
    """Refuse to lose the last administrator, or oneself."""
    if person.id == by.id:
        raise Refused("自分の管理者権限は外せません。別の管理者に依頼してください。")
    # All their rows, in one order: of two administrators who remove each other, one waits.
    held = select(HeldRole).where(HeldRole.role == Role.ADMIN).order_by(HeldRole.id)
    admins = db.session.scalars(held.with_for_update(of=HeldRole)).all()
    if not any(one.person_id != person.id and one.person.closed_at is None for one in admins):
        raise Refused("最後の管理者の権限は外せません。先に別の人を管理者にしてください。")


def close(person_id: int, by: Person, at: datetime, note: str = "") -> Person:
    """Close an account: nobody can sign in to it, and open sessions end. Its records stay."""
    person = locked(Person, person_id)
    if person.closed_at is not None:
        raise Refused("この登録はすでに閉じられています。")
    if person.id == by.id:
        raise Refused("自分の登録は閉じられません。別の管理者に依頼してください。")
    if Role.ADMIN in person.roles:
        _keep_an_administrator(person, by)
    closing.must_be_free(person, at)
    person.closed_at = at
    end_sessions(person, at)
    links.cancel_others(person.email, person, at)
    history.record(person, "closed", "登録を閉じる", by=by, at=at, note=note)
    return person


def reopen(person_id: int, by: Person, at: datetime) -> Person:
    person = locked(Person, person_id)
    if person.closed_at is None:
        raise Refused("この登録は閉じられていません。")
    person.closed_at = None
    history.record(person, "reopened", "登録の再開", by=by, at=at)
    return person


def sign_out_everywhere(person_id: int, by: Person, at: datetime) -> Person:
    person = locked(Person, person_id)
    end_sessions(person, at)
    history.record(person, "signed_out", "すべての端末のログアウト", by=by, at=at)
    return person
