"""Make one valid thing; say only what the test is about."""

import hashlib
from datetime import date, datetime, timedelta
from importlib.resources import files
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from otameshi.applications.models import Application, Member, Wish
from otameshi.applications.rules import Kind
from otameshi.applications.rules import State as ApplicationState
from otameshi.claims.account import AccountKind
from otameshi.claims.invoicing.models import GrantAccount, PassbookPage
from otameshi.claims.invoicing.rules import Side
from otameshi.claims.models import Claim, ClaimLine, Receipt, SettledShare
from otameshi.claims.rules import State as ClaimState
from otameshi.claims.rules import Verdict
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.files import storage
from otameshi.grants.models import Grant, GrantPlanLine
from otameshi.grants.rules import State as GrantState
from otameshi.participation.models import Participant, Participation
from otameshi.people import Person
from otameshi.programme.models import (
    Call,
    Criterion,
    Host,
    Municipality,
    Office,
    ProgrammeYear,
    RulebookVersion,
    YearPaper,
)
from otameshi.programme.rules import Housing
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.panel.models import Seat, SecrecyVersion
from otameshi.selection.panel.rules import SeatState
from otameshi.selection.rules import TOLD
from otameshi.selection.rules import State as CandidacyState

T = TypeVar("T")
number = count(1)

EXAMPLE_RULEBOOK = (files("otameshi.subsidy") / "examples/nagano-otameshi.toml").read_text("utf-8")

NOON = japan(2026, 5, 11, 12)  # while the call of `call()` is open


def keep(thing: T) -> T:
    db.session.add(thing)
    db.session.flush()
    return thing


def person(*roles: Role, **facts: Any) -> Person:
    n = next(number)
    made = Person(
        **{"name": f"見本 {n}", "email": f"p{n}@example.jp", "verified_at": NOON, **facts}
    )
    for role in roles or (Role.APPLICANT,):
        made.give(role)
    return keep(made)


def year(fiscal_year: int = 2026, **facts: Any) -> ProgrammeYear:
    known = select(ProgrammeYear).where(ProgrammeYear.fiscal_year == fiscal_year)
    found = db.session.scalar(known)
    if found is not None:
        return found
    standard = {
        "name": "おためしナガノ2.0",
        "group_limit": 3,
        "age_base": date(fiscal_year, 8, 1),
        "age_least": 20,
        "age_most": 45,
        "age_most_soft": True,
        "trial_first": date(fiscal_year, 8, 1),
        "trial_last": date(fiscal_year + 1, 2, 28),
        "months_least": 3,
        "months_most": 6,
        "nights_a_month": 6,
        "nights_soft": True,
        "paid_by": date(fiscal_year + 1, 3, 14),
        "budget": Yen(5_000_000),
        "reviewers_each": 2,
        "guidelines": "おためしナガノ2.0事業補助金交付要綱",
        "document_code": f"{fiscal_year - 2018}産立",
        "issuer": "長野県知事",
        "section": "産業立地・IT振興課",
        "phone": "000-000-0000",
        "email": "otameshi@pref.example.jp",
    }
    made = keep(ProgrammeYear(fiscal_year=fiscal_year, **{**standard, **facts}))
    made.papers = YearPaper.standard()
    for position, name in enumerate(("事業の内容", "地域とのつながり"), start=1):
        keep(
            Criterion(
                year=made, position=position, name=name, description="", weight=position,
                most=5, floor=2, anchors=["不十分", "やや不十分", "普通", "良い", "とても良い"],
            )
        )  # fmt: skip
    return made


def host(of: ProgrammeYear | None = None, name: str = "見本市", **facts: Any) -> Host:
    n = next(number)
    town = keep(Municipality(code=f"{20000 + n}", name=name))
    made = keep(
        Host(
            **{
                "year": of or year(),
                "municipality": town,
                "position": n,
                "area": "見本エリア",
                "housing": Housing.SEARCH,
                **facts,
            }
        )
    )
    keep(Office(host=made, name=f"{name}オフィス"))
    return made


