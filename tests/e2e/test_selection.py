"""The whole selection at real browsers, from the panel to the minutes: what each hands on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from otameshi.accounts import passwords
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection import actions
from otameshi.selection.actions.scoring import Written
from otameshi.selection.interviews.models import InterviewSlot
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import SheetState
from tests import make
from tests.e2e import applicant, world
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_correction import sit_down
from tests.e2e.test_interviews import choose, record
from tests.e2e.test_panel import MAIL, NAME, drop_out, invite, join
from tests.selection.interviews.make import held

pytestmark = pytest.mark.e2e
DAY = timedelta(days=1)
GROUPS = 9  # of three people each: the 25th makes the cap 240,000 yen for everybody
NEAR = "仮名物産"  # which the third reviewer declares
WHY = "地域の事業者との計画がより具体的なため"


@dataclass(frozen=True)
class Pile:
    """A closed call with its candidates, and the people at their browsers."""

    call_id: int
    mails: list[str]  # of the applicants, best first
    numbers: list[str]
    slots: list[int]


@pytest.fixture
def people(served: tuple[Flask, str], visit: Callable[..., Visitor]) -> dict[str, Visitor]:
    return {name: visit() for name in ("officer", "manager", "first", "second")}


@pytest.fixture
def pile(served: tuple[Flask, str], people: dict[str, Visitor]) -> Pile:
    app, at = served[0], now()
    roles = {
        "officer": Role.OFFICER,
        "manager": Role.MANAGER,
        "first": Role.REVIEWER,
        "second": Role.REVIEWER,
    }
    with app.app_context():
        hashed = passwords.hashed(applicant.PASSWORD)
        staff = {
            key: make.person(role, name=f"職員　{key}", password_hash=hashed)
            for key, role in roles.items()
        }
        call = make.call(opens_at=at - 30 * DAY, closes_at=at - 3 * DAY, quota=GROUPS - 1)
        call.year.selection_plan.interview_share = 10
        call.year.selection_plan.recall_minutes = 0
        make.secrecy(call.year)
        make.rulebook(call.year)
        found = [
            make.candidacy(make.application(to=call, people=3, trade_name=name))
            for name in (NEAR, *(f"候補{n}号" for n in range(2, GROUPS + 1)))
        ]
        for key in ("first", "second"):
            make.seat(call, staff[key])
        _, slots = held(
            call, staff["officer"], [staff["first"]], at + 9 * DAY, at=at, choose_until=at + 5 * DAY
        )
        made = Pile(
            call.id,
            [one.application.applicant.email for one in found],
            [one.application.number or "" for one in found],
            [slot.id for slot in slots],
        )
        for key, one in staff.items():
            sit_down(app, people[key], one)
        db.session.remove()
    return made


def test_from_the_panel_to_the_minutes(
    served: tuple[Flask, str], visit: Callable[..., Visitor], people: dict[str, Visitor], pile: Pile
) -> None:
    app, officer, manager = served[0], people["officer"], people["manager"]
    panel(app, officer, visit(PHONE), pile)
    score(app, people["first"], pile)
    interview(app, people, visit(PHONE), pile)
    propose_at_the_border(officer, pile)
    manager.open(f"/desk/selection/{pile.call_id}/decision")
    manager.fill(note="同点の2組の違いが分かりません。")
    manager.click(f"{GROUPS}件の案を差し戻す")
    officer.open(f"/desk/selection/{pile.call_id}/board/scenarios")
    propose_again(officer)
    manager.open(f"/desk/selection/{pile.call_id}/decision")
    manager.click(f"{GROUPS}件を案のとおり決定する")
    send(officer, pile)
    letters(app, pile)
    minutes(officer, pile)


def panel(app: Flask, officer: Visitor, third: Visitor, pile: Pile) -> None:
    """The third joins, is near to one, is given the others, and drops out; two take over."""
    invite(officer, pile.call_id)
    join(third, world.link_in(world.newest_letter(app, MAIL)))
    officer.open(f"/desk/selection/{pile.call_id}/assignment")
    officer.click("足りない分を均等に割り当てる")
    officer.reads(f"採点票を{2 * GROUPS}枚割り当て")
    assert NEAR not in sheets_of(app, NAME)
    assert len(sheets_of(app, NAME)) == 2 * GROUPS // 3
    drop_out(third)
    officer.open(f"/desk/selection/{pile.call_id}/panel")
    officer.follow(NAME)
    officer.follow("ほかの委員に割り当て直す")
    officer.click("採点票を割り当て直す")
    officer.reads("6枚、取り消しました", "採点票を6枚割り当て")


def sheets_of(app: Flask, name: str) -> list[str]:
    with app.app_context():
        query = select(Sheet).join(Sheet.reviewer).where(Person.name == name)
        found = [one.candidacy.application.trade_name for one in db.session.scalars(query)]
        db.session.remove()
    return found


def score(app: Flask, reviewer: Visitor, pile: Pile) -> None:
    """One sheet is scored at the browser, the others beside it; the last two groups are level."""
    reviewer.open("/review/")
    reviewer.page.get_by_role("link", name="から採点する").click()
    reviewer.check()
    for criterion in reviewer.page.locator("[data-criterion]").all():
        criterion.get_by_label("5点").check()
    reviewer.click("採点を確定する")
    reviewer.reads("採点を確定しました")
    with app.app_context():
        ended = Sheet.state != SheetState.FINAL
        for one in db.session.scalars(select(Sheet).where(ended)).all():
            place = pile.numbers.index(one.candidacy.application.number or "")
            points = 5 if place < GROUPS - 2 else 4
            given = {each.id: points for each in one.candidacy.application.call.year.criteria}
            actions.finish(one, Written(given), one.reviewer, now())
        db.session.commit()
        db.session.remove()


def interview(app: Flask, people: dict[str, Visitor], phone: Visitor, pile: Pile) -> None:
    """The first group is invited, moves its time, and is marked 2 of 5: 0.9 x 5 + 0.1 x 2 = 4.7."""
    officer, mail = people["officer"], pile.mails[0]
    officer.open(f"/desk/selection/{pile.call_id}")
    officer.follow("面談")
    officer.follow("案内する応募を選ぶ")
    officer.page.get_by_label(f"{pile.numbers[0]}を案内する").check()
    officer.click("送り先と文面を確かめる")
    officer.click("1組に案内を送る")
    was = choose(phone, world.link_in(world.newest_letter(app, mail)), pile.slots[0])
    moved = choose(phone, world.link_in(world.newest_letter(app, mail)), pile.slots[1])
    assert moved[:2] == (was[0], was[1] + 1)
    with app.app_context():  # the day has come
        slot = db.session.get_one(InterviewSlot, pile.slots[1])
        slot.starts_at, slot.ends_at = now() - DAY, now()
        db.session.commit()
        db.session.remove()
    record(people["first"], pile.numbers[0])
    officer.open(f"/desk/selection/{pile.call_id}/board")
    officer.reads("4.70")


def propose_at_the_border(officer: Visitor, pile: Pile) -> None:
    """Eight of nine are chosen: one person short of the lower cap, and between two of one score."""
    officer.open(f"/desk/selection/{pile.call_id}/board")
    officer.follow("案を作る")
    officer.fill(name="8組", select=str(GROUPS - 1), wait="1")
    officer.click("案を作る")
    officer.reads("300,000", "あと1名増えると", "240,000", "同点が採択の境にあります")
    officer.follow("この案を決裁に上げる")
    officer.fill(note=WHY)
    officer.click(f"{GROUPS}件を決裁に上げる")
    officer.reads(f"「8組」の{GROUPS}件を決裁に上げました")


def propose_again(officer: Visitor) -> None:
    officer.page.locator('form input[name="name"]').first.fill("8組（2回目）")
    officer.choose("start", "sent_back")
    officer.click("案を作る")
    officer.follow("この案を決裁に上げる")
    officer.fill(note=f"{WHY}。面談の希望も確かめた。")
    officer.click(f"{GROUPS}件を決裁に上げる")
    officer.reads(f"「8組（2回目）」の{GROUPS}件を決裁に上げました")


def send(officer: Visitor, pile: Pile) -> None:
    officer.open(f"/desk/selection/{pile.call_id}/notices")
    officer.reads("まだ送っていない通知", "採択通知", "補欠通知", pile.mails[0])
    officer.tick("kinds")
    officer.click("選んだ通知を送る")


def letters(app: Flask, pile: Pile) -> None:
    first, last = (world.newest_letter(app, pile.mails[place]) for place in (0, -1))
    assert first.kind == "selection_selected"
    with app.app_context():
        waiting = db.session.scalars(select(Candidacy).where(Candidacy.waitlist_rank == 1)).one()
        waits = waiting.application.applicant.email
        assert waiting.document_number
        db.session.remove()
    assert waits in pile.mails[-2:]
    assert world.newest_letter(app, waits).kind == "selection_waitlisted"
    told = first.body + last.body
    assert not any(name in told for name in (NAME, WHY, "候補3号"))


def minutes(officer: Visitor, pile: Pile) -> None:
    officer.open(f"/desk/selection/{pile.call_id}/minutes")
    officer.follow("会議の記録を書く")
    officer.date("on", now().date().isoformat())
    officer.fill(
        hours="14時から16時まで", place="県庁", present="職員　officer", gist="境の2組を比べた。"
    )
    officer.click("保存する")
    officer.click("会議録を発行する")
    with officer.page.expect_download() as coming:
        officer.page.locator('main a[href$="/paper"]').first.click()
    text = "".join(page.extract_text() for page in PdfReader(Path(coming.value.path())).pages)
    bare = "".join(text.split())
    for words in ("選考会議録", NAME, NEAR, "4.70", "境の2組を比べた", "同点の2組の違い", "補欠"):
        assert "".join(words.split()) in bare, f"the minutes do not say {words!r}:\n{text}"
    assert all(number in bare for number in pile.numbers)
