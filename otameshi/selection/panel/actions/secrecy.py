"""The year's 守秘義務: published in versions, each consent bound to one of them."""

from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear
from otameshi.selection.panel.models import SecrecyVersion
from otameshi.selection.panel.rules import SECRECY


def versions(year: ProgrammeYear) -> list[SecrecyVersion]:
    """Return all versions of a year, the newest first."""
    query = select(SecrecyVersion).where(SecrecyVersion.year_id == year.id)
    return list(db.session.scalars(query.order_by(SecrecyVersion.number.desc())))


def latest(year: ProgrammeYear) -> SecrecyVersion | None:
    return next(iter(versions(year)), None)


def suggested(year: ProgrammeYear) -> str:
    """Return what to begin the next version with: the year's text, or an earlier year's."""
    newest = (ProgrammeYear.fiscal_year.desc(), SecrecyVersion.number.desc())
    found = db.session.scalar(
        select(SecrecyVersion.text)
        .join(ProgrammeYear, ProgrammeYear.id == SecrecyVersion.year_id)
        .where(ProgrammeYear.fiscal_year <= year.fiscal_year)
        .order_by(*newest)
        .limit(1)
    )
    return found or SECRECY


def publish(year: ProgrammeYear, text: str, by: Person, at: datetime) -> SecrecyVersion:
    """Publish the next version; who consented to an earlier one is asked again."""
    year = locked(ProgrammeYear, year.id)
    before = latest(year)
    if before is not None and before.text == text:
        raise Refused("いまの文と同じです。")
    number = before.number + 1 if before else 1
    made = SecrecyVersion(year_id=year.id, number=number, text=text, at=at, person=by)
    db.session.add(made)
    history.record(
        year, "publish_secrecy", "選考委員の守秘義務の文を定める", by=by, at=at, number=number
    )
    return made


def must_be_latest(year: ProgrammeYear, shown_id: int | None) -> SecrecyVersion:
    """Return the text that was read; refuse when another one has been published meanwhile."""
    now_valid = latest(year)
    if now_valid is None or now_valid.id != shown_id:
        raise Refused("守秘義務の文が新しくなりました。もう一度読んで、同意してください。")
    return now_valid