def call(of: ProgrammeYear | None = None, **facts: Any) -> Call:
    """Make a call that is open at NOON: 25 April to 18 May, 17:00."""
    of = of or year()
    standard = {
        "title": "第1回募集",
        "opens_at": japan(of.fiscal_year, 4, 25, 9),
        "closes_at": japan(of.fiscal_year, 5, 18, 17),
        "quota": 20,
        "quota_soft": True,
    }
    return keep(Call(year=of, **{**standard, **facts}))


def open_call(at: datetime, of: ProgrammeYear | None = None) -> Call:
    return call(of, opens_at=at - timedelta(days=10), closes_at=at + timedelta(days=10))


def member(position: int = 1, **facts: Any) -> Member:
    standard = {
        "position": position,
        "name": f"見本　太郎{position}",
        "kana": f"ミホン　タロウ{position}",
        "birth_date": date(1995, 4, 2),
        "prefecture": "東京都",
        "address": "見本区1-2-3",
        "occupation": "システム開発",
        "phone": "03-0000-0000",
    }
    return Member(**{**standard, **facts})


def application(
    by: Person | None = None,
    to: Call | None = None,
    state: ApplicationState = ApplicationState.SUBMITTED,
    people: int = 1,
    **facts: Any,
) -> Application:
    """Make an application that is complete but for its files."""
    to = to or call()
    by = by or person()
    where = to.year.hosts[0] if to.year.hosts else host(to.year)
    number_ = next(number)
    standard: dict[str, Any] = {
        "kind": Kind.SOLE,
        "trade_name": f"見本スタジオ{number_}",
        "business": "ウェブ制作",
        "career": "制作会社に5年勤務",
        "plan": "地域の事業者と組んで活動する",
        "stay_from": to.year.trial_first,
        "stay_to": to.year.trial_last,
        "months_explanation": "期間いっぱい滞在する",
        "nights_a_month": 8,
        "housing_help": False,
        "begun_at": NOON,
        "saved_at": NOON,
        "pledged_at": NOON,
        "consented_at": NOON,
        "members": [member(n) for n in range(1, people + 1)],
        "wishes": [Wish(host=where, rank=1)],
    }
    if state is ApplicationState.SUBMITTED:
        standard |= {"number": f"R8-{number_:04}", "submitted_at": NOON}
    return keep(Application(call=to, applicant=by, state=state, **{**standard, **facts}))


def candidacy(
    of: Application | None = None, state: CandidacyState = CandidacyState.REVIEWING, **facts: Any
) -> Candidacy:
    known = {"told": state, "told_at": NOON} if state in TOLD else {}
    return keep(Candidacy(application=of or application(), state=state, **{**known, **facts}))


def secrecy(of: ProgrammeYear) -> SecrecyVersion:
    """Return the year's 守秘義務, of which a first version is made when there is none."""
    found = db.session.scalar(
        select(SecrecyVersion)
        .where(SecrecyVersion.year_id == of.id)
        .order_by(SecrecyVersion.number.desc())
        .limit(1)
    )
    if found is not None:
        return found
    return keep(SecrecyVersion(year_id=of.id, number=1, text="話しません。", at=NOON))


def seat(of: Call, reviewer: Person | None = None, **facts: Any) -> Seat:
    """Seat a reviewer on the panel of a call: accepted, with a term that covers any day."""
    reviewer = reviewer or person(Role.REVIEWER)
    standard: dict[str, Any] = {
        "state": SeatState.ACCEPTED,
        "person": reviewer,
        "name": reviewer.name,
        "email": reviewer.email,
        "organisation": reviewer.organisation,
        "term_from": date(2000, 4, 1),
        "term_to": date(2099, 3, 31),
        "invited_at": NOON,
        "expires_at": NOON + timedelta(days=30),
        "secrecy": secrecy(of.year),
        "consented_at": NOON,
        "settled_at": NOON,
    }
    return keep(Seat(call=of, **{**standard, **facts}))


