"""Whose requests one sees, and what they lead to by the grant's own rules."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.core.period import Period
from otameshi.core.roles import OFFICE
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.grants import reckoning
from otameshi.grants.actions.reading import decided_sum, rulebook_of
from otameshi.grants.changes import minor
from otameshi.grants.changes.minor import Terms
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import ALTERING, ENDING, OPEN, Kind, State
from otameshi.grants.models import Grant
from otameshi.grants.reckoning import Outlook, PlanFact, Prospect
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


def papers(change: GrantChange) -> Select[issue.IssuedPaper]:
    return issue.about(change)


def last_note(change: GrantChange) -> str:
    """Return why it was returned or refused last, or with what instructions it was accepted."""
    told = ("return", "refuse", "acknowledge")
    events = db.session.scalars(history.of(change).where(history.Event.act.in_(told))).unique()
    return next((one.note for one in reversed(events.all())), "")


def labels(grant: Grant) -> dict[str, str]:
    """Return the words for the grant's kinds of cost, in the order of its rules."""
    return {kind.key: kind.label for kind in rulebook_of(grant).kinds}


def plan_of(grant: Grant) -> dict[str, Yen]:
    """Sum the decided plan by kind of cost, in the order of the grant's rules."""
    sums: dict[str, Yen] = dict.fromkeys(labels(grant), Yen(0))
    for line in grant.plan:
        sums[line.kind] = Yen(sums.get(line.kind, 0) + line.amount)
    return sums


def terms_of(grant: Grant) -> Terms:
    """Return what the grant promises now."""
    if grant.amount is None or grant.heads is None or grant.last_day is None:
        message = f"grant {grant.id} is not decided"
        raise ValueError(message)
    return Terms(
        plan=plan_of(grant),
        other_funds=grant.other_funds,
        amount=grant.amount,
        cap=grant.cap,
        heads=grant.heads,
        last_day=grant.last_day,
    )


def span(grant: Grant) -> Period:
    """Return the days between which a change may lie: from the first that was decided."""
    group = grant.participation
    return Period(grant.first_day or group.first_day, group.last_day)


def staying(grant: Grant) -> int:
    """Return how many (名) of the group are left; once all have gone, those who were decided."""
    left = sum(one.left_on is None for one in grant.participation.people)
    return left or grant.heads or 0


def foreseen(change: GrantChange) -> Prospect:
    """Judge the new plan by the grant's frozen rules, for the heads and days it leads to."""
    grant = change.grant
    if grant.first_day is None or change.last_day_after is None:
        message = f"change {change.id} has no period"
        raise ValueError(message)
    return reckoning.prospect(
        rulebook_of(grant),
        [PlanFact(line.kind, line.after) for line in change.lines if line.after],
        heads=change.heads_after or 0,
        cohort_heads=grant.cohort_heads or 0,
        trial=Period(grant.first_day, change.last_day_after),
    )


def reckon(change: GrantChange) -> Prospect:
    """Work out what the request leads to, by the frozen rules and the members of today."""
    grant, ends = change.grant, change.kind in ENDING
    change.heads_after = grant.heads if ends else staying(grant)
    change.last_day_after = change.day or grant.last_day
    found = foreseen(change)
    limit = reckoning.most(found, _spent(change), change.other_funds_after)
    change.amount_after = reckoning.changed_amount(
        change.amount_before or Yen(0), change.asked, limit, ends=ends
    )
    change.cap_after = change.amount_after if found.cap is None else found.cap
    return found


def _spent(change: GrantChange) -> Yen:
    return Yen(sum(line.after for line in change.lines))


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
