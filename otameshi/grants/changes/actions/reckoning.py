"""What a grant promises, and what a request leads to by the grant's own rules."""

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.grants import reckoning
from otameshi.grants.actions.reading import rulebook_of
from otameshi.grants.changes.minor import Terms
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import ENDING
from otameshi.grants.models import Grant
from otameshi.grants.reckoning import PlanFact, Prospect


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


def may_start_early(grant: Grant) -> bool:
    """Say whether 事前着手 can be approved: the year allows it, and its rules give way to it."""
    allowed = grant.participation.year.grant_plan.early_start
    return allowed and reckoning.gives_way_to_early_start(rulebook_of(grant))


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