def sheet(of: Candidacy | None = None, reviewer: Person | None = None, **facts: Any) -> Sheet:
    """Give a candidate to a reviewer, who is seated on the panel of its call for that."""
    of, reviewer = of or candidacy(), reviewer or person(Role.REVIEWER)
    call_id = of.application.call_id
    known = select(Seat.id).where(Seat.call_id == call_id, Seat.person_id == reviewer.id)
    if db.session.scalar(known.limit(1)) is None:
        seat(of.application.call, reviewer)
    return keep(Sheet(candidacy=of, reviewer=reviewer, **facts))


def selected(of: Application | None = None, **facts: Any) -> Candidacy:
    return candidacy(
        of,
        CandidacyState.SELECTED,
        **{"decided_by": person(Role.MANAGER), "decided_at": NOON, **facts},
    )


def participation(of: Candidacy | None = None, **facts: Any) -> Participation:
    """Make a group that takes part, with the members of its application."""
    of = of or selected()
    application_ = of.application
    year_ = application_.call.year
    standard: dict[str, Any] = {
        "year": year_,
        "representative": application_.applicant,
        "title": application_.title,
        "host": application_.wishes[0].host,
        "first_day": year_.trial_first,
        "last_day": year_.trial_last,
        "wants_grant": True,
        "accepted_at": japan(year_.fiscal_year, 5, 11, 12),
        "people": [
            Participant(
                position=one.position,
                name=one.name,
                kana=one.kana,
                birth_date=one.birth_date,
                prefecture=one.prefecture,
                occupation=one.occupation,
                joined_on=year_.trial_first,
            )
            for one in application_.members
        ],
    }
    return keep(Participation(candidacy=of, **{**standard, **facts}))


def rulebook(of: ProgrammeYear | None = None, text: str = EXAMPLE_RULEBOOK) -> RulebookVersion:
    """Add a version of the year's subsidy rules; the example of the engine unless given."""
    of = of or year()
    used = db.session.scalars(db.select(RulebookVersion.number).filter_by(year_id=of.id)).all()
    digest = hashlib.sha256(text.encode()).hexdigest()
    latest = max(used, default=0) + 1
    return keep(RulebookVersion(year=of, number=latest, text=text, sha256=digest, at=NOON))


def grant(
    of: Participation | None = None, state: GrantState = GrantState.DRAFT, **facts: Any
) -> Grant:
    """Make a grant whose 交付申請書 is complete: office 200,000 yen and moving 60,000 yen."""
    of = of or participation()
    if not db.session.scalar(db.select(RulebookVersion).filter_by(year_id=of.year_id).limit(1)):
        rulebook(of.year)
    standard: dict[str, Any] = {
        "purpose": "地域の事業者と組んで活動する",
        "plan": [
            GrantPlanLine(kind="office", amount=Yen(200_000)),
            GrantPlanLine(kind="moving", amount=Yen(60_000)),
        ],
        "pledged": True,
    }
    if state is not GrantState.DRAFT:
        standard |= {"asked": Yen(260_000), "applied_on": date(of.year.fiscal_year, 7, 10)}
    return keep(Grant(participation=of, state=state, **{**standard, **facts}))


def decided_grant(of: Participation | None = None, **facts: Any) -> Grant:
    """Make a grant of 260,000 yen under a cap of 300,000, decided before the trial begins."""
    of = of or participation()
    book = rulebook(of.year)
    standard: dict[str, Any] = {
        "amount": Yen(260_000),
        "cap": Yen(300_000),
        "heads": len(of.people),
        "cohort_heads": 20,
        "rulebook": book,
        "first_day": of.first_day,
        "last_day": of.last_day,
        "paid_by": of.year.paid_by,
        "document_number": f"見本第{next(number)}号",
        "decided_on": date(of.year.fiscal_year, 7, 20),
        "checked_by": person(Role.OFFICER),
        "decided_by": person(Role.MANAGER),
    }
    return grant(of, GrantState.DECIDED, **{**standard, **facts})


