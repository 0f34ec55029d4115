"""Removing what a person began and never submitted, with its files."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import subqueryload

from otameshi import history
from otameshi.applications.models import Application
from otameshi.applications.unsaved import UnsavedPage
from otameshi.db import db
from otameshi.people import Person


def never_submitted(person: Person) -> list[Application]:
    """Return a person's applications that nobody else has ever seen."""
    query = select(Application).where(
        Application.applicant_id == person.id, Application.number.is_(None)
    )
    return list(db.session.scalars(query.options(subqueryload(Application.papers))).unique())


def discard_drafts(person: Person, at: datetime) -> int:
    """Remove a person's drafts; `files sweep` then removes the content of their files."""
    drafts = never_submitted(person)
    for one in drafts:
        attached = [paper.attachment for paper in one.papers]
        history.record(one, "discard", "下書きを消した", by=person, at=at, files=len(attached))
        db.session.execute(delete(UnsavedPage).where(UnsavedPage.application_id == one.id))
        db.session.delete(one)
        db.session.flush()
        for attachment in attached:
            db.session.delete(attachment)
    return len(drafts)
