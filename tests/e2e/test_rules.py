"""The subsidy rules at real browsers: read, tried by the office, answering as one types."""

from collections.abc import Callable

import pytest
from flask import Flask

from otameshi.accounts import passwords
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.claims.test_data_replay import group_of_2025
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e

PASSWORD = "きそくを ためして みる ひとです"
Visit = Callable[..., Visitor]


@pytest.fixture
def rules_of_2025(served: tuple[Flask, str]) -> dict[str, str]:
    """Return who signs in: a group that may claim, and an officer; another group has claimed."""
    with served[0].app_context():
        group_of_2025(100_000)
        other = make.decided_grant(
            make.participation(make.selected(make.application(to=make.call(make.year(2025)))))
        )
        make.claim(other)
        officer = make.person(Role.OFFICER)
        for person in (other.grantee, officer):
            person.password_hash = passwords.hashed(PASSWORD)
        known = {"group": other.grantee.email, "officer": officer.email}
        db.session.commit()
        db.session.remove()
    return known


def signed_in(visit: Visit, email: str, screen: dict[str, int] | None = None) -> Visitor:
    person = visit(screen)
    person.open("/accounts/sign-in")
    person.fill(email=email, password=PASSWORD)
    person.click("ログイン")
    return person


def test_a_cost_is_judged_as_it_is_typed_and_nothing_is_recorded_by_it(
    visit: Visit, rules_of_2025: dict[str, str]
) -> None:
    me = signed_in(visit, rules_of_2025["group"], PHONE)
    me.open("/claims/")
    me.page.locator("main a[href^='/claims/']").first.click()
    me.follow("経費を追加する")
    me.page.get_by_role("link", name="オフィス利用料").click()
    me.choose("paid_with", "cash")
    me.date("incurred_on", "2025-09-01")
    me.date("paid_on", "2025-09-01")
    me.fill(payee="見本コワーキング", purpose="9月分", amount="30,500")
    me.page.get_by_text("対象 30,500円").wait_for()
    me.page.locator('[name="shows"][value="receipt"]').uncheck()
    me.page.get_by_text("対象 0円").wait_for()  # without its receipt
    me.page.locator('[name="shows"][value="receipt"]').check()
    me.fill(amount="40,900")
    me.page.get_by_text("対象 40,900円").wait_for()
    me.check()
    me.click("判定を見る（まだ記録しません）")
    me.reads("対象 40,900円", "この経費を入れたときの全体")
    me.follow("補助金の規則を読む")
    me.reads("対象となる経費", "証拠書類")


def test_an_officer_tries_a_lower_cap_on_the_claims_of_a_year(
    visit: Visit, rules_of_2025: dict[str, str]
) -> None:
    officer = signed_in(visit, rules_of_2025["officer"])
    officer.open("/desk/years/2025")
    officer.follow("規則を確かめ、過去の請求で試す")
    source = officer.page.locator('[name="source"]')
    rules = source.input_value()
    source.fill(rules.replace("amount = 300000", "amount = 蕎麦"))
    officer.click("試す")
    officer.reads("行目")
    source.fill(
        rules.replace("amount = 300000", "amount = 60000").replace(
            "amount = 240000", "amount = 50000"
        )
    )
    officer.click("試す")
    officer.reads("規則は正しく読めました", "-40,000円", "上限による減額")
