"""The rubric changes after the first score: who scores again, and what is kept."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection import actions
from otameshi.selection.actions.scoring import Written
from otameshi.selection.models import Sheet
from tests import make
from tests.e2e import world
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_correction import sit_down


def finished(reviewer: Person) -> Sheet:
    """Make a sheet with 4 points on both criteria, in a call that has closed."""
    call = make.call(closes_at=now() - timedelta(days=9))
    sheet = make.sheet(make.candidacy(make.application(to=call)), reviewer)
    points = {each.id: 4 for each in call.year.criteria}
    actions.finish(sheet, Written(points), reviewer, now())
    db.session.commit()
    return sheet


def test_a_criterion_is_added_and_only_that_is_scored_again(
    served: tuple[Flask, str], visit: Callable[..., Visitor]
) -> None:
    app, _ = served
    desk, phone = visit(), visit(PHONE)
    with app.app_context():
        reviewer = make.person(Role.REVIEWER, name="委員　花子")
        sheet = finished(reviewer)
        sheet_id, call_id = sheet.id, sheet.candidacy.application.call_id
        mail, number = reviewer.email, str(sheet.candidacy.application.number)
        sit_down(app, desk, make.person(Role.OFFICER))
        sit_down(app, phone, reviewer)
    desk.open("/desk/years/2026/criteria/preview")
    desk.reads("事業の内容についての所見", "5点　とても良い")
    add_criterion(desk)
    assert number in world.newest_letter(app, mail).body
    phone.open(f"/review/{sheet_id}")
    kept = phone.page.locator("input[type=radio]:checked")
    assert [one.get_attribute("value") for one in kept.all()] == ["4", "4"]
    phone.page.get_by_role("group", name="継続の見込み").get_by_role("radio").first.check()
    phone.click("採点を確定する")
    phone.reads("採点を確定しました")
    desk.open(f"/desk/selection/{call_id}/scores/")
    desk.reads("採点のまとめ", "委員　花子", "4.25")  # (1 x 4 + 2 x 4 + 1 x 5) / 4


def add_criterion(desk: Visitor) -> None:
    desk.open("/desk/years/2026/criteria/new")
    desk.reads("審査基準の第2版になります", "委員　花子（1枚）")
    desk.fill(name="継続の見込み")
    desk.click("保存する")
    desk.reads("理由を記入してください")
    desk.fill(reason="見込みも見るため。")
    desk.click("保存する")
    desk.reads("採点をお願いしました：委員　花子（1枚）", "いまの基準")
