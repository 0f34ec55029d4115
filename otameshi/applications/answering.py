"""The answers of an application, kept page by page, at any time before the deadline."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from otameshi import history
from otameshi.applications import attaching, permits, unsaved
from otameshi.applications.answers import (
    BusinessAnswers,
    CostAnswers,
    KindAnswers,
    MemberAnswers,
    PlanAnswers,
    changes,
)
from otameshi.applications.documents import snapshot
from otameshi.applications.members.rules import may_join
from otameshi.applications.models import (
    Application,
    Member,
    PlannedCost,
    Wish,
)
from otameshi.applications.questions import keeping
from otameshi.applications.questions.keeping import OwnAnswers
from otameshi.applications.rules import (
    MOST_COSTS,
    PageName,
    acting,
    member_title,
)
from otameshi.core.states import Refused
from otameshi.db import db, locked_again, unchanged
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme import actions as programme


@contextmanager
def _changed(
    application: Application,
    page: PageName,
    by: Person,
    at: datetime,
    version: int | None,
    own: OwnAnswers | None = None,
) -> Iterator[Application]:
    """Let a page change its answers in time, or where it was asked for; a correction is kept."""
    row = locked_again(application)
    unchanged(row, version)
    acting(row.applicant_id, row.channel, by.id, by.roles)
    permit = permits.permit(row, page, by, at)
    rulebook = programme.rules_of(row.call.year) if row.number else None
    before = snapshot(row, rulebook) if row.number else {}
    yield row
    row.saved_at = at
    row.search_key = row.search_words
    keeping.keep(row, page, own, by, at)
    unsaved.settle(row, page)
    db.session.flush()
    if row.number is not None:
        permit.keep(by, at)
        _note(permit, page, changes(before, snapshot(row, rulebook)), by, at)


def _note(
    permit: permits.Permit, page: PageName, changed: dict[str, list[str]], by: Person, at: datetime
) -> None:
    """Record a correction and confirm it; an answer to the office has a letter of its own."""
    row, label = permit.row, f"{permit.label}：{page.label}"
    history.record(row, permit.act, label, by=by, at=at, changes=changed)
    if permit.request is None:
        post.write(
            "application_corrected",
            to=row.applicant,
            at=at,
            application=row,
            page=page,
            changed=list(changed),
        )


def save_kind(
    application: Application,
    answers: KindAnswers,
    by: Person,
    at: datetime,
    version: int | None = None,
    own: OwnAnswers | None = None,
) -> None:
    with _changed(application, PageName.KIND, by, at, version, own) as row:
        row.kind = answers.kind
        row.trade_name = answers.trade_name
        row.corporate_number = answers.corporate_number
        row.leader = answers.leader
        row.employer_consent = answers.employer_consent


def save_member(
    application: Application,
    position: int,
    answers: MemberAnswers,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Set the member at a position, or add one at the end; the year's limit is kept."""
    with _changed(application, PageName.MEMBERS, by, at, version) as row:
        limit = row.call.year.group_limit
        if not 1 <= position <= min(limit, len(row.members) + 1):
            raise Refused(f"1組は{limit}人までです。代表者から順に入力してください。")
        if position > len(row.members):
            may_join(wanted=row.call.year.member_consent, submitted=row.number is not None)
            row.members.append(Member(position=position))
        member = row.members[position - 1]
        for name in MemberAnswers.__slots__:
            setattr(member, name, getattr(answers, name))


def remove_member(
    application: Application, position: int, by: Person, at: datetime, version: int | None = None
) -> None:
    """Take a member out; those after move up, so the first is always the representative."""
    with _changed(application, PageName.MEMBERS, by, at, version) as row:
        if not 1 <= position <= len(row.members):
            raise Refused("そのメンバーは、すでに削除されています。")
        if position == 1 and len(row.members) > 1:
            raise Refused(
                f"ほかのメンバーがいる間は、{member_title(1)}を削除できません。"
                "代表者を変えるときは、内容を入力し直してください。"
            )
        row.members.pop(position - 1)
        db.session.flush()
        unsaved.close_gap(row, position)
        for place, one in enumerate(row.members, start=1):
            one.position = place
            db.session.flush()  # one by one: no two may hold a place for a moment


def save_business(
    application: Application,
    answers: BusinessAnswers,
    by: Person,
    at: datetime,
    version: int | None = None,
    own: OwnAnswers | None = None,
) -> None:
    with _changed(application, PageName.BUSINESS, by, at, version, own) as row:
        for name in BusinessAnswers.__slots__:
            setattr(row, name, getattr(answers, name))


def save_plan(
    application: Application,
    answers: PlanAnswers,
    by: Person,
    at: datetime,
    version: int | None = None,
    own: OwnAnswers | None = None,
) -> None:
    """Keep the plan; municipalities and office must be among the year's own."""
    with _changed(application, PageName.PLAN, by, at, version, own) as row:
        hosts = {host.id: host for host in programme.hosts_of(row.call.year)}
        wished = [hosts[key] for key in answers.wishes if key in hosts]
        offices = {office.id for host in wished for office in host.offices}
        if len(wished) != len(answers.wishes) or len(set(answers.wishes)) != len(wished):
            raise Refused(
                "希望する市町村は、この年度の市町村から、重ならないように選んでください。"
            )
        if answers.office_id is not None and answers.office_id not in offices:
            raise Refused("希望するオフィスは、希望する市町村のオフィスから選んでください。")
        row.wishes.clear()
        db.session.flush()
        row.wishes = [Wish(host=host, rank=rank) for rank, host in enumerate(wished, start=1)]
        for name in PlanAnswers.__slots__:
            if name != "wishes":
                setattr(row, name, getattr(answers, name))


def save_costs(
    application: Application,
    lines: Sequence[CostAnswers],
    by: Person,
    at: datetime,
    version: int | None = None,
    own: OwnAnswers | None = None,
) -> None:
    """Keep the planned costs, each of a kind that the year's rulebook knows."""
    with _changed(application, PageName.COSTS, by, at, version, own) as row:
        rulebook = programme.rules_of(row.call.year)
        if len(lines) > MOST_COSTS:
            raise Refused(f"経費は{MOST_COSTS}行までです。同じ種類はまとめて入力してください。")
        if any(rulebook is None or rulebook.kind(line.kind) is None for line in lines):
            raise Refused("この年度の規則にない経費の種類です。選び直してください。")
        row.costs = [
            PlannedCost(
                kind=line.kind,
                sub_kind=line.sub_kind,
                contract=line.contract,
                amount=line.amount,
                note=line.note,
            )
            for line in lines
        ]


def attach(
    application: Application,
    files: attaching.Files,
    by: Person,
    at: datetime,
    version: int | None = None,
    own: OwnAnswers | None = None,
) -> None:
    """Take files through the gate, by the key of the paper that the year asks for."""
    with _changed(application, PageName.FILES, by, at, version, own) as row:
        attaching.take(row, files, by, at)


def detach(
    application: Application, paper_id: int, by: Person, at: datetime, version: int | None = None
) -> None:
    """Take a file out of the application."""
    with _changed(application, PageName.FILES, by, at, version) as row:
        found = [one for one in row.papers if one.id == paper_id]
        if not found:
            raise Refused("そのファイルは、すでに削除されています。")
        row.papers.remove(found[0])
        if row.number is None:  # what was submitted once is kept as it was received
            db.session.flush()
            db.session.delete(found[0].attachment)
