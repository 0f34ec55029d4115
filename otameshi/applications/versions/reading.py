"""Which two versions are laid side by side, and what differs between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from werkzeug.wrappers import Response

from otameshi.applications.models import Application
from otameshi.applications.versions import actions, documents
from otameshi.applications.versions.models import SubmittedVersion
from otameshi.applications.versions.rules import TONE, Difference, Mark, News, compare, news
from otameshi.db import db
from otameshi.files.models import Attachment
from otameshi.web.asked import asked_key
from otameshi.web.download import send


@dataclass(frozen=True, slots=True)
class Pair:
    before: SubmittedVersion
    after: SubmittedVersion
    lines: Sequence[Difference]

    @property
    def changed(self) -> list[Difference]:
        return [one for one in self.lines if one.mark is not Mark.SAME]

    @property
    def same(self) -> list[Difference]:
        return [one for one in self.lines if one.mark is Mark.SAME]


def pair(before: SubmittedVersion, after: SubmittedVersion) -> Pair:
    return Pair(before, after, compare(before.snapshot, after.snapshot))


def _wanted(kept: Sequence[SubmittedVersion]) -> Pair | None:
    """Return the two versions that the address names, or the last two."""
    if len(kept) < 2:  # noqa: PLR2004  # one cannot be compared
        return None
    known = {one.number: one for one in kept}
    before = known.get(asked_key("before") or 0, kept[-2])
    return pair(before, known.get(asked_key("after") or 0, kept[-1]))


def shown(application: Application) -> dict[str, Any]:
    """Return what the page of the versions shows, for the applicant and for the office."""
    kept = db.session.scalars(actions.of(application)).all()
    return {
        "application": application,
        "versions": kept,
        "news": list(_news(kept)),
        "pair": _wanted(kept),
        "tone": TONE,
    }


def _news(kept: Sequence[SubmittedVersion]) -> Iterator[tuple[SubmittedVersion, News]]:
    """Give each version with what it brought."""
    before = None
    for one in kept:
        now = one.snapshot
        yield one, news(before, now)
        before = now


def _numbered(application: Application, number: int) -> SubmittedVersion:
    found = actions.of(application).where(SubmittedVersion.number == number)
    return db.session.scalar(found) or abort(404)


def paper(application: Application, number: int) -> Response:
    """Send a version as a paper."""
    version = _numbered(application, number)
    content = documents.copy(version)
    answer = Response(content, mimetype="application/pdf")
    name = f"{application.number}_v{version.number}.pdf"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def file(application: Application, number: int, attachment_id: int) -> Response:
    """Send a file as it was part of a version, also when it was replaced since."""
    held = {one.id for one in _numbered(application, number).snapshot.files}
    if attachment_id not in held:
        abort(404)
    return send(db.session.get_one(Attachment, attachment_id))
