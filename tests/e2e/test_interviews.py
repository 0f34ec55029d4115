"""An interview at real browsers: invited, chosen on a phone without scripts, moved, recorded."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection.interviews.models import InterviewSlot
from otameshi.selection.models import Score, Sheet
from otameshi.selection.rules import SheetState
from tests import make
from tests.documents import ics_reader
from tests.e2e import world
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_correction import sit_down
from tests.selection.interviews.make import held

DAY = timedelta(days=1)


def scored(reviewer):
    """Make a candidate with 4 points on every criterion, in a year that counts 面談 as half."""
    one = make.candidacy(make.application(to=make.call(closes_at=now() - 30 * DAY)))
    year = one.application.call.year
    year.selection_plan.interview_share = 50
    scores = [Score(criterion_id=each.id, points=4) for each in year.criteria]
    make.keep(
        Sheet(candidacy=one, reviewer=reviewer, state=SheetState.FINAL, scores=scores,
              finished_at=now())
    )  # fmt: skip
    return one


def test_invited_chosen_moved_recorded_and_on_the_board(
    served: tuple[Flask, str], visit: Callable[..., Visitor], chromium: Browser
) -> None:
    app, site = served
    officer_at, reviewer_at = visit(), visit()
    with app.app_context():
        officer, reviewer = make.person(Role.OFFICER), make.person(Role.REVIEWER)
        one, at = scored(reviewer), now()
        found, slots = held(
            one.application.call,
            officer,
            [reviewer],
            at + 9 * DAY,
            at=at,
            choose_until=at + 5 * DAY,
        )
        db.session.commit()
        call, mail, number = found.call_id, one.application.applicant.email, one.application.number
        first, second = ((slot.id, slot.starts_at.replace(microsecond=0)) for slot in slots[:2])
        sit_down(app, officer_at, officer)
        sit_down(app, reviewer_at, reviewer)
    invite(officer_at, call, mail)
    phone = Visitor(chromium, site, PHONE, set())
    phone.context.close()
    phone.context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # a TypedDict of two ints
    phone.page = phone.context.new_page()
    visit(PHONE).open(world.link_in(world.newest_letter(app, mail)))  # where axe can look at it
    was = choose(phone, world.link_in(world.newest_letter(app, mail)), first[0])
    now_is = choose(phone, world.link_in(world.newest_letter(app, mail)), second[0])
    assert (was[0], was[2]) == (now_is[0], first[1])
    assert (now_is[1], now_is[2]) == (was[1] + 1, second[1])
    assert world.newest_letter(app, mail).kind == "interview_moved"
    phone.context.close()
    with app.app_context():  # the day has come
        slot = db.session.get_one(InterviewSlot, second[0])
        slot.starts_at, slot.ends_at = now() - DAY, now()
        db.session.commit()
    record(reviewer_at, number)
    officer_at.open(f"/desk/selection/{call}/board")
    officer_at.reads("3.00")


def invite(desk: Visitor, call: int, mail: str) -> None:
    desk.open(f"/desk/selection/{call}")
    desk.follow("面談")
    desk.follow("案内する応募を選ぶ")
    desk.reads("4.00")
    desk.click("送り先と文面を確かめる")
    desk.reads("まだ、だれにも送っていません")
    desk.page.get_by_label("案内する").check()
    desk.click("送り先と文面を確かめる")
    desk.reads(mail, "1組")
    desk.click("1組に案内を送る")
    desk.reads("面談の案内を送りました", "日時の選択待ち")


def choose(phone: Visitor, link: str, slot: int) -> tuple[str, int, object]:
    """Take a time by the link of the newest letter; return what the calendar file says."""
    phone.page.goto(link)
    phone.page.locator(f'[name="slot"][value="{slot}"]').check()
    phone.page.get_by_role("button", name="この日時に").click()
    phone.reads("面談の日時が決まりました", "会議室A")
    wide = phone.page.locator("main").bounding_box()
    assert wide is not None
    assert wide["width"] <= PHONE["width"]
    with phone.page.expect_download() as coming:
        phone.page.get_by_text("カレンダーに登録する").click()
    calendar = ics_reader.read(Path(coming.value.path()).read_bytes())
    event = calendar.only("VEVENT")
    when = ics_reader.moment(calendar, event, "DTSTART")
    return event.value("UID"), int(event.value("SEQUENCE")), when


def record(panel: Visitor, number: str | None) -> None:
    panel.open("/review/interviews/")
    panel.follow(str(number))
    panel.page.locator('[name^="points-"][value="2"]').check()
    panel.fill(notes="質問に具体的に答えた")
    panel.click("記録を確定する")
    panel.reads("面談記録を確定しました", "実施済み")
