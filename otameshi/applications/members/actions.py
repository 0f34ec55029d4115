"""Asking a member for the own part, and taking it. Whoever acts holds the application first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from otameshi import history
from otameshi.accounts import links
from otameshi.applications import answering, unsaved
from otameshi.applications.answers import MemberAnswers
from otameshi.applications.members.models import MemberRequest
from otameshi.applications.members.rules import (
    DAY,
    LIFETIME,
    REQUEST,
    USED,
    State,
    may_be_written_to,
    must_be_a_member,
    must_be_draft,
    must_be_promised,
)
from otameshi.applications.models import Application, Member
from otameshi.applications.rules import (
    Missing,
    PageName,
    changeable,
    complete,
    member_title,
    missing,
    owned,
)
from otameshi.applications.window import second_in_words
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.people import Person, digest, new_token

INVITED = "member_invited"


@dataclass(frozen=True, slots=True)
class Asked:
    """A member asked just now. The token stands in the letter and nowhere else."""

    request: MemberRequest
    token: str


@dataclass(frozen=True, slots=True)
class Invitee:
    """Whom a letter goes to; the name counts only for a member who is new."""

    position: int
    email: str
    name: str = ""


def ask(
    application: Application,
    to: Invitee,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> Asked:
    """Write to a member; the place after the last one is a new member of that name."""
    row = _held(application, by, at, version)
    must_be_a_member(to.position, len(row.members), row.call.year.group_limit)
    _may_be_written_to(row, to.email, at)
    if to.position > len(row.members):
        answering.save_member(row, to.position, _only(to.name), by, at)
    member = row.members[to.position - 1]
    move = REQUEST.choose("ask", by.roles, State.NONE)
    _settle(row, member, "replace", by, at)
    token = new_token()
    request = MemberRequest(
        email=to.email,
        token_hash=digest(token),
        state=move.target,
        sent_at=at,
        expires_at=at + LIFETIME,
    )
    row.requests.append(request)
    member.requests.append(request)
    _note(row, "ask_member", member, "に入力と同意を依頼した", by, at)
    _invite(row, member, request, token)
    return Asked(request, token)


def may_ask(row: Application, at: datetime) -> bool:
    """Whether a member may be asked and may answer: a draft, while it can be changed."""
    return row.number is None and changeable(row.state) and row.window.open(at)


def _only(name: str) -> MemberAnswers:
    return MemberAnswers(name, "", None, "", "", "", "", "", has_base=False)


def _held(
    application: Application, by: Person, at: datetime, version: int | None = None
) -> Application:
    """Lock a draft of one's own while it can be changed."""
    row = locked(Application, application.id)
    unchanged(row, version)
    owned(row.applicant_id, by.id)
    must_be_draft(submitted=row.number is not None)
    row.window.must_be_open(at)
    return row


def _may_be_written_to(row: Application, email: str, at: datetime) -> None:
    lately = select(func.count()).where(
        MemberRequest.application_id == row.id, MemberRequest.sent_at > at - DAY
    )
    may_be_written_to(
        email,
        row.applicant.email,
        lately=db.session.scalar(lately) or 0,
        crowded=links.crowded(email, (INVITED,), at),
    )


def _settle(row: Application, member: Member, name: str, by: Person, at: datetime) -> bool:
    """End the link that a member has, if any; return whether there was one."""
    for one in row.requests:
        if one.member_id == member.id and one.state is State.WAITING:
            one.state = REQUEST.choose(name, by.roles, one.state).target
            one.settled_at = at
            db.session.flush()  # one at a time waits
            return True
    return False


def revoke(
    application: Application, position: int, by: Person, at: datetime, version: int | None = None
) -> None:
    """End a member's link, as when it went to a wrong address."""
    row = _held(application, by, at, version)
    must_be_a_member(position, len(row.members) - 1, row.call.year.group_limit)
    member = row.members[position - 1]
    if not _settle(row, member, "revoke", by, at):
        raise Refused("取り消す依頼はありません。")
    _note(row, "revoke_member", member, "への依頼を取り消した", by, at)


def _note(
    row: Application,
    act: str,
    member: Member,
    did: str,
    by: Person,
    at: datetime,
) -> None:
    history.record(row, act, _did(member, did), by=by, at=at, member=member.id)


def _did(member: Member, did: str) -> str:
    return f"{member_title(member.position)}（{member.name}）{did}"


def _invite(row: Application, member: Member, request: MemberRequest, token: str) -> None:
    post.write(
        INVITED,
        request.email,
        request.sent_at,
        confidential=True,
        token=token,
        name=member.name,
        inviter=inviter(row),
        call=row.call,
        until=second_in_words(until(row, request)),
    )


def inviter(row: Application) -> str:
    """Return who asks: the representative (代表者), by the account until a name is typed."""
    first = row.representative
    return (first.name if first else "") or row.applicant.name


def until(row: Application, request: MemberRequest) -> datetime:
    """Return when the link ends: by itself, or because the application can be changed no more."""
    return min(request.expires_at, row.window.closes_at)


@dataclass(frozen=True, slots=True)
class Own:
    """What a link opens: one member of one application, and nothing of the others."""

    application: Application
    member: Member
    request: MemberRequest


def known(token: str) -> bool:
    """Whether a link was ever given out: one that is used up is told from one that never was."""
    found = select(MemberRequest.id).where(MemberRequest.token_hash == digest(token))
    return db.session.scalar(found) is not None


def open_to(token: str, at: datetime) -> Own | None:
    """Return the own part that a link opens now; expired, used, ended and unknown give None."""
    request = db.session.scalar(
        select(MemberRequest).where(MemberRequest.token_hash == digest(token))
    )
    return None if request is None else _opened(request, at)


def _opened(request: MemberRequest, at: datetime) -> Own | None:
    row = db.session.get_one(Application, request.application_id)
    member = next((one for one in row.members if one.id == request.member_id), None)
    draft = may_ask(row, at)
    waits = request.state is State.WAITING and at < request.expires_at
    return Own(row, member, request) if member is not None and draft and waits else None


def answer(  # what the member gave, and both promises
    token: str, answers: MemberAnswers, at: datetime, *, pledged: bool, consented: bool
) -> None:
    """Keep the own part of whoever holds the link, with the consent to just this content."""
    must_be_promised(pledged=pledged, consented=consented)
    own = open_to(token, at)
    if own is None:
        raise Refused(USED)
    row = locked(Application, own.application.id)
    request = locked(MemberRequest, own.request.id)
    db.session.expire(row, ["members"])
    held = _opened(request, at)
    if held is None:  # somebody was quicker, while this waited
        raise Refused(USED)
    move = REQUEST.choose("answer", {Role.VISITOR}, request.state)
    for name in MemberAnswers.__slots__:
        setattr(held.member, name, getattr(answers, name))
    request.content, request.settled_at = held.member.content_hash, at
    request.state = move.target
    complete(_lacking(row, held.member))
    unsaved.settle(row, PageName.MEMBERS)
    row.saved_at, row.search_key = at, row.search_words
    year, label = row.call.year, _did(held.member, "が本人の欄を入力し、誓約・同意した")
    words = [*year.pledges, year.privacy]  # as they stood on the page
    key = held.member.id
    history.record(row, "answer_member", label, by=None, at=at, member=key, declared=words)
    post.write("member_answered", row.applicant, at, application=row, member=held.member)


def _lacking(row: Application, member: Member) -> list[Missing]:
    found = missing(row.fact, row.call.year.terms)
    return [
        one for one in found if one.page is PageName.MEMBERS and one.position == member.position
    ]
