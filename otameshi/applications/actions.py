"""Beginning, submitting and withdrawing an application. No function here knows of pages."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload, subqueryload

from otameshi import history
from otameshi.applications import numbers, unsaved
from otameshi.applications.correction import actions as correction
from otameshi.applications.documents import RECEIPT, moment_in_words, receipt
from otameshi.applications.entering.withdrawal import Told, believable, may_be_told
from otameshi.applications.extension import actions as extension
from otameshi.applications.models import Application
from otameshi.applications.questions.keeping import settle
from otameshi.applications.questions.standing import lacking
from otameshi.applications.requirements import wanting
from otameshi.applications.rules import (
    ALIVE,
    APPLICATION,
    ENTERED,
    SETTLED,
    State,
    acting,
    asked_of,
    complete,
    owned,
    promises,
)
from otameshi.applications.versions import actions as versions
from otameshi.applications.versions.rules import Occasion
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import OFFICE
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, numbering, post
from otameshi.files import storage
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import Call, ProgrammeYear

# All that belongs to an application, in a constant number of statements however many there are.
WHOLE = (
    joinedload(Application.call).joinedload(Call.year).subqueryload(ProgrammeYear.questionnaires),
    subqueryload(Application.sheet),
    subqueryload(Application.members),
    subqueryload(Application.requests),
    subqueryload(Application.wishes),
    subqueryload(Application.costs),
    subqueryload(Application.papers),
)
SERIES = "application"
RECEIPT_KIND = "application_receipt"
# What says until when an application is taken.
WINDOW = (
    joinedload(Application.call).joinedload(Call.year),
    joinedload(Application.extension),
)


def own(person: Person) -> Select[Application]:
    """Select the applications that are the person's own."""
    return select(Application).where(Application.applicant_id == person.id).options(*WINDOW)


def visible_to(person: Person) -> Select[Application]:
    """Select one's own; for the office, all that were submitted. Drafts are nobody else's."""
    mine: ColumnElement[bool] = Application.applicant_id == person.id
    if person.roles & OFFICE:
        seen = or_(Application.number.is_not(None), Application.channel.in_(ENTERED))
        return select(Application).where(or_(mine, seen))
    return select(Application).where(mine)


def registered(person: Person) -> Select[Application]:
    """Select what stands in the office's register: all that was ever submitted."""
    if person.roles & OFFICE:
        return select(Application).where(Application.number.is_not(None))
    return select(Application).where(false())


def own_list(person: Person) -> Select[Application]:
    """Select one's own with what their list shows, the latest first."""
    return own(person).options(*WHOLE).order_by(Application.id.desc())


def drafts() -> Select[int, int]:
    """Select how many applications to each call are being filled in: never their content."""
    return (
        select(Application.call_id, func.count().label("drafts"))
        .where(Application.state.in_(set(State) - SETTLED))
        .group_by(Application.call_id)
    )


def receipts(application: Application) -> Select[issue.IssuedPaper]:
    return issue.about(application).where(issue.IssuedPaper.kind == RECEIPT_KIND)


def alive(call: Call, person: Person) -> Application | None:
    """Return the person's application to this call that is not withdrawn."""
    theirs = Application.call_id == call.id, Application.applicant_id == person.id
    return db.session.scalar(select(Application).where(*theirs, Application.state.in_(ALIVE)))


def begin(call: Call, by: Person, at: datetime) -> Application:
    """Begin an application, or return the one begun before: there is one a call and person."""
    extension.window_for(call, by).must_be_open(at)
    found = alive(call, by)
    if found is not None:
        return found
    extension.adopt(call, by)
    application = Application(call=call, applicant=by, begun_at=at, saved_at=at)
    db.session.add(application)
    history.record(application, "begin", "応募の入力を始めた", by=by, at=at)
    return application


