"""The remarks on a claim as its group and the office see them, with what was said of each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.claims.doubts import gathering, rules, surroundings
from otameshi.claims.doubts.facts import Doubt, Item, Kind
from otameshi.claims.doubts.gathering import Sight
from otameshi.claims.doubts.models import DoubtLook, LineExplanation, ReceiptReading
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.rules import BEING_WEIGHED
from otameshi.db import db
from otameshi.grants.models import Grant

MOST_BESIDE = 5  # expenses beside the one that is looked at


@dataclass(frozen=True, slots=True)
class Remark:
    """A doubt with the expenses it rests on, and what the group and an officer said of it."""

    doubt: Doubt
    others: tuple[Item, ...]
    explanation: LineExplanation | None
    look: DoubtLook | None

    @property
    def kind(self) -> Kind:
        return self.doubt.kind

    @property
    def open(self) -> bool:
        """Whether no officer has looked at it as it stands now."""
        return self.look is None or not set(covers(self.doubt)) <= set(self.look.covers)


def covers(doubt: Doubt) -> list[str]:
    """Return what a look at a doubt is about: what it says, and the lines it rests on."""
    return [doubt.message, *map(str, doubt.evidence)]


def doubts_of(claim: Claim, *, own: bool = False) -> Mapping[int, tuple[Doubt, ...]]:
    """Return the doubts on a claim by line; `own`: beside its claimant's own lines alone."""
    _, found = _found([claim], own=own)
    return found


def remarks_of(claim: Claim, *, own: bool = False) -> dict[int, tuple[Remark, ...]]:
    """Return the remarks on a claim by line, for a page to show."""
    return remarks_on([claim], own=own)


def remarks_on(claims: Sequence[Claim], *, own: bool = False) -> dict[int, tuple[Remark, ...]]:
    items, found = _found(claims, own=own)
    known = {item.line: item for item in items}
    said = {
        (one.line_id, one.kind): one
        for one in db.session.scalars(
            select(LineExplanation).where(LineExplanation.line_id.in_(found))
        )
    }
    looked = {
        (one.line_id, one.kind): one
        for one in db.session.scalars(select(DoubtLook).where(DoubtLook.line_id.in_(found)))
    }
    return {
        line: tuple(
            Remark(
                doubt,
                tuple(known[other] for other in doubt.evidence),
                said.get((line, doubt.kind)),
                looked.get((line, doubt.kind)),
            )
            for doubt in those
        )
        for line, those in found.items()
    }


def _found(
    claims: Sequence[Claim], *, own: bool
) -> tuple[Sequence[Item], Mapping[int, tuple[Doubt, ...]]]:
    asked = {line.id for claim in claims for line in claim.lines}
    if not asked:
        return (), {}
    whose = (claim.grant.participation.representative_id for claim in claims)
    sight = Sight(frozenset(whose) if own else None)
    items = gathering.gathered(claims, sight)
    fares = gathering.fares((item for item in items if item.line in asked), sight)
    found = rules.doubts(items, asked, replace(surroundings.around(claims), fares=fares))
    return items, _untold(found) if own else found


def _untold(found: Mapping[int, tuple[Doubt, ...]]) -> dict[int, tuple[Doubt, ...]]:
    """Leave out what the page of the expense has said already while it was typed."""
    left = {
        line: tuple(one for one in those if one.kind is not Kind.FARE)
        for line, those in found.items()
    }
    return {line: those for line, those in left.items() if those}


def open_by_claim(claims: Sequence[Claim]) -> dict[int, int]:
    """Return how many remarks nobody has looked at, of the claims that are being checked."""
    checked = [claim for claim in claims if claim.state in BEING_WEIGHED]
    of = {line.id: claim.id for claim in checked for line in claim.lines}
    counts: defaultdict[int, int] = defaultdict(int)
    for line, remarks in remarks_on(checked).items():
        counts[of[line]] += sum(remark.open for remark in remarks)
    return dict(counts)


def open_of(claim: Claim) -> int:
    """Return how many remarks on a claim nobody has looked at."""
    return sum(one.open for remarks in remarks_of(claim).values() for one in remarks)


def remark(line: ClaimLine, kind: Kind, *, own: bool = False) -> Remark | None:
    """Return one remark on a line, or None where there is no such any more."""
    found = remarks_of(line.claim, own=own).get(line.id, ())
    return next((one for one in found if one.kind is kind), None)


def of_own_line(line: ClaimLine) -> tuple[Remark, ...]:
    """Return what its group is told of a line, while it can still be mended."""
    if not line.claim.editable:
        return ()
    return remarks_of(line.claim, own=True).get(line.id, ())


def readings(line: ClaimLine) -> Sequence[ReceiptReading]:
    """Return what was read from a line's receipts by machine, where anything was."""
    attached = [receipt.attachment_id for receipt in line.receipts]
    rows = db.session.scalars(
        select(ReceiptReading)
        .where(ReceiptReading.attachment_id.in_(attached))
        .order_by(ReceiptReading.attachment_id)
    )
    return [one for one in rows if one.on or one.total or one.number]


def lines_of(found: Remark) -> Sequence[ClaimLine]:
    """Return the first lines that a remark rests on, with claims and receipts, for the office."""
    return db.session.scalars(
        select(ClaimLine)
        .where(ClaimLine.id.in_(found.doubt.evidence[:MOST_BESIDE]))
        .options(
            joinedload(ClaimLine.claim).joinedload(Claim.grant).joinedload(Grant.participation),
            selectinload(ClaimLine.receipts),
        )
        .order_by(ClaimLine.id)
    ).all()
