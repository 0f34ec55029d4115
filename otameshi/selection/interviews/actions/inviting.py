"""Who is invited: chosen by an officer, told by a letter with a personal link."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.selection.actions.pile import living
from otameshi.selection.interviews.actions import telling
from otameshi.selection.interviews.actions.reading import by_id, free
from otameshi.selection.interviews.models import Interview, InterviewRound
from otameshi.selection.interviews.rules import INTERVIEW, OPEN, State, chases
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import must_be_under_review

NOBODY = "面談を案内する応募を選んでください。まだ、だれにも送っていません。"


def chosen(held: InterviewRound, ids: Sequence[int], at: datetime) -> list[Candidacy]:
    """Return who would get the letter now; refuse nobody, strangers, and a round that cannot be."""
    if not ids:
        raise Refused(NOBODY)
    if held.choose_until <= at:
        raise Refused("日時を選ぶ期限が過ぎています。先に、面談の設定で期限を延ばしてください。")
    if not free(held, at):
        raise Refused("空いている枠がありません。先に、面談の枠を作ってください。")
    rows = db.session.scalars(
        select(Candidacy).where(Candidacy.id.in_(ids)).order_by(Candidacy.id)
    ).all()
    if len(rows) != len(set(ids)):
        raise Refused("選んだ応募が見つかりません。もう一度選んでください。")
    for one in rows:
        if one.application.call_id != held.call_id:
            raise Refused("ほかの募集回の応募が選ばれています。もう一度選んでください。")
        must_be_under_review(one.state)
    return list(rows)


def invite(
    held: InterviewRound, seen: Mapping[int, int], by: Person, at: datetime
) -> list[Interview]:
    """Invite the candidates of a list as it was shown; the letter and the row, or neither."""
    held = locked(InterviewRound, held.id)
    candidates = chosen(held, list(seen), at)
    return [_invite(held, living(one, seen[one.id]), by, at) for one in candidates]


def _invite(held: InterviewRound, candidacy: Candidacy, by: Person, at: datetime) -> Interview:
    query = select(Interview).where(Interview.candidacy_id == candidacy.id)
    known = db.session.scalar(query.with_for_update(of=Interview))
    state = known.state if known else State.NONE
    if state is State.HELD or state in OPEN:
        raise Refused(f"{candidacy.application.number}は、すでに案内しています（{state.label}）。")
    move = INTERVIEW.choose("invite", by.roles, state)
    one = known or Interview(round=held, candidacy=candidacy, state=move.target, invited_at=at)
    one.round, one.state, one.invited_at, one.slot = held, move.target, at, None
    one.chosen_at = one.reminded_at = None
    one.chased_at = at if chases(one.fact, held.terms, at) else None  # this letter does as well
    one.wish = one.reason = ""
    db.session.add(one)
    history.record(one, move.name, move.label, by=by, at=at, number=one.number)
    telling.to_candidate("interview_invited", one, at)
    return one


def held_for_change(
    interview: Interview, version: int | None = None, *, withdrawn_too: bool = False
) -> Interview:
    """Lock an interview; refuse when its application was withdrawn, or the page is old.

    The candidacy comes first, as in every other act of the selection.
    """
    if withdrawn_too:
        locked(Candidacy, interview.candidacy_id)
    else:
        living(interview.candidacy)
    row = locked(Interview, interview.id)
    unchanged(row, version)
    return db.session.scalars(by_id(row.id)).unique().one()


def again(interview: Interview, by: Person, at: datetime, version: int | None = None) -> None:
    """Write the letter once more, with a further link."""
    row = held_for_change(interview, version)
    move = INTERVIEW.choose("again", by.roles, row.state)
    history.record(row, move.name, move.label, by=by, at=at)
    telling.to_candidate("interview_booked" if row.slot else "interview_invited", row, at)


def revoke(interview: Interview, by: Person, at: datetime, version: int | None = None) -> None:
    """End every personal link that was sent, as when a letter went to a wrong address."""
    row = held_for_change(interview, version)
    move = INTERVIEW.choose("revoke", by.roles, row.state)
    live = [one for one in row.links if one.revoked_at is None]
    for one in live:
        one.revoked_at = at
    history.record(row, move.name, move.label, by=by, at=at, links=len(live))