def submit(  # noqa: PLR0913  # who, when, both promises, and what the page knew
    application: Application,
    by: Person,
    at: datetime,
    *,
    pledged: bool,
    consented: bool,
    version: int | None = None,
    begun: datetime | None = None,
) -> None:
    """Submit what is whole, in time, with every file as it was received; give it its number.

    `begun` is when the request began to arrive: what counts for the call's grace (猶予).
    """
    row = locked(Application, application.id)
    unchanged(row, version)
    acting(row.applicant_id, row.channel, by.id, by.roles)
    year, came = row.call.year, row.counted_at(by, at)
    begun = row.counted_at(by, begun or at)
    row.window.must_take(came, begun)
    own_hand = row.applicant_id == by.id
    move = APPLICATION.choose("submit" if own_hand else "receive", by.roles, row.state)
    fixed = asked_of(wanting(row.fact, year.terms), row.channel)
    complete((*fixed, *lacking(row), *promises(pledged=pledged, consented=consented)))
    settle(row)
    _files_stand(row)
    unsaved.all_saved(row)
    following = numbering.following(SERIES, year.fiscal_year)
    row.pledged_at = row.consented_at = row.submitted_at = came
    row.saved_at = at
    row.pledged_words, row.consented_words = list(year.pledges), year.privacy
    row.number = numbers.written(year.fiscal_year, following)
    row.state = move.target
    row.search_key = row.search_words
    files = [
        [one.attachment.name, one.attachment.size, one.attachment.sha256] for one in row.papers
    ]
    taken = row.window.taken(came, begun)
    history.record(
        row, move.name, move.label, by=by, at=at, number=row.number, taken=taken, files=files
    )
    versions.keep(row, Occasion.SUBMITTED, by, at)
    deadline = moment_in_words(row.window.closes_at)
    words = {"received": moment_in_words(came), "deadline": deadline, "taken": taken}
    post.write("application_received", row.applicant, at, application=row, words=words)
    content = receipt(row, programme.rules_of(year))
    issue.issue(row, RECEIPT_KIND, RECEIPT, content, to=row.applicant, at=at)


def _files_stand(application: Application) -> None:
    """Look at the stored files themselves: a cut upload must not pass for a whole one."""
    for one in application.papers:
        if storage.fault(one.attachment) is not None:
            raise Refused(
                f"添付「{one.attachment.name}」の保存を確かめられませんでした。"
                "添付のページで削除し、もう一度添付してください。"
            )


def withdraw(
    application: Application, note: str, by: Person, at: datetime, version: int | None = None
) -> None:
    """Withdraw before the deadline, with a reason; another application may then be begun."""
    row = locked(Application, application.id)
    unchanged(row, version)
    owned(row.applicant_id, by.id)
    row.window.must_be_open(at)
    move = APPLICATION.choose("withdraw", by.roles, row.state, note)
    _withdrawn(row, at)
    history.record(row, move.name, move.label, by=by, at=at, note=note)


def withdraw_for(
    application: Application, told: Told, by: Person, at: datetime, version: int | None = None
) -> None:
    """Withdraw what an officer entered, for an applicant who told the office.

    The deadline is not asked: whoever may still be selected may still step back.
    """
    row = locked(Application, application.id)
    unchanged(row, version)
    may_be_told(row.channel)
    believable(told.on, day_in_japan(row.received_at or row.begun_at), day_in_japan(at))
    move = APPLICATION.choose("withdraw_for", by.roles, row.state, told.note)
    _withdrawn(row, at)
    label = f"{move.label}（{told.words}）"
    facts = {"how": told.how, "on": told.on}
    history.record(row, move.name, label, by=by, at=at, note=told.note, **facts)


def _withdrawn(row: Application, at: datetime) -> None:
    """End an application, and what is asked about it; tell whoever had it handed in."""
    row.state, row.saved_at = State.WITHDRAWN, at
    correction.drop(row, at)
    if row.number is not None:
        until = row.window.closes_at
        deadline = moment_in_words(until) if at < until else ""
        post.write("application_withdrawn", row.applicant, at, application=row, deadline=deadline)
