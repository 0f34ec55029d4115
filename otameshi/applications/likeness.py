"""Other applications that look as if they were from the same people: hints, never an accusation."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from otameshi.applications.models import Application, Member, group_title
from otameshi.applications.rules import State
from otameshi.core.labels import Labelled
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import Call, ProgrammeYear

MOST = 30  # applications shown
SHORTEST_PHONE = 9  # digits: fewer is no whole number


class Sign(Labelled):
    """What two applications have in common."""

    ACCOUNT = "account", "応募したアカウント"
    MAIL = "mail", "メールアドレス"
    COMPANY = "company", "法人番号"
    PHONE = "phone", "電話番号"
    PERSON = "person", "フリガナと生年月日"
    KANA = "kana", "フリガナ"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an application in a later stage, and where it is read."""

    label: str
    endpoint: str
    values: Mapping[str, int]


Outcomes = Callable[[Collection[int]], Mapping[int, Outcome]]
# Later stages say here what became of an application; this stage may not know them.
OUTCOMES: list[Outcomes] = []


@dataclass(frozen=True, slots=True)
class Alike:
    """Another application, what it has in common with this one, and what became of it."""

    id: int
    number: str
    title: str
    fiscal_year: int
    call: str
    state: State
    signs: tuple[Sign, ...]
    same_call: bool
    outcome: Outcome | None


def alike(application: Application) -> Sequence[Alike]:
    """Return other applications with the same keys, the latest first, in two statements or less."""
    found: dict[int, tuple[Any, list[Sign]]] = {}
    for row in db.session.execute(_matches(application)):
        found.setdefault(row.id, (row, []))[1].append(Sign(row.sign))
    outcomes = {key: told for of in OUTCOMES if found for key, told in of(found).items()}
    return [
        Alike(
            id=row.id,
            number=row.number,
            title=group_title(row.kind, row.trade_name, row.first),
            fiscal_year=row.fiscal_year,
            call=row.title,
            state=row.state,
            signs=_told(signs),
            same_call=row.call_id == application.call_id,
            outcome=outcomes.get(row.id),
        )
        for row, signs in found.values()
    ]


def _told(signs: Collection[Sign]) -> tuple[Sign, ...]:
    """Leave out what says less of the same: the name alone beside name and birth date."""
    told = set(signs)
    if Sign.PERSON in told:
        told.discard(Sign.KANA)
    if Sign.ACCOUNT in told:
        told.discard(Sign.MAIL)
    return tuple(sign for sign in Sign if sign in told)


def _matches(application: Application) -> Select[*tuple[Any, ...]]:
    signs = union_all(*_signs(application)).subquery()
    return (
        select(
            Application.id,
            Application.number,
            Application.kind,
            Application.trade_name,
            Application.state,
            Application.call_id,
            Call.title,
            ProgrammeYear.fiscal_year,
            func.coalesce(Member.name, "").label("first"),
            signs.c.sign,
        )
        .join(signs, signs.c.id == Application.id)
        .join(Call, Call.id == Application.call_id)
        .join(ProgrammeYear, ProgrammeYear.id == Call.year_id)
        .outerjoin(Member, (Member.application_id == Application.id) & (Member.position == 1))
        .where(Application.id != application.id, Application.number.is_not(None))
        .order_by(ProgrammeYear.fiscal_year.desc(), Application.id.desc())
        .distinct()
        .limit(MOST * len(Sign))
    )


def _signs(one: Application) -> list[Select[*tuple[Any, ...]]]:
    """Ask each index for what it knows; a key that is empty asks nothing."""
    phones = [each.phone_key for each in one.members if len(each.phone_key) >= SHORTEST_PHONE]
    people = [each for each in one.members if each.kana_key]
    asked: list[Select[*tuple[Any, ...]]] = [
        _of(Sign.ACCOUNT).where(Application.applicant_id == one.applicant_id),
        _of(Sign.MAIL)
        .join(Person, Person.id == Application.applicant_id)
        .where(Person.email_key == one.applicant.email_key),
    ]
    if one.corporate_number:
        asked.append(_of(Sign.COMPANY).where(Application.corporate_number == one.corporate_number))
    if phones:
        asked.append(_of_member(Sign.PHONE).where(Member.phone_key.in_(phones)))
    if people:
        kana = [each.kana_key for each in people]
        asked.append(_of_member(Sign.KANA).where(Member.kana_key.in_(kana)))
    asked += [
        _of_member(Sign.PERSON).where(
            Member.kana_key == each.kana_key, Member.birth_date == each.birth_date
        )
        for each in people
        if each.birth_date
    ]
    return asked


def _of(sign: Sign) -> Select[*tuple[Any, ...]]:
    return select(Application.id.label("id"), literal(sign.value).label("sign"))


def _of_member(sign: Sign) -> Select[*tuple[Any, ...]]:
    return select(Member.application_id.label("id"), literal(sign.value).label("sign"))
