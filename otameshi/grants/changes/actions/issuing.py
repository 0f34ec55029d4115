"""The papers that leave the office about a request, kept byte for byte."""

from datetime import datetime

from otameshi.documents import issue
from otameshi.grants.changes import documents
from otameshi.grants.changes.actions.reckoning import labels
from otameshi.grants.changes.models import GrantChange


def issue_request(change: GrantChange, at: datetime, _note: str = "") -> None:
    title = documents.asking_title(change)
    content = documents.request(change, labels(change.grant))
    issue.issue(change, "change_request", title, content, to=change.grant.grantee, at=at)


def issue_approval(change: GrantChange, at: datetime, _note: str = "") -> None:
    content = documents.approval(change, labels(change.grant))
    _issue(change, "change_approval", documents.APPROVING[change.kind], content, at)


def issue_refusal(change: GrantChange, at: datetime, note: str = "") -> None:
    content = documents.refusal(change, note)
    _issue(change, "change_refusal", documents.REFUSING[change.kind], content, at)


def _issue(change: GrantChange, kind: str, title: str, content: bytes, at: datetime) -> None:
    to, number = change.grant.grantee, change.document_number
    issue.issue(change, kind, title, content, to=to, at=at, number=number)
