"""A submitted version on paper, made of what was kept of it and of nothing else."""

from collections.abc import Iterator

from otameshi.applications.documents import moment_in_words
from otameshi.applications.versions.models import SubmittedVersion
from otameshi.core.clock import day_in_japan
from otameshi.documents import paper
from otameshi.documents.paper import Attachment, Entries, Files, Heading, Look, Part

TITLE = "提出した内容の控え"


def copy(version: SubmittedVersion) -> bytes:
    """Return the version with its moment, every answer, every file, and its SHA-256."""
    application = version.application
    year = application.call.year
    head = [
        ("受付番号", application.number or ""),
        ("版", f"{version.title}（{version.occasion.label}）"),
        ("日時", moment_in_words(version.at)),
        ("募集", f"{year.name}　{application.call.title}"),
        ("この版のSHA-256", version.sha256),
    ]
    return paper.sheet(
        paper.Paper(
            look=Look.COPY,
            title=TITLE,
            number=application.number or "",
            dated=day_in_japan(version.at),
            addressee=(f"{application.title}　様",),
            body=(Entries(head), *_sections(version)),
            contact=year.letterhead.contact,
        )
    )


def _sections(version: SubmittedVersion) -> Iterator[Part]:
    held = version.snapshot
    for page in held.answers:
        if page.rows:
            yield Heading(page.label)
            yield Entries([(label, value or "（記入なし）") for label, value in page.rows])
    if held.files:
        yield Heading("添付")
        yield Files(
            [Attachment(f"{one.label}：{one.name}", one.size, one.sha256) for one in held.files]
        )
