"""The whole programme, once through, as six people at their browsers."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from otameshi.cli.demo import cast
from tests.e2e import world
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e

MAIL = "hanako@example.com"
PASSWORD = "ながの で くらして みたい です"


class Programme:
    """The people of one run, and what they do, stage after stage."""

    def __init__(self, app: Flask, visit: Callable[..., Visitor], folder: Path) -> None:
        self.app, self.visit = app, visit
        self.world = world.begin(app, folder)
        self.applicant = visit(PHONE)
        self.number = ""
        self.officer: Visitor
        self.manager: Visitor

    def staff(self, mailbox: str) -> Visitor:
        person = self.visit()
        person.open("/accounts/sign-in")
        person.fill(email=f"{mailbox}@{cast.DOMAIN}", password=cast.PASSWORD)
        person.click("ログイン")
        return person

    def sign_up(self) -> None:
        me = self.applicant
        me.open("/")
        me.reads("参加者を募集しています")
        me.open("/accounts/sign-up")
        me.fill(email=MAIL)
        me.click("登録のメールを受け取る")
        me.open(world.link_in(world.newest_letter(self.app, MAIL)))
        me.fill(name="髙﨑　𠮷花", password=PASSWORD, again=PASSWORD)
        me.click("登録する")
        me.reads("登録が完了しました。")

    def apply(self) -> None:
        me = self.applicant
        me.open("/applications/")
        me.click("応募を始める")
        me.choose("kind", "sole")
        me.fill(shop="見本デザイン室")
        me.click("保存して次へ")
        self._members(me)
        me.fill(business="ウェブサービスの企画と開発", career="制作会社に8年勤務の後、独立")
        me.click("保存して次へ")
        self._plan(me)
        me.pick("lines-0-what", "オフィス利用料")
        me.fill(**{"lines-0-amount": "９０，０００", "lines-0-note": "月1万5千円を6か月"})
        me.click("保存して見込みを計算する")
        me.reads("90,000円")
        me.click("保存して次へ")
        me.page.set_input_files('[name="plan"]', self.world.plan)
        me.page.set_input_files('[name="photo"]', self.world.photo)
        me.click("保存して次へ")
        me.tick("pledged")
        me.tick("consented")
        me.click("提出する")
        self.number = f"R{self.world.fiscal_year - 2018}-001"
        me.reads(self.number, "事業計画書.pdf", "SHA-256")
        assert self.number in world.newest_letter(self.app, MAIL).body

    def _members(self, me: Visitor) -> None:
        me.fill(name="髙﨑　𠮷花", kana="たかさき　きちか", address="見本区1-2-3")
        me.date("birth_date", "1994-04-02")
        me.choose("prefecture", "東京都")
        me.fill(phone="０３-００００-００００", occupation="デザイン")
        me.click("保存する")
        me.follow("メンバーを追加する")
        me.fill(name="見本　次郎", kana="ミホン　ジロウ", address="見本区1-2-3", occupation="開発")
        me.date("birth_date", "1991-10-12")
        me.choose("prefecture", "東京都")
        me.click("保存する")
        me.follow("次へ")

    def _plan(self, me: Visitor) -> None:
        today = self.world.today
        me.pick("wish1", "富士見町（南信）")
        me.date("stay_from", today - timedelta(days=2))
        me.date("stay_to", today + timedelta(days=170))
        me.fill(nights_a_month="８", plan="森のオフィスで地域の事業者と仕事をする")
        me.choose("housing_help", "no")
        me.click("保存して次へ")

    def select(self) -> None:
        officer = self.officer = self.staff("tantou")
        officer.follow("選考")
        officer.page.get_by_role("link", name="第1回募集").first.click()
        officer.click("提出された応募1件を選考に加える")
        officer.click("問題の見つからない応募を、まとめて書類審査に進める")
        officer.follow("採点の割り当て・進み具合")
        officer.click("足りない分を均等に割り当てる")
        for mailbox in ("senkou", "senkou2"):
            self._score(self.staff(mailbox))
        officer.follow("順位表")
        self._propose(officer)
        manager = self.manager = self.staff("kessai")
        manager.open("/desk/selection/")
        manager.page.get_by_role("link", name="第1回募集").first.click()
        manager.follow("決定")
        manager.click("1件を案のとおり決定し、通知を送る")
        manager.reads("採択")
        assert "採択" in world.newest_letter(self.app, MAIL).subject

    def _score(self, reviewer: Visitor) -> None:
        reviewer.open("/review/")
        reviewer.follow(self.number)
        reviewer.reads("採点", "伏せています")
        text = reviewer.page.locator("body").inner_text()
        assert "髙﨑" not in text
        assert "見本デザイン室" not in text
        for radios in reviewer.page.locator("fieldset").all():
            radios.locator('input[type="radio"]').nth(3).check()
        reviewer.click("採点を確定する")

    def _propose(self, officer: Visitor) -> None:
        officer.page.locator("select").first.select_option(label="採択")
        officer.click("案を保存して計算し直す")
        officer.reads("300,000円")
        officer.click("選んだ案を決裁に上げる")
        officer.reads("決裁に上げました")

    def take_part(self) -> None:
        me = self.applicant
        me.open("/my/")
        me.open("/participation/")
        me.follow("承諾の手続へ")
        me.choose("wants_grant", "yes")
        me.tick("pledged")
        me.click("参加を承諾する")
        me.reads("富士見町", "参加中")

    def grant(self) -> None:
        me = self.applicant
        me.open("/grants/")
        me.click("交付申請を始める")
        me.tick("pledged")
        me.click("保存して計算する")
        me.reads("90,000円")
        me.click("保存して交付申請を提出する")
        self.officer.open("/desk/grants/")
        self.officer.follow("見本デザイン室")
        self.officer.click("確認して決裁に上げる")
        self.manager.open("/desk/grants/")
        self.manager.follow("見本デザイン室")
        self.manager.click("交付を決定する")
        self.manager.reads("90,000円", "交付決定")


def test_from_sign_up_to_the_exported_table(
    served: tuple[Flask, str], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    programme = Programme(served[0], visit, tmp_path)
    programme.sign_up()
    programme.apply()
    world.close_call(served[0])
    programme.select()
    programme.take_part()
    programme.grant()
