"""The claims of a past 年度 once more, as facts for a rulebook that is being prepared."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.claims import judging
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.rules import State
from otameshi.claims.seeing import frozen
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.programme.models import ProgrammeYear, RulebookVersion
from otameshi.subsidy import Facts

REPORTED = tuple(state for state in State if state is not State.DRAFT)


def years() -> Sequence[tuple[int, int]]:
    """Return (年度, 組) of each year in which costs were reported, latest first."""
    groups = func.count(Grant.id.distinct())
    found = db.session.execute(
        select(ProgrammeYear.fiscal_year, groups)
        .select_from(Claim)
        .join(Claim.grant)
        .join(Grant.participation)
        .join(Participation.year)
        .where(Claim.state.in_(REPORTED))
        .group_by(ProgrammeYear.fiscal_year)
        .order_by(ProgrammeYear.fiscal_year.desc())
    )
    return [(int(year), int(count)) for year, count in found]


def versions() -> Sequence[RulebookVersion]:
    """Return every registered version of the rules, the latest year and version first."""
    return db.session.scalars(
        select(RulebookVersion)
        .join(RulebookVersion.year)
        .options(joinedload(RulebookVersion.year))
        .order_by(ProgrammeYear.fiscal_year.desc(), RulebookVersion.number.desc())
    ).all()


def claims_of(fiscal_year: int) -> Iterator[tuple[str, Facts]]:
    """Yield each 組 with all that it reported in its year, in full, over all its rounds."""
    found = db.session.scalars(
        select(Claim)
        .join(Claim.grant)
        .join(Grant.participation)
        .join(Participation.year)
        .where(Claim.state.in_(REPORTED), ProgrammeYear.fiscal_year == fiscal_year)
        .options(
            joinedload(Claim.grant).joinedload(Grant.participation).joinedload(Participation.year),
            joinedload(Claim.grant).joinedload(Grant.rulebook),
            selectinload(Claim.lines).selectinload(ClaimLine.receipts),
        )
        .order_by(Claim.grant_id, Claim.round)
    ).unique()
    groups: dict[int, list[Claim]] = {}
    for claim in found:
        groups.setdefault(claim.grant_id, []).append(claim)
    for rounds in groups.values():
        grant = rounds[0].grant
        lines = [line.expense for claim in rounds for line in claim.lines]
        yield grant.participation.title, judging.replayed(frozen(grant, Yen(0)), lines)
