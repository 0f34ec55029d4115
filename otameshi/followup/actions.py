"""Asking the groups, and taking their answers. No function here commits or knows a page."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.questions import Answer as Said
from otameshi.core.questions import Question, fault, lack, stored, words
from otameshi.core.states import Refused
from otameshi.core.wareki import fiscal_year_label, wareki
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.followup import figures, outcomes, rules
from otameshi.followup.models import Invitation, Reply, Wave
from otameshi.followup.rules import Phase, Source
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
        .options(joinedload(Participation.representative), selectinload(Participation.people))
    ).unique()
    today = day_in_japan(at)
    asked = [_invitation(wave, group) for group in groups]
    made = [one for one in asked if one.opens_on <= today]
    for one in asked:
        if one.opens_on > today:
            db.session.expunge(one)
    if not made:
        raise Refused("依頼していない組はありません。")
    db.session.add_all(made)
    outcomes.begin(made, at)
    return [_ask(one, "followup_invitation", "回答を依頼", by, at) for one in made]


def _invitation(wave: Wave, group: Participation) -> Invitation:
    """Ask a group on the wave's own days, or so many months after its stay has ended."""
    opens, closes = wave.asked_on, wave.closes_on
    if opens is None or closes is None:
        opens = rules.due(group.last_day, wave.months)
        closes = opens + timedelta(days=wave.open_days)
    return Invitation(wave=wave, participation=group, opens_on=opens, closes_on=closes)


def remind(wave: Wave, by: Person, at: datetime, version: int | None = None) -> list[Asked]:
    """Write again to those who are silent; the new link takes the place of the old one."""
    wave = _to_write_from(wave, at, version)
    asked = db.session.scalars(
        select(Invitation)
        .where(Invitation.wave_id == wave.id)
        .order_by(Invitation.id)
        .options(joinedload(Invitation.participation).joinedload(Participation.representative))
    )
    today = day_in_japan(at)
    silent = [one for one in asked if one.may_be_reminded and one.phase(today) is Phase.RUNNING]
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
    rules.check_running(invitation.phase(day_in_japan(at)))
    return _ask(invitation, "followup_invitation", "リンクを送り直し", by, at)


def _ask(invitation: Invitation, kind: str, label: str, by: Person, at: datetime) -> Asked:
    token = new_token()
    invitation.token_hash, invitation.sent_at, invitation.revoked_at = hashed(token), at, None
    history.record(invitation, kind, label, by=by, at=at, reminders=invitation.reminders)
    group, wave = invitation.participation, invitation.wave
    invitation.letter = post.write(
        kind,
        to=group.representative,
        at=at,
        confidential=True,
        token=token,
        name=group.representative.name,
        group=group.title,
        year=fiscal_year_label(wave.year.fiscal_year),
        closes=wareki(invitation.closes_on),
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
    return found if found.phase(day_in_japan(at)) is Phase.RUNNING else None


def reply(token: str, answers: Mapping[str, Said | None], at: datetime) -> Reply:
    """Take the group's own answers; until the link ends they may be given anew."""
    own = select(Invitation).with_for_update().execution_options(populate_existing=True)
    invitation = _behind(token, at, own)
    if invitation is None:
        raise Refused("このリンクでは回答できません。届いた最新のメールのリンクをお使いください。")
    return _answer(invitation, answers, at=at, by=None, source=Source.LINK)


def record(  # noqa: PLR0913  # what was said, to whom, how, when, and why so late
    invitation: Invitation,
    answers: Mapping[str, Said | None],
    *,
    by: Person,
    at: datetime,
    source: Source = Source.TELEPHONE,
    note: str = "",
    version: int | None = None,
) -> Reply:
    """Note answers that staff took down; to replace an answer or to be late needs a reason."""
    invitation = locked(Invitation, invitation.id)
    unchanged(invitation, version)
    rules.check_spoken_answer(
        invitation.phase(day_in_japan(at)), note, answered=invitation.reply is not None
    )
    return _answer(invitation, answers, at=at, by=by, source=source, note=note)


def _answer(  # what was said, how, when, by whom, and why so late
    invitation: Invitation,
    answers: Mapping[str, Said | None],
    *,
    at: datetime,
    by: Person | None,
    source: Source,
    note: str = "",
) -> Reply:
    kept = _kept(invitation, answers)
    given = Reply(
        number=len(invitation.replies) + 1,
        questions=invitation.wave.questions[-1],
        answers={key: stored(answer) for key, answer in kept.items()},
        source=source,
        person=by,
        note=note,
        answered_at=at,
    )
    changes = _changes(invitation, kept)
    invitation.replies.append(given)
    # Its own version must move too: a page that shows the old answer is no longer true.
    invitation.answered_at, invitation.refused_at = at, None
    invitation.draft = invitation.draft_at = None
    outcomes.settle(invitation, at)
    label = "聞き取った回答を記録" if by else "回答を受け付け"
    history.record(invitation, "answer", label, by=by, at=at, note=note, changes=changes)
    return given


def _kept(invitation: Invitation, answers: Mapping[str, Said | None]) -> dict[str, Said]:
    """Return the answers that are asked for, or refuse what cannot be taken."""
    whole = invitation.wave.whole
    given = {key: answer for key, answer in answers.items() if answer is not None}
    shown = whole.shown(given)
    wrong = [told for one in shown if (told := _wrong(one, given.get(one.key))) is not None]
    if wrong:
        raise Refused("".join(wrong))
    return {one.key: given[one.key] for one in shown if one.key in given}


def _wrong(question: Question, answer: Said | None) -> str | None:
    told = fault(question, answer) if answer is not None else None
    return f"「{question.label}」：{told}" if told else lack(question, answer)


def _changes(invitation: Invitation, kept: Mapping[str, Said]) -> dict[str, list[str]]:
    """Return the answers by the words of their questions, before and after."""
    before = invitation.reply.given if invitation.reply else {}
    return {
        one.label: [words(one, before.get(one.key)), words(one, kept.get(one.key))]
        for one in invitation.wave.whole.questions
        if before.get(one.key) != kept.get(one.key)
    }