def claim(of: Grant | None = None, **facts: Any) -> Claim:
    """Make an empty claim, the first of its grant."""
    standard = {"round": 1, "begun_at": NOON, "changed_at": NOON}
    return keep(Claim(grant=of or decided_grant(), **{**standard, **facts}))


def receipt_of_everything() -> Receipt:
    content = f"receipt {next(number)}".encode()
    attachment = storage.keep(content, "領収書.pdf", "application/pdf", None, NOON)
    return Receipt(attachment=attachment, shows=["receipt", "contract", "ticket"])


def claim_line(of: Claim, amount: int = 50_000, kind: str = "office", **facts: Any) -> ClaimLine:
    """Add an expense of the first September of the trial, with a receipt that shows everything."""
    day = date(of.grant.participation.year.fiscal_year, 9, 1)
    standard: dict[str, Any] = {
        "kind": kind,
        "amount": Yen(amount),
        "incurred_on": day,
        "paid_on": day,
        "payee": "見本コワーキング",
        "purpose": "9月分の利用料",
        "receipts": [receipt_of_everything()],
    }
    line = ClaimLine(**{**standard, **facts})
    of.lines.append(line)
    db.session.flush()
    return line


def settled_claim(of: Grant | None = None, amount: int = 50_000, **facts: Any) -> Claim:
    """Make a claim of one expense, checked by one and settled by another."""
    standard: dict[str, Any] = {
        "state": ClaimState.SETTLED,
        "submitted_at": NOON,
        "settled": Yen(amount),
        "settled_on": date(2026, 10, 1),
        "document_number": f"見本第{next(number)}号",
        "checked_by": person(Role.OFFICER),
        "settled_by": person(Role.MANAGER),
    }
    made = claim(of, **{**standard, **facts})
    claim_line(made, amount, verdict=Verdict.ACCEPTED)
    if made.settled:
        made.shares.append(SettledShare(kind="office", amount=made.settled))
        db.session.flush()
    return made


def passbook(of: GrantAccount) -> GrantAccount:
    """Add a picture of each side of the passbook."""
    for side in Side:
        content = f"passbook {next(number)}".encode()
        kept = storage.keep(content, f"{side}.png", "image/png", None, NOON)
        of.pages.append(PassbookPage(attachment_id=kept.id, side=side))
    db.session.flush()
    return of


def account(of: Grant | None = None, **facts: Any) -> GrantAccount:
    """Make an account of the list of `tests.claims.invoicing.lists`, with its passbook."""
    of = of or decided_grant()
    standard: dict[str, Any] = {
        "grant": of,
        "bank": "八十二長野銀行",
        "branch": "松本",
        "bank_code": "0143",
        "bank_kana": "ハチジユウニナガノ",
        "branch_code": "402",
        "branch_kana": "マツモト",
        "kind": AccountKind.ORDINARY,
        "number": "0123456",
        "holder": of.participation.people[0].kana,
        "at": NOON,
        "person_id": of.grantee.id,
    }
    return passbook(keep(GrantAccount(**{**standard, **facts})))


def invoiced_claim(of: Grant | None = None, amount: int = 50_000, **facts: Any) -> Claim:
    standard: dict[str, Any] = {
        "state": ClaimState.INVOICED,
        "invoiced_on": date(2026, 10, 5),
        "bank": "見本銀行",
        "branch": "本店",
        "account_kind": AccountKind.ORDINARY,
        "account_number": "0123456",
        "account_holder": "ミホン　タロウ１",
    }
    return settled_claim(of, amount, **{**standard, **facts})
