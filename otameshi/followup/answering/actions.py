"""A survey answered by halves, or declined. No function here commits or knows a page."""

from datetime import datetime

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.db import db, locked, unchanged
from otameshi.followup import actions, outcomes
from otameshi.followup.answering import rules
from otameshi.followup.models import Invitation, Refusal
from otameshi.people import Person

Fields = list[list[str]]  # name and value, as the form sends them


def keep_draft(token: str, fields: Fields, at: datetime, version: int | None = None) -> Invitation:
    """Keep what is typed so far, as it was typed: nothing of it counts before it is sent."""
    invitation = actions.open_and_locked(token, at)
    unchanged(invitation, version)
    before = invitation.draft or {}
    since = before.get("since")
    since, saves = rules.next_save(
        datetime.fromisoformat(since) if since else None, before.get("saves", 0), at
    )
    invitation.draft = {"fields": fields, "since": since.isoformat(), "saves": saves}
    invitation.draft_at = at
    db.session.flush()
    return invitation


def decline(token: str, at: datetime, version: int | None = None) -> Invitation:
    """Take down that who was asked will not answer; an answer until the end takes it back."""
    invitation = actions.open_and_locked(token, at)
    unchanged(invitation, version)
    rules.check_declining(
        answered=invitation.reply is not None, refused=invitation.refused_at is not None
    )
    return _refused(invitation, None, at)


def record_refusal(
    invitation: Invitation, by: Person, at: datetime, note: str, version: int | None = None
) -> Invitation:
    """Note a refusal that was told to staff."""
    invitation = locked(Invitation, invitation.id)
    unchanged(invitation, version)
    rules.check_told_refusal(
        invitation.phase(day_in_japan(at)),
        note,
        answered=invitation.reply is not None,
        refused=invitation.refused_at is not None,
    )
    return _refused(invitation, by, at, note)


def _refused(invitation: Invitation, by: Person | None, at: datetime, note: str = "") -> Invitation:
    invitation.refused_at = at
    invitation.refusals.append(Refusal(at=at))
    invitation.draft = invitation.draft_at = None
    outcomes.settle(invitation, at)
    label = "回答の辞退を記録" if by else "「回答しない」との返事を受け付け"
    history.record(invitation, "refuse", label, by=by, at=at, note=note)
    return invitation
