"""Who is written to in a wave, where to, and when: by the button and by the worker alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.followup import figures, outcomes, rules
from otameshi.followup.asking import letters
from otameshi.followup.asking.rules import stays_asked_on, window
from otameshi.followup.models import Invitation, Wave
from otameshi.followup.rules import Addressee, Phase
from otameshi.participation.models import Participant, Participation
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """One asked just now. The token stands in the letter and nowhere else.

    Without a token, no address is known, and staff will call.
    """

    invitation: Invitation
    token: str


def invite(wave: Wave, by: Person, at: datetime, version: int | None = None) -> list[Asked]:
    """Write to every group whose time has come and that was not asked yet, grant or no grant."""
    wave = _to_write_from(wave, at, version)
    made = [
        one
        for group in db.session.scalars(unasked(wave)).unique()
        for one in ask(wave, group, by, at)
    ]
    if not made:
        raise Refused("依頼していない組はありません。")
    return made


def unasked(wave: Wave) -> Select[Participation]:
    """Select the groups of a wave that nobody has asked, with what a letter to them needs."""
    known = select(Invitation.id).where(
        Invitation.wave_id == wave.id, Invitation.participation_id == Participation.id
    )
    query: Select[Participation] = figures.groups_of(wave).where(~known.exists())
    return query.options(
        joinedload(Participation.representative), selectinload(Participation.people)
    )


def ready(wave: Wave, today: date) -> int:
    """Count the groups (組) that an officer may ask today, the missed ones among them."""
    query = unasked(wave).order_by(None)
    stays = stays_asked_on(wave.plan, today)
    if stays is not None:
        query = query.where(Participation.last_day <= stays.last)
    elif wave.phase(today) is not Phase.RUNNING:
        return 0
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def ask(wave: Wave, group: Participation, by: Person | None, at: datetime) -> list[Asked]:
    """Ask a group, or each of its members, if it is their time."""
    days = window(wave.plan, group.last_day, day_in_japan(at), by_hand=by is not None)
    if days is None:
        return []
    made = [
        Invitation(
            wave=wave,
            participation=group,
            participant=one,
            opens_on=days.first,
            closes_on=days.last,
        )
        for one in _addressees(wave, group)
    ]
    db.session.add_all(made)
    outcomes.begin(made, at)
    return list(_written(made, group, by, at))


def _addressees(wave: Wave, group: Participation) -> list[Participant | None]:
    return [None] if wave.addressee is Addressee.GROUP else list(group.people)


def _written(
    made: list[Invitation], group: Participation, by: Person | None, at: datetime
) -> Iterator[Asked]:
    known = letters.reached(group)
    for one in made:
        if known.of(one):
            yield write(one, "followup_invitation", "回答を依頼", by, at, known)
        else:
            why = "メールアドレスが登録されていない"
            history.record(one, "not_sent", "依頼を送れない", by=by, at=at, note=why)
            yield Asked(one, "")


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
    return [again(one, by, at) for one in silent]


def again(invitation: Invitation, by: Person | None, at: datetime) -> Asked:
    """Remind one who is silent; the words of the last reminder are others."""
    invitation.reminders += 1
    last = invitation.reminders == rules.REMINDERS
    kind = "followup_last_reminder" if last else "followup_reminder"
    return write(invitation, kind, "回答を催促", by, at)


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
    return write(invitation, "followup_invitation", "リンクを送り直し", by, at)


def write(  # whom, which letter, what the history says, by whom and when
    invitation: Invitation,
    kind: str,
    label: str,
    by: Person | None,
    at: datetime,
    known: letters.Reached | None = None,
) -> Asked:
    """Send a letter with a new link to where the addressee is reached now."""
    known = known or letters.reached(invitation.participation)
    if not known.of(invitation):
        raise Refused(
            "メールアドレスが登録されていません。先に連絡先を登録するか、電話で確かめてください。"
        )
    token = letters.send(invitation, kind, known, at)
    history.record(invitation, kind, label, by=by, at=at, reminders=invitation.reminders)
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
