"""Asking the groups, and taking their answers. No function here commits or knows a page."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Select, select

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.questions import Answer as Said
from otameshi.core.questions import Question, fault, lack, stored, words
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.followup import outcomes, rules
from otameshi.followup.answering.rules import check_answers, check_day
from otameshi.followup.asking import letters
from otameshi.followup.asking.sending import Asked, invite, reissue, remind, revoke
from otameshi.followup.models import Invitation, Reply
from otameshi.followup.rules import Phase, Source
from otameshi.people import Person, digest

__all__ = [
    "Asked",
    "invite",
    "open_and_locked",
    "open_to",
    "record",
    "reissue",
    "remind",
    "reply",
    "revoke",
]


def open_to(token: str, at: datetime) -> Invitation | None:
    """Return the invitation of a link that still counts; expired, ended and unknown are alike."""
    return _behind(token, at, select(Invitation))


def _behind(token: str, at: datetime, query: Select[Invitation]) -> Invitation | None:
    found = db.session.scalar(query.where(Invitation.token_hash == digest(token)))
    if found is None or found.revoked_at is not None:
        return None
    return found if found.phase(day_in_japan(at)) is Phase.RUNNING else None


def open_and_locked(token: str, at: datetime) -> Invitation:
    """Return the invitation of a link for change, or refuse where the link does not count."""
    own = select(Invitation).with_for_update().execution_options(populate_existing=True)
    invitation = _behind(token, at, own)
    if invitation is None:
        raise Refused("このリンクでは回答できません。届いた最新のメールのリンクをお使いください。")
    return invitation


def reply(
    token: str, answers: Mapping[str, Said | None], at: datetime, version: int | None = None
) -> Reply:
    """Take the group's own answers; until the link ends they may be given anew."""
    invitation = open_and_locked(token, at)
    unchanged(invitation, version)
    by_link = (one.answered_at for one in invitation.replies if one.source is Source.LINK)
    check_answers(by_link, at)
    given = _answer(invitation, answers, at=at, by=None, source=Source.LINK)
    letters.thank(given, token, at)
    return given


def record(  # noqa: PLR0913  # what was said, to whom, how, when, and why so late
    invitation: Invitation,
    answers: Mapping[str, Said | None],
    *,
    by: Person,
    at: datetime,
    source: Source = Source.TELEPHONE,
    given_on: date | None = None,
    note: str = "",
    version: int | None = None,
) -> Reply:
    """Note answers that staff took down; to replace an answer or to be late needs a reason."""
    invitation = locked(Invitation, invitation.id)
    unchanged(invitation, version)
    given_on = given_on or day_in_japan(at)
    check_day(given_on, invitation.opens_on, day_in_japan(at))
    rules.check_spoken_answer(
        invitation.phase(day_in_japan(at)), note, answered=invitation.reply is not None
    )
    given = _answer(invitation, answers, at=at, by=by, source=source, note=note)
    given.given_on = given_on
    return given


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
