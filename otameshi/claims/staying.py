"""What a claim takes from the stay log, and which days of the log its report has used."""

from sqlalchemy import select

from otameshi.claims.models import Claim
from otameshi.claims.rules import EDITABLE
from otameshi.core.clock import day_in_japan
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.participation.stay.actions import SEALS
from otameshi.participation.stay.reading import facts
from otameshi.participation.stay.rules import Seal
from otameshi.programme import actions as programme
from otameshi.subsidy import Day, Rulebook
from otameshi.subsidy.rules import Blackout, Cap, Presence, Rate
from otameshi.subsidy.words import Measure, Span

BY_STAY = frozenset({Measure.NIGHTS, Measure.DAYS})


def stay_of(group: Participation, rulebook: Rulebook) -> tuple[Day, ...]:
    """Return the log of a group for its rules; where none looks at it, nothing is read."""
    return facts(group) if looks_at_stay(rulebook) else ()


def looks_at_stay(rulebook: Rulebook) -> bool:
    return any(
        isinstance(rule, Presence)
        or (isinstance(rule, Blackout) and rule.of is Span.STAY)
        or (isinstance(rule, Cap | Rate) and rule.by in BY_STAY)
        for rule in rulebook.rules
    )


def seal(group: Participation) -> Seal | None:
    """Say up to which day a log is fixed, because an amount rests on it."""
    claims = db.session.scalars(
        select(Claim)
        .join(Claim.grant)
        .where(Grant.participation_id == group.id, Claim.state.not_in(EDITABLE))
    ).all()
    book = claims[0].grant.rulebook if claims else None
    if book is None or not looks_at_stay(programme.parsed(book.text)):
        return None
    reported = [day_in_japan(one.submitted_at) for one in claims if one.submitted_at]
    settled = [one.settled_on for one in claims if one.settled_on]
    return Seal(max(reported, default=None), max(settled, default=None))


SEALS.append(seal)
