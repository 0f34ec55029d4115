"""Keeping the versions of an application; finding them again."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from otameshi.applications.documents import rows
from otameshi.applications.models import Application
from otameshi.applications.questions.standing import rows as own_rows
from otameshi.applications.rules import PageName
from otameshi.applications.versions.models import SubmittedVersion
from otameshi.applications.versions.rules import Answered, KeptFile, Occasion, Snapshot
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme import actions as programme

Pages = list[tuple[PageName, list[tuple[str, str]]]]
# Files stand for themselves, with their hashes; the promises are no answers.
IN_WORDS = [page for page in PageName if page not in {PageName.FILES, PageName.CONFIRM}]


def snapshot_of(application: Application) -> Snapshot:
    """Return everything that stands in an application now, in the words of its papers."""
    rulebook = programme.rules_of(application.call.year)
    pages: Pages = [(page, rows(application, page, rulebook)) for page in IN_WORDS]
    beside = own_rows(application, PageName.FILES)
    if beside:
        pages = [*pages, (PageName.FILES, beside)]
    return Snapshot(
        tuple(Answered(page.value, page.label, tuple(given)) for page, given in pages),
        tuple(
            KeptFile(
                one.attachment_id,
                one.label,
                one.attachment.name,
                one.attachment.size,
                one.attachment.sha256,
            )
            for one in sorted(application.papers, key=lambda paper: paper.attachment_id)
        ),
    )


def of(application: Application) -> Select[SubmittedVersion]:
    """Select the versions of an application, the first first."""
    return (
        select(SubmittedVersion)
        .where(SubmittedVersion.application_id == application.id)
        .options(joinedload(SubmittedVersion.person))
        .order_by(SubmittedVersion.number)
    )


def latest(application: Application) -> SubmittedVersion | None:
    newest = of(application).order_by(None).order_by(SubmittedVersion.number.desc()).limit(1)
    return db.session.scalar(newest)


def keep(
    application: Application, occasion: Occasion, by: Person | None, at: datetime
) -> SubmittedVersion:
    """Keep what stands now as the next version; what is already kept is not kept twice.

    The caller holds the application locked: numbers follow each other.
    """
    db.session.flush()
    last, stands = latest(application), snapshot_of(application)
    if last is not None and last.sha256 == stands.sha256:
        return last
    version = SubmittedVersion(
        application=application,
        number=last.number + 1 if last else 1,
        occasion=occasion,
        at=at,
        person=by,
        answers=stands.stored_answers(),
        files=stands.stored_files(),
        sha256=stands.sha256,
    )
    db.session.add(version)
    db.session.flush()
    return version


def standing(application: Application) -> SubmittedVersion:
    """Return the version that stands; one is made where a submission is older than this record."""
    at = application.saved_at
    return latest(application) or keep(application, Occasion.FOUND, None, at)
