"""Asking the groups, and taking their answers. No function here commits or knows a page."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.core.wareki import fiscal_year_label, wareki
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.followup import figures, rules
from otameshi.followup.models import BaseChoice, Invitation, Reply, Wave
from otameshi.followup.rules import Answer, Phase, Source
from otameshi.participation.models import Participation
from otameshi.people import Person, new_token


@dataclass(frozen=True, slots=True)
class Asked:
    """A group asked just now. Its token stands in the letter and nowhere else."""

    invitation: Invitation
    token: str


def invite(wave: Wave, by: Person, at: datetime, version: int | None = None) -> list[Asked]:
    """Write to every group that took part and was not asked yet, with a grant or without."""
    wave = _to_write_from(wave, at, version)
    known = select(Invitation.participation_id).where(Invitation.wave_id == wave.id)
    groups = db.session.scalars(
        figures.groups_of(wave)
        .where(Participation.id.not_in(known))
        .options(joinedload(Participation.representative))
    ).unique()
    made = [Invitation(wave=wave, participation=group) for group in groups]
    if not made:
        raise Refused("依頼していない組はありません。")
    db.session.add_all(made)
    return [_ask(one, "followup_invitation", "回答を依頼", by, at) for one in made]


def remind(wave: Wave, by: Person, at: datetime, version: int | None = None) -> list[Asked]:
    """Write again to those who are silent; the new link takes the place of the old one."""
    wave = _to_write_from(wave, at, version)
    asked = db.session.scalars(
        select(Invitation)
        .where(Invitation.wave_id == wave.id)
        .order_by(Invitation.id)
        .options(
            joinedload(Invitation.reply).joinedload(Reply.choice),
            joinedload(Invitation.participation).joinedload(Participation.representative),
        )
    ).unique()
    silent = [one for one in asked if one.may_be_reminded]
    if not silent:
        raise Refused(
            f"催促できる組はありません（催促は1組につき{rules.REMINDERS}回までです）。"
            "回答のない組には、電話などで確かめてください。"
        )
    for one in silent:
        one.reminders += 1
    return [_ask(one, "followup_reminder", "回答を催促", by, at) for one in silent]


def _to_write_from(wave: Wave, at: datetime, version: int | None) -> Wave:
    wave = locked(Wave, wave.id)
    unchanged(wave, version)
    rules.check_running(wave.phase(day_in_japan(at)))
    wave.written_at = at
    return wave


def reissue(invitation: Invitation, by: Person, at: datetime, version: int | None = None) -> Asked:
    """Send one group a new link, as when the letter was lost; the old link ends."""
    invitation = locked(Invitation, invitation.id)
    unchanged(invitation, version)
    rules.check_running(invitation.wave.phase(day_in_japan(at)))
    return _ask(invitation, "followup_invitation", "リンクを送り直し", by, at)


def _ask(invitation: Invitation, kind: str, label: str, by: Person, at: datetime) -> Asked:
    token = new_token()
    invitation.token_hash, invitation.sent_at, invitation.revoked_at = hashed(token), at, None
    history.record(invitation, kind, label, by=by, at=at, reminders=invitation.reminders)
    group, wave = invitation.participation, invitation.wave
    post.write(
        kind,
        to=group.representative,
        at=at,
        confidential=True,
        token=token,
        name=group.representative.name,
        group=group.title,
        year=fiscal_year_label(wave.year.fiscal_year),
        closes=wareki(wave.closes_on),
        section=wave.year.section,
        phone=wave.year.phone,
        email=wave.year.email,
    )
    return Asked(invitation, token)


def revoke(
    invitation: Invitation, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    """End a link, as when its letter reached a wrong address; the reason is kept."""
    invitation = locked(Invitation, invitation.id)
    unchanged(invitation, version)
    if not note.strip():
        raise Refused("リンクを無効にする理由を記入してください。")
    if not invitation.has_link:
        raise Refused("有効なリンクはありません。")
    invitation.revoked_at = at
    history.record(invitation, "revoke", "リンクを無効にした", by=by, at=at, note=note)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_to(token: str, at: datetime) -> Invitation | None:
    """Return the invitation of a link that still counts; expired, ended and unknown are alike."""
    return _behind(token, at, select(Invitation))


def _behind(token: str, at: datetime, query: Select[Invitation]) -> Invitation | None:
    found = db.session.scalar(query.where(Invitation.token_hash == hashed(token)))
    if found is None or found.revoked_at is not None:
        return None
    return found if found.wave.phase(day_in_japan(at)) is Phase.RUNNING else None


def reply(token: str, choice_id: int, comment: str, at: datetime) -> Reply:
    """Take the group's own answer; until the wave closes it may be given anew."""
    own = select(Invitation).with_for_update().execution_options(populate_existing=True)
    invitation = _behind(token, at, own)
    if invitation is None:
        raise Refused("このリンクでは回答できません。届いた最新のメールのリンクをお使いください。")
    return _answer(invitation, choice_id, comment, at=at, by=None)


def record(  # noqa: PLR0913  # what was said, to whom, when, and why so late
    invitation: Invitation,
    choice: BaseChoice,
    comment: str,
    *,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> Reply:
    """Note an answer taken by telephone; to replace an answer or to be late needs a reason."""
    invitation = locked(Invitation, invitation.id)
    unchanged(invitation, version)
    rules.check_spoken_answer(
        invitation.wave.phase(day_in_japan(at)),
        note,
        answered=invitation.answer is not Answer.SILENT,
    )
    return _answer(invitation, choice.id, comment, at=at, by=by, note=note)


def _answer(
    invitation: Invitation,
    choice_id: int,
    comment: str,
    *,
    at: datetime,
    by: Person | None,
    note: str = "",
) -> Reply:
    choice = next((one for one in invitation.wave.choices if one.id == choice_id), None)
    if choice is None:
        raise Refused("選択肢から1つ選んでください。")
    was = invitation.reply.choice.label if invitation.reply else None
    given = invitation.reply or Reply()
    given.choice, given.comment, given.answered_at = choice, comment, at
    given.source, given.person = (Source.STAFF if by else Source.LINK), by
    invitation.reply = given
    # Its own version must move too: a page that shows the old answer is no longer true.
    invitation.answered_at = at
    label = "聞き取った回答を記録" if by else "回答を受け付け"
    history.record(
        invitation, "answer", label, by=by, at=at, note=note, choice=choice.label, was=was
    )
    return given
