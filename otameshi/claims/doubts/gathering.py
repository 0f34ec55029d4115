"""Fetches the expenses that may resemble those asked for, in a fixed number of statements."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, false, func, or_, select, tuple_

from otameshi.claims.doubts.facts import Item, Reading, Route, Shown
from otameshi.claims.doubts.folding import place_key
from otameshi.claims.doubts.models import ReceiptPrint, ReceiptReading
from otameshi.claims.doubts.pairs import bands
from otameshi.claims.models import Claim, ClaimLine, Receipt
from otameshi.core.period import Period
from otameshi.db import db
from otameshi.files.likeness import Print
from otameshi.files.models import Attachment
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation

EXPENSE = (
    "kind", "sub_kind", "contract", "incurred_on", "paid_on", "payee", "amount",
    "registration_number", "traveller", "origin", "destination", "usual_fare",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose expenses are compared: of all groups for the office, of its own for a group."""

    representatives: frozenset[int] | None = None

    def narrowed(self, query: Any) -> Any:
        if self.representatives is None:
            return query
        return query.where(Participation.representative_id.in_(self.representatives))


def gathered(claims: Sequence[Claim], sight: Sight) -> list[Item]:
    """Return the lines of these claims and all in sight that may have to do with them."""
    groups, wanted = {one.grant.participation_id for one in claims}, {one.id for one in claims}
    rows = {row.line: row for row in _rows(sight, Grant.participation_id.in_(groups))}
    asked = {row.line: row for row in rows.values() if row.claim in wanted}
    near: list[ColumnElement[bool]] = []
    if sight.representatives is None:
        near.append(_same_day(asked.values()))
    files = _files(Receipt.line_id.in_(rows))
    files |= _files(_like(one.file for line in asked for one in files.get(line, ())))
    near.append(ClaimLine.id.in_(set(files) - set(rows)))
    rows |= {row.line: row for row in _rows(sight, or_(*near))}
    return [_item(row, files.get(key, [])) for key, row in rows.items()]


def _rows(sight: Sight, which: ColumnElement[bool]) -> Sequence[Row[Any]]:
    query = (
        select(
            ClaimLine.id.label("line"),
            ClaimLine.claim_id.label("claim"),
            Grant.participation_id.label("group"),
            Participation.title,
            Claim.round,
            *(getattr(ClaimLine, name) for name in EXPENSE),
            ClaimLine.round_trip,
            ClaimLine.used_from,
            ClaimLine.used_to,
        )
        .select_from(ClaimLine)
        .join(Claim, Claim.id == ClaimLine.claim_id)
        .join(Grant, Grant.id == Claim.grant_id)
        .join(Participation, Participation.id == Grant.participation_id)
        .where(which)
    )
    return db.session.execute(sight.narrowed(query)).all()


def _same_day(asked: Iterable[Row[Any]]) -> ColumnElement[bool]:
    """Ask for the same day and amount; the payee is compared afterwards, folded."""
    wanted = {(row.incurred_on, row.amount) for row in asked}
    return tuple_(ClaimLine.incurred_on, ClaimLine.amount).in_(wanted) if wanted else false()


def fares(items: Iterable[Item], sight: Sight) -> dict[Route, Counter[int]]:
    """Return what all in sight paid for the routes of these rides, however they are spelled."""
    wanted = {item.route.ends for item in items if item.route}
    ways = select(ClaimLine.origin, ClaimLine.destination).where(ClaimLine.origin != "").distinct()
    spelled = [
        (one, other) for one, other in db.session.execute(ways) if _folded(one, other) in wanted
    ]
    what = (
        ClaimLine.kind, ClaimLine.sub_kind, ClaimLine.origin, ClaimLine.destination,
        ClaimLine.round_trip, ClaimLine.amount,
    )  # fmt: skip
    query = (
        select(*what, func.count())
        .join(Claim, Claim.id == ClaimLine.claim_id)
        .join(Grant, Grant.id == Claim.grant_id)
        .join(Participation, Participation.id == Grant.participation_id)
        .where(tuple_(ClaimLine.origin, ClaimLine.destination).in_(spelled))
        .group_by(*what)
    )
    found: defaultdict[Route, Counter[int]] = defaultdict(Counter)
    for kind, sub_kind, origin, destination, both, amount, count in db.session.execute(
        sight.narrowed(query)
    ):
        route = Route(kind, sub_kind, _folded(origin, destination), bool(both))
        found[route][amount] += count
    return found


def _folded(one: str, other: str) -> frozenset[str]:
    return frozenset({place_key(one), place_key(other)})


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of a line, and what it shows in words of the rulebook."""

    file: Shown
    shows: frozenset[str]


def _files(which: ColumnElement[bool]) -> dict[int, list[Enclosed]]:
    """Return the files of lines with their prints and readings."""
    found: defaultdict[int, list[Enclosed]] = defaultdict(list)
    for row in db.session.execute(
        select(
            Receipt.line_id,
            Receipt.shows,
            Attachment.sha256,
            ReceiptPrint.near,
            ReceiptPrint.fine,
            ReceiptReading.attachment_id.label("read"),
            ReceiptReading.on,
            ReceiptReading.total,
            ReceiptReading.number,
        )
        .join(Attachment, Attachment.id == Receipt.attachment_id)
        .outerjoin(ReceiptPrint, ReceiptPrint.attachment_id == Attachment.id)
        .outerjoin(ReceiptReading, ReceiptReading.attachment_id == Attachment.id)
        .where(which)
        .order_by(Receipt.id)
    ):
        print_ = Print(int(row.near, 16), int(row.fine, 16)) if row.near else None
        read = Reading(on=row.on, total=row.total, number=row.number) if row.read else None
        file = Shown(sha256=row.sha256, print=print_, reading=read)
        found[row.line_id].append(Enclosed(file, frozenset(row.shows)))
    return dict(found)


def _like(own: Iterable[Shown]) -> ColumnElement[bool]:
    """Ask for the same files, and for prints that share a band with one of the four turns."""
    shown = list(own)
    parts: list[set[int]] = [set(), set(), set(), set()]
    for one in shown:
        for turn in one.print.near_turns() if one.print else ():
            for part, band in zip(parts, bands(turn), strict=True):
                part.add(band)
    columns = (ReceiptPrint.band0, ReceiptPrint.band1, ReceiptPrint.band2, ReceiptPrint.band3)
    alike = (column.in_(part) for column, part in zip(columns, parts, strict=True) if part)
    return or_(Attachment.sha256.in_({one.sha256 for one in shown}), *alike)


def _item(row: Row[Any], files: Sequence[Enclosed]) -> Item:
    used = Period(row.used_from, row.used_to) if row.used_from else None
    return Item(
        line=row.line,
        claim=row.claim,
        group=row.group,
        title=f"{row.title}　第{row.round}回",
        round_trip=bool(row.round_trip),
        used=used,
        papers=frozenset(paper for one in files for paper in one.shows),
        files=tuple(one.file for one in files),
        **{name: getattr(row, name) for name in EXPENSE},
    )
