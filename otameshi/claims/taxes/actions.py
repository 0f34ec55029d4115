"""A group reports its input tax credits; an officer asks for it, and acknowledges or returns it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from otameshi import history
from otameshi.claims.after.actions.ordering import draft
from otameshi.claims.after.rules import Cause
from otameshi.claims.taxes import documents, reading, rules
from otameshi.claims.taxes.models import TaxReport
from otameshi.claims.taxes.reading import Asked
from otameshi.claims.taxes.rules import OPEN, TAX_REPORT, WITH_OWN_PAGE, Standing, State
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, post
from otameshi.files import gate
from otameshi.files.kinds import RECEIPTS
from otameshi.grants.models import Grant
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class Report:
    """What the page of the report holds; `file` is (name, content) of a document."""

    standing: Standing
    amount: Yen
    words: str = ""
    file: tuple[str, bytes] | None = None


def report(
    grant: Grant, sent: Report, by: Person, at: datetime, version: int | None = None
) -> TaxReport:
    """Report, or report again what was returned; 0円 is a report too."""
    grant = locked(Grant, grant.id)
    asked = reading.find(grant.id, by)
    if asked is None or grant.participation.representative_id != by.id:
        raise Refused("この報告は、補助金の支払を受けた組の代表者が行ってください。")
    one = _fresh(asked, version)
    move = TAX_REPORT.choose("report", by.roles, asked.state)
    rules.must_fit(sent.standing, sent.amount, reading.most(grant))
    kept = sent.file is not None or (one is not None and one.attachment_id is not None)
    rules.must_be_shown(sent.standing, sent.words, document=kept)
    document = None if sent.file is None else gate.receive(*sent.file, by, at, RECEIPTS)
    with db.session.no_autoflush:  # the state and what it promises are saved together
        if one is None:
            one = TaxReport(grant=grant)
            db.session.add(one)
        if document is not None:
            one.attachment_id = document.id
        one.standing, one.amount, one.words = sent.standing, sent.amount, sent.words.strip()
        one.reported_on, one.state = day_in_japan(at), move.target
    history.record(one, move.name, move.label, by=by, at=at, amount=one.amount)
    title = "消費税及び地方消費税に係る仕入控除税額報告書"
    issue.issue(one, "tax_report", title, documents.report(one), to=by, at=at)
    _write("tax_report_received", one.grant, at, report=one)
    return one


def _fresh(asked: Asked, version: int | None) -> TaxReport | None:
    if asked.report is None:
        if version:
            raise Overtaken
        return None
    one = locked(TaxReport, asked.report.id)
    unchanged(one, version)
    return one


def take(
    one: TaxReport, name: str, by: Person, at: datetime, note: str = "", version: int | None = None
) -> TaxReport:
    """Acknowledge or return a report; what was got back is asked for, without 加算金."""
    if name in WITH_OWN_PAGE:
        raise Refused("この手続きは、専用のページから行ってください。")
    one = locked(TaxReport, one.id)
    unchanged(one, version)
    move = TAX_REPORT.choose(name, by.roles, one.state, note)
    with db.session.no_autoflush:  # as above
        one.state = move.target
        if one.state is State.ACKNOWLEDGED:
            one.acknowledged_by, one.acknowledged_on = by, day_in_japan(at)
    history.record(one, name, move.label, by=by, at=at, note=note)
    if one.state is State.ACKNOWLEDGED and one.amount:
        _order(one, by, at)
    _write(LETTERS[name], one.grant, at, report=one, note=note)
    return one


def order_again(one: TaxReport, by: Person, at: datetime) -> TaxReport:
    """Draft the return once more, when its first draft was given back or dropped."""
    one = locked(TaxReport, one.id)
    if not by.has(Role.OFFICER):
        raise Refused("返還命令の案は、担当者が作ってください。")
    if not one.wants_order:
        raise Refused("返還命令の案を作る額がないか、すでに案か命令があります。")
    _order(one, by, at)
    return one


def _order(one: TaxReport, by: Person, at: datetime) -> None:
    grant = locked(Grant, one.grant_id)
    rules.must_fit(one.standing, one.amount, reading.most(grant))
    one.repayment = draft(grant, Cause.TAX, one.amount, by, by, at)


LETTERS = {"return": "tax_report_returned", "acknowledge": "tax_report_acknowledged"}


def ask(grants: Iterable[Grant], by: Person, at: datetime) -> int:
    """Write to each group whose report is lacking, once a day; return to how many."""
    if not by.has(Role.OFFICER):
        raise Refused("報告を求めるメールは、担当者が送ってください。")
    today, count = day_in_japan(at), 0
    for asked in reading.beside(grants):
        grant = locked(Grant, asked.grant.id)
        if asked.state not in OPEN or not rules.may_ask_again(_asked_on(grant), today):
            continue
        name, label = rules.ASK
        history.record(grant, name, label, by=by, at=at)
        _write("tax_report_asked", grant, at, grant=grant, due_on=asked.due_on)
        count += 1
    if not count:
        raise Refused("いまメールを送る組はありません（報告済みか、今日すでに送っています）。")
    return count


def _asked_on(grant: Grant) -> date | None:
    name, _ = rules.ASK
    found = history.of(grant).where(history.Event.act == name).order_by(None)
    last = db.session.scalars(found.order_by(history.Event.id.desc()).limit(1)).first()
    return None if last is None else day_in_japan(last.at)


def _write(kind: str, about: Grant, at: datetime, **facts: Any) -> None:
    year = about.participation.year
    post.write(kind, to=about.grantee, at=at, year=year, title=about.participation.title, **facts)
