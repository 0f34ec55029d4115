"""交付の方法: a year's own, changed with what stood before, copied but for its fixed days."""

from dataclasses import asdict, fields, replace
from datetime import date

import pytest

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.programme import copying, grant_setting, settings
from otameshi.programme.grant_terms import GrantTerms
from otameshi.programme.rules import YearSettings
from tests import make


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def test_a_year_begins_with_the_usual_terms(app) -> None:
    year = make.year()
    db.session.expire(year)
    assert year.grant_plan.fact == GrantTerms()


def test_a_change_is_kept_with_what_stood_before(app, officer) -> None:
    year = make.year()
    wanted = GrantTerms(report_days=20, reminder_days=[7], early_start=True)
    seen = year.grant_plan.version
    grant_setting.set_terms(year, wanted, officer, make.NOON, "要綱の改正", seen)
    db.session.commit()
    assert year.grant_plan.fact == wanted
    event = db.session.scalars(history.of(year)).unique().all()[-1]
    assert event.note == "要綱の改正"
    assert event.facts["changes"] == {
        "事前着手を認めることがある": ["いいえ", "はい"],
        "滞在が終わってから実績報告までの日数": ["30", "20"],
        "期限の何日前に知らせるか": ["14／3", "7"],
    }


def test_the_second_of_two_officers_is_told(app, officer) -> None:
    year = make.year()
    seen = year.grant_plan.version
    grant_setting.set_terms(year, GrantTerms(report_days=20), officer, make.NOON, version=seen)
    db.session.flush()
    with pytest.raises(Overtaken):
        grant_setting.set_terms(year, GrantTerms(report_days=9), officer, make.NOON, version=seen)


def test_the_end_of_the_trial_does_not_move_past_a_fixed_day(app, officer) -> None:
    year = make.year(2026)  # until 28 February 2027
    terms = GrantTerms(report_by=date(2027, 3, 10))
    grant_setting.set_terms(year, terms, officer, make.NOON)
    known = YearSettings(**{each.name: getattr(year, each.name) for each in fields(YearSettings)})
    later = replace(known, trial_last=date(2027, 3, 11))
    with pytest.raises(Refused, match="最終の期限"):
        settings.edit_year(year, later, officer, make.NOON)


def test_the_next_year_begins_with_these_terms_but_for_fixed_days(app, officer) -> None:
    year = make.year(2026)
    terms = GrantTerms(
        report_by=date(2027, 3, 10), tax_report_by=date(2027, 9, 30), payer_code="12", report_days=9
    )
    grant_setting.set_terms(year, terms, officer, make.NOON)
    following = copying.create_year(year, 2027, officer, make.NOON)
    db.session.flush()
    assert asdict(following.grant_plan.fact) == {
        **asdict(terms),
        "report_by": None,
        "tax_report_by": None,
    }
