"""Copies that differ from each other as 組 do: where from, which kind, what they said."""

from collections.abc import Mapping, Sequence
from itertools import count

from sqlalchemy import select, text

from otameshi.applications.prefectures import PREFECTURES
from otameshi.applications.rules import Kind
from otameshi.core.clock import japan
from otameshi.db import db
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits.rules import CHANNELS
from otameshi.programme.models import ProgrammeYear
from tests.outreach.visits import make as visits

SAID = ("stayed",) * 7 + ("left", "refused", "silent")  # of every ten 組
COLUMNS = {"stayed": "stayed", "went": "left", "silent": "silent", "refused": "refused"}
WORDS = [*CHANNELS, "", *(f"知人の{number}人目から聞いた" for number in range(30))]
OUTCOMES = "UPDATE outcomes SET answer = {said}, {sums}"
PLACES = "UPDATE {table} SET prefecture = CASE (id / {every}) % 47 {whens} END"
APPLIED = """UPDATE applications SET kind = CASE (id / {every}) % 5 {kinds} ELSE kind END,
    housing_help = (id / {every} / 5) % 2,
    heard_from = CASE (id / {every}) % {number} {words} END"""
CANCELLED = "UPDATE grants SET state = 'cancelled' WHERE (id / {every} / 7) % 4 = 3"
BOOKED = """INSERT INTO bookings (gathering_id, source, name, email, email_key, prefecture, people,
        heard_from, address, booked_at, came, version)
    SELECT :gathering, 'booked', '見本', people.email, people.email_key, '', 1, '', '', :at,
        people.id % 2, 1
    FROM people JOIN applications ON applicant_id = people.id
    WHERE call_id IN (SELECT id FROM calls WHERE year_id = :year)
    AND (applications.id / {every}) % 3 = 0"""
CAME = """INSERT INTO group_visits (gathering_id, participation_id, people, came, version)
    SELECT :gathering, id, 0, 1, 1 FROM participations
    WHERE year_id = :year AND (id / {every} / 3) % 2 = 0"""


def vary(every: int) -> None:
    """Vary what `copying` has made, whose numbers are `every` apart."""
    said = f"CASE (id / {every}) % 10 {_whens(SAID)} END"
    sums = ", ".join(f"{name} = ({said} = '{one}')" for name, one in COLUMNS.items())
    _do(OUTCOMES.format(said=said, sums=sums))
    for table in ("participants", "members"):
        _do(PLACES.format(table=table, every=every, whens=_whens(PREFECTURES)))
    kinds, words = _whens([one.value for one in Kind]), _whens(WORDS)
    _do(APPLIED.format(every=every, kinds=kinds, number=len(WORDS), words=words))
    _do(CANCELLED.format(every=every))
    for year in db.session.scalars(select(ProgrammeYear)).all():
        _gatherings(year, every)
    db.session.commit()


def _gatherings(year: ProgrammeYear, every: int) -> None:
    held = japan(year.fiscal_year, 4, 10, 19)
    for kind, filled in ((GatheringKind.SESSION, BOOKED), (GatheringKind.MEETING, CAME)):
        found = visits.gathering(year, kind=kind, held_at=held, ticked_at=held)
        given: Mapping[str, object] = {"gathering": found.id, "year": year.id, "at": held}
        db.session.execute(text(filled.format(every=every)), given)


def _whens(values: Sequence[str]) -> str:
    return " ".join(f"WHEN {n} THEN '{one}'" for n, one in zip(count(), values, strict=False))


def _do(statement: str) -> None:
    db.session.execute(text(statement))
