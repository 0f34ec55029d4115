"""Whose requests one sees, and what they lead to by the grant's own rules."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.core.roles import OFFICE
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.grants.actions.reading import decided_sum
from otameshi.grants.changes import minor
from otameshi.grants.changes.actions.reckoning import labels, terms_of
from otameshi.grants.changes.minor import Terms
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import ALTERING, OPEN, Kind, State
from otameshi.grants.models import Grant
from otameshi.grants.reckoning import Outlook
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear

WITH_GRANT = (
    joinedload(GrantChange.grant).joinedload(Grant.participation).joinedload(Participation.year),
)


def visible_to(person: Person) -> Select[GrantChange]:
    """Select the requests under the person's own grants; for the office, all."""
    query = (
        select(GrantChange)
        .join(GrantChange.grant)
        .join(Grant.participation)
        .options(*WITH_GRANT)
        .order_by(GrantChange.id.desc())
    )
    if person.has(*OFFICE):
        return query
    return query.where(Participation.representative_id == person.id)


def listed(
    person: Person, state: State | None, kind: Kind | None, fiscal_year: int | None
) -> Select[GrantChange]:
    """Select what a list with these filters shows."""
    query = visible_to(person)
    if state is not None:
        query = query.where(GrantChange.state == state)
    if kind is not None:
        query = query.where(GrantChange.kind == kind)
    if fiscal_year is not None:
        query = query.join(Participation.year).where(ProgrammeYear.fiscal_year == fiscal_year)
    return query


def under(grant: Grant) -> Select[GrantChange]:
    """Select every request under a grant, newest first."""
    return (
        select(GrantChange).where(GrantChange.grant_id == grant.id).order_by(GrantChange.id.desc())
    )


def open_under(grant: Grant, kinds: Collection[Kind]) -> list[GrantChange]:
    """Return the requests of these kinds that nobody has ended yet."""
    query = under(grant).where(GrantChange.kind.in_(kinds), GrantChange.state.in_(OPEN))
    return list(db.session.scalars(query))


def terms_on(grant: Grant, day: date) -> Terms:
    """Return what the grant promised on a day: what the next change after it began with."""
    later = (
        select(GrantChange)
        .where(
            GrantChange.grant_id == grant.id,
            GrantChange.kind.in_(ALTERING),
            GrantChange.state == State.APPROVED,
            GrantChange.decided_on > day,
        )
        .order_by(GrantChange.decided_on, GrantChange.id)
    )
    following = db.session.scalars(later.limit(1)).first()
    before = following.before if following else None
    return terms_of(grant) if before is None else before


def papers(change: GrantChange) -> Select[issue.IssuedPaper]:
    return issue.about(change)


def last_note(change: GrantChange) -> str:
    """Return why it was returned or refused last, or with what instructions it was accepted."""
    told = ("return", "refuse", "acknowledge")
    events = db.session.scalars(history.of(change).where(history.Event.act.in_(told))).unique()
    return next((one.note for one in reversed(events.all())), "")


def altered(change: GrantChange) -> bool:
    """Say whether the request, as it is kept, alters anything of what was decided."""
    before, after = change.before, change.after
    different = before is not None and after is not None and minor.alters(before, after)
    return change.alters_content or different


def why_approval(change: GrantChange) -> list[str]:
    """Say why a change of the plan needs an approval; an empty list is a 軽微な変更."""
    before, after = change.before, change.after
    if change.kind is not Kind.PLAN or before is None or after is None:
        return []
    wished = Terms(
        plan=after.plan,
        other_funds=after.other_funds,
        amount=before.amount if change.asked is None else change.asked,
        cap=after.cap,
        heads=after.heads,
        last_day=after.last_day,
    )
    return minor.why_approval(
        before,
        wished,
        change.grant.participation.year.grant_plan.minor_change_percent,
        labels(change.grant),
        content=change.alters_content,
    )


def outlook(change: GrantChange) -> Outlook | None:
    """Return what approving a rise of 交付決定額 would make of the year's budget."""
    before, after = change.before, change.after
    if change.state not in OPEN or before is None or after is None or after.amount <= before.amount:
        return None
    year = change.grant.participation.year
    return Outlook(year.budget, decided_sum(year), Yen(after.amount - before.amount))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison: what it was, what it becomes, by which share."""

    label: str
    before: Yen
    after: Yen
    share: str
    beyond: bool
    note: str = ""


def compared(change: GrantChange) -> list[Row]:
    """Lay the 経費の配分 before and after side by side, with each kind's share."""
    if change.kind not in ALTERING:
        return []
    percent = change.grant.participation.year.grant_plan.minor_change_percent
    words: Mapping[str, str] = labels(change.grant)
    return list(_rows(change, percent, words))


def _rows(change: GrantChange, percent: int, words: Mapping[str, str]) -> Iterator[Row]:
    for line in change.lines:
        if line.before or line.after:
            yield Row(
                label=words.get(line.kind, line.kind),
                before=line.before,
                after=line.after,
                share=minor.share_words(line.before, line.after),
                beyond=not minor.minor({line.kind: line.before}, {line.kind: line.after}, percent),
                note=line.note,
            )
