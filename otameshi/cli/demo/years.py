"""A programme year of the demonstration, with its rubric and its rulebook."""

import hashlib
from datetime import date, datetime, timedelta
from importlib.resources import files

from otameshi.core.clock import japan
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.programme.models import Call, Criterion, ProgrammeYear, RulebookVersion, YearPaper
from otameshi.programme.rules import PLEDGES, WORKS

ANCHORS = ["不十分", "やや不十分", "普通", "良い", "とても良い"]
RUBRIC = (
    ("事業の内容と実現性", "ITを中心とした事業が具体的で、期間中に実行できるか", 3, 2),
    ("地域とのつながり", "地域の人や事業者とどのように関わるか", 3, 2),
    ("拠点を置く意欲", "おためしの後に県内に拠点を置く見込みがあるか", 2, 0),
    ("滞在計画", "滞在の日数、場所、仕事の進め方が具体的か", 2, 0),
)
REIWA_BEFORE = 2018


def _year(number: int, first: date, last: date, budget: int) -> ProgrammeYear:
    return ProgrammeYear(
        fiscal_year=number,
        name="おためしナガノ2.0",
        group_limit=3,
        age_base=date(number, 8, 1),
        age_least=20,
        age_most=45,
        age_most_soft=True,
        trial_first=first,
        trial_last=last,
        months_least=3,
        months_most=6,
        nights_a_month=6,
        nights_soft=True,
        paid_by=last + timedelta(days=14),
        budget=Yen(budget),
        reviewers_each=2,
        works=list(WORKS),
        pledges=list(PLEDGES),
        guidelines="おためしナガノ2.0事業補助金交付要綱（見本）",
        document_code=f"{number - REIWA_BEFORE}産立",
        issuer="長野県知事　見本　一",
        section="産業立地・IT振興課 ITバレー推進係（見本）",
        phone="000-000-0000",
        email="otameshi@pref.example.jp",
    )


def rulebook_text(number: int) -> str:
    """Return the example rulebook, set to a year."""
    text = (files("otameshi.subsidy") / "examples/nagano-otameshi.toml").read_text("utf-8")
    return text.replace("fiscal_year = 2024", f"fiscal_year = {number}")


# No bank has this code: a file of the demonstration is sent back by every one.
PAYER = {
    "payer_code": "9999999999",
    "payer_name_kana": "ミホンケン　サンギヨウリツチ",
    "payer_bank_code": "9999",
    "payer_bank_name_kana": "ミホン",
    "payer_branch_code": "999",
    "payer_branch_name_kana": "ケンチヨウ",
    "payer_account_kind": "1",
    "payer_account_number": "0000000",
}


def open_year(number: int, first: date, last: date, budget: int, at: datetime) -> ProgrammeYear:
    """Set up a year as an officer would have: terms, rubric and the first rulebook."""
    year = _year(number, first, last, budget)
    for position, (name, description, weight, floor) in enumerate(RUBRIC, start=1):
        year.criteria.append(
            Criterion(
                position=position,
                name=name,
                description=description,
                weight=weight,
                most=len(ANCHORS),
                floor=floor,
                anchors=ANCHORS,
            )
        )
    year.papers = YearPaper.standard()
    year.selection_plan.show_adjusted = True
    for name, value in PAYER.items():
        setattr(year.grant_plan, name, value)
    text = rulebook_text(number)
    digest = hashlib.sha256(text.encode()).hexdigest()
    year.rulebooks.append(RulebookVersion(number=1, text=text, sha256=digest, at=at))
    db.session.add(year)
    db.session.flush()
    return year


def past_call(year: ProgrammeYear) -> Call:
    """25 April to 18 May, 17:00, as in 2022 (domain.md 1.2)."""
    call = Call(
        year=year,
        title="募集",
        opens_at=japan(year.fiscal_year, 4, 25, 9),
        closes_at=japan(year.fiscal_year, 5, 18, 17),
        quota=20,
        quota_soft=True,
    )
    db.session.add(call)
    db.session.flush()
    return call
