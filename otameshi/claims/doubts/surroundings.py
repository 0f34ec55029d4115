"""What stands around the expenses: papers that the rules ask for, the stay log, the base."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import select

from otameshi.claims.doubts.facts import Around, Log, Threshold
from otameshi.claims.models import Claim
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.participation.models import Participant, Participation
from otameshi.participation.stay.models import StayDay
from otameshi.programme import actions as programme
from otameshi.programme.models import Host, Municipality
from otameshi.subsidy.rules import Evidence

MORE_PAPERS = "見積書など"


def around(claims: Sequence[Claim]) -> Around:
    """Return what is known beside the expenses of these claims."""
    grants = {claim.grant.participation_id: claim.grant for claim in claims}
    return Around(
        thresholds={key: tuple(_thresholds(grant)) for key, grant in grants.items()},
        log=_log(set(grants)),
        bases=_bases(set(grants)),
    )


def _log(groups: Collection[int]) -> Log:
    found: defaultdict[tuple[int, str], dict[date, bool]] = defaultdict(dict)
    days = (
        select(Participant.participation_id, Participant.name, StayDay.on, StayDay.present)
        .join(Participant, Participant.id == StayDay.participant_id)
        .where(Participant.participation_id.in_(groups))
    )
    for group, name, on, present in db.session.execute(days):
        found[group, name][on] = present
    return found


def _bases(groups: Collection[int]) -> dict[int, str]:
    towns = (
        select(Participation.id, Municipality.name)
        .join(Host, Host.id == Participation.host_id)
        .join(Municipality, Municipality.id == Host.municipality_id)
        .where(Participation.id.in_(groups))
    )
    return {int(group): str(name) for group, name in db.session.execute(towns)}


def _thresholds(grant: Grant) -> Iterator[Threshold]:
    """Yield the amounts from which on the year or the frozen rules ask for more papers."""
    least = grant.participation.year.grant_plan.split_threshold
    if least:
        yield Threshold(least=least, papers=MORE_PAPERS)
    if grant.rulebook is None:
        return
    book = programme.parsed(grant.rulebook.text)
    labels = {paper.key: paper.label for paper in book.papers}
    for rule in book.rules:
        if isinstance(rule, Evidence) and rule.least > 0:
            yield Threshold(
                least=rule.least,
                papers="・".join(labels[key] for key in rule.needs),
                kinds=rule.kinds,
                sub_kinds=rule.sub_kinds,
                needs=rule.needs,
                any_of=rule.any_of,
            )
