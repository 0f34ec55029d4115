"""From the proposal to the letters at a browser: refused, decided, sent, taken back, sent again."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection import actions
from otameshi.selection.actions.scoring import Written
from otameshi.selection.decision.actions import sending
from otameshi.selection.decision.models import Dispatch
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import Outcome, State
from tests import make
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.test_correction import sit_down
from tests.selection.decision_world import text

BACK = "面談の記録を確かめてください。"
OUTCOMES = ((Outcome.SELECTED, None, 5), (Outcome.WAITLISTED, 1, 4), (Outcome.REJECTED, None, 3))


def scored() -> list[Candidacy]:
    """Make three candidates of a closed call, each with a finished sheet."""
    call = make.call(opens_at=now() - timedelta(days=9), closes_at=now() - timedelta(days=1))
    reviewer = make.person(Role.REVIEWER)
    found = []
    for _, _, points in OUTCOMES:
        one = make.candidacy(make.application(to=call))
        sheet = make.keep(Sheet(candidacy=one, reviewer=reviewer))
        given = {criterion.id: points for criterion in call.year.criteria}
        actions.finish(sheet, Written(given), reviewer, now())
        found.append(one)
    return found


def propose(found: list[Candidacy], by: Person) -> None:
    for one, (outcome, rank, _) in zip(found, OUTCOMES, strict=True):
        actions.propose(one, outcome, by, now(), rank)


def let_go(app: Flask) -> None:
    """Do what the worker does when the hold is over."""
    with app.app_context():
        act = db.session.scalars(db.select(Dispatch).order_by(Dispatch.id.desc())).first()
        assert act is not None
        for release, key in sending.due(act.hold_until):
            release(key, now())
        db.session.commit()


def saved(visitor: Visitor, link: str) -> str:
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name=re.compile(f"{link}.*PDF")).first.click()
    return text(Path(download.value.path()).read_bytes())


class Play:
    """A manager and an officer at desks, and who is selected first, on a phone."""

    def __init__(self, app: Flask, visit: Callable[..., Visitor]) -> None:
        self.app = app
        self.manager, self.officer, self.phone = visit(DESK), visit(DESK), visit(PHONE)
        with app.app_context():
            staff, found = make.person(Role.OFFICER), scored()
            propose(found, staff)
            db.session.commit()
            self.keys = [one.id for one in found]
            self.names = [one.title for one in found]
            self.call, self.staff = found[0].application.call_id, staff.id
            sit_down(app, self.manager, make.person(Role.MANAGER))
            sit_down(app, self.officer, staff)
            sit_down(app, self.phone, found[0].application.applicant)

    def here(self, page: str) -> str:
        return f"/desk/selection/{self.call}/{page}"

    def refuse_and_decide(self) -> None:
        manager = self.manager
        manager.open(self.here("decision"))
        manager.fill(note=BACK)
        manager.click("3件の案を差し戻す")
        manager.reads("案3件を差し戻し")
        with self.app.app_context():
            again = [db.session.get_one(Candidacy, key) for key in self.keys]
            propose(again, db.session.get_one(Person, self.staff))
            db.session.commit()
        manager.open(self.here("decision"))
        manager.click("3件を案のとおり決定する")
        manager.reads("まだだれにも知らせていません", "採択通知", "補欠通知", "不採択通知")

    def look_send_and_recall(self) -> None:
        manager = self.manager
        manager.page.get_by_role("link", name="お知らせの文面を見る").first.click()
        manager.check()
        manager.reads("選考の結果、採択することに決定しました", "回答の期限は、令和")
        assert "参加者採択通知書" in saved(manager, "通知書の案")
        manager.open(self.here("notices"))
        manager.click("選んだ通知を送る")
        manager.reads("通知3件を送信待ちにしました")
        self.phone.open("/my/")
        assert "採択されました" not in self.phone.page.locator("body").inner_text()
        manager.click("3件すべてを取り戻す")
        manager.reads("だれにも送っていません")
        manager.click("選んだ通知を送る")
        let_go(self.app)

    def read_the_letter(self) -> None:
        self.phone.open("/my/letters")
        self.phone.follow("【おためしナガノ2.0】選考の結果（採択）")
        words = self.phone.page.locator("body").inner_text()
        assert not [name for name in self.names[1:] if name in words]

    def write_the_minutes(self) -> None:
        officer = self.officer
        officer.open(self.here("minutes/new"))
        officer.date("on", "2026-06-01")
        officer.fill(
            hours="14時から16時まで", place="県庁8階", present="委員　見本", gist="了承した。"
        )
        officer.click("保存する")
        officer.click("会議録を発行する")
        minutes = saved(officer, "会議録")
        for words in ("県庁8階", BACK, *self.names, "5.00", "補欠（順位1番）"):
            assert words in minutes

    def decline_and_move_up(self) -> None:
        phone, manager = self.phone, self.manager
        phone.open("/participation/")
        phone.follow("辞退する")
        phone.click("参加を辞退する")
        manager.open("/desk/")
        manager.reads("空いた席（補欠あり）")
        manager.open(self.here("line"))
        manager.reads(f"次は、順位1番の{self.names[1]}です")
        manager.page.get_by_role("button", name="繰り上げて採択する").first.click()
        manager.reads("繰上げの採択通知")
        manager.click("選んだ通知を送る")
        let_go(self.app)
        with self.app.app_context():
            moved = db.session.get_one(Candidacy, self.keys[1])
            assert moved.told is moved.state is State.SELECTED
            assert moved.answer_by is not None


def test_from_the_proposal_to_the_minutes(
    served: tuple[Flask, str], visit: Callable[..., Visitor]
) -> None:
    play = Play(served[0], visit)
    play.refuse_and_decide()
    play.look_send_and_recall()
    play.read_the_letter()
    play.write_the_minutes()
    play.decline_and_move_up()
