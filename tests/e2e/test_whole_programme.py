"""The whole programme, once through, as six people at their browsers."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook  # reads what was exported

from otameshi.cli.demo import cast
from otameshi.core.clock import in_japan, now
from tests.e2e import world
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e

MAIL = "hanako@example.com"
PASSWORD = "ながの で くらして みたい です"


class Programme:
    """The people of one run, and what they do, stage after stage."""

    def __init__(self, app: Flask, visit: Callable[..., Visitor], folder: Path) -> None:
        self.app, self.visit = app, visit
        self.folder, self.world = folder, world.begin(app, folder)
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
        me.fill(email=MAIL, email_again=MAIL)
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
        me.choose("work", "デザイン・ウェブ制作")
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
        me.page.wait_for_url("**/confirm")  # the files are on their way when the button is pressed
        me.tick("pledged")
        me.tick("consented")
        me.click("提出する")
        self.number = f"R{self.world.fiscal_year - 2018}-0001"
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

    def close_the_call(self) -> None:
        """Let the officer move the deadline to a minute ago."""
        officer = self.officer = self.staff("tantou")
        ended = in_japan(now() - timedelta(minutes=1))
        officer.open(f"/desk/years/{self.world.fiscal_year}/calls/1")
        officer.date("closes_on", ended.date())
        officer.fill(closes_time=f"{ended:%H:%M}")
        officer.page.locator("main form button").last.click()
        officer.check()
        officer.open(f"/desk/years/{self.world.fiscal_year}")
        officer.reads("募集終了")

    def select(self) -> None:
        officer = self.officer
        officer.follow("選考")
        officer.page.get_by_role("link", name="第1回募集").first.click()
        officer.click("提出された応募1件を選考に加える")
        officer.follow("問題の見つからない応募を、まとめて進める")
        officer.click("1件を書類審査に進める")
        officer.follow("採点の割り当て")
        officer.click("足りない分を均等に割り当てる")
        for mailbox in ("senkou", "senkou2"):
            self._score(self.staff(mailbox))
        officer.follow("順位表")
        self._propose(officer)
        manager = self.manager = self.staff("kessai")
        manager.open("/desk/selection/")
        manager.page.get_by_role("link", name="第1回募集").first.click()
        manager.follow("決定")
        manager.click("1件を案のとおり決定する")
        manager.click("選んだ通知を送る")
        manager.reads("通知1件を送りました")
        assert "採択" in world.newest_letter(self.app, MAIL).subject

    def _score(self, reviewer: Visitor) -> None:
        reviewer.open("/review/")
        reviewer.follow(self.number)
        reviewer.reads("採点", "伏せています")
        text = reviewer.page.locator("body").inner_text()
        assert "髙﨑" not in text
        assert "見本デザイン室" not in text
        reviewer.page.wait_for_load_state()
        for radios in reviewer.page.locator("fieldset").all():
            radios.locator('input[type="radio"]').nth(3).check()
        reviewer.click("採点を確定する")

    def _propose(self, officer: Visitor) -> None:
        officer.follow("案を作る")
        officer.fill(name="1組だけ")
        officer.choose("start", "blank")
        officer.click("案を作る")
        officer.page.get_by_role("radio", name="採択", exact=True).check()
        officer.click("案を保存する")
        officer.reads("300,000")
        officer.follow("この案を決裁に上げる")
        officer.click("1件を決裁に上げる")
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

    def claim(self) -> None:
        me = self.applicant
        me.open("/claims/")
        me.page.locator("main form button").first.click()
        me.check()
        me.page.locator('main a[href$="/lines/new"]').first.click()
        me.check()
        me.page.get_by_role("link", name="オフィス利用料").click()
        self._expense(me, "３０，５００", "富士見おためしオフィス")
        me.click("記録する")
        me.follow("続けて記録する")
        me.page.get_by_role("link", name="グリーン料金などの特別料金").click()
        me.pick("traveller", "見本　次郎")
        me.fill(origin="茅野", destination="東京")
        me.choose("round_trip", "one")
        self._expense(me, "2000", "見本鉄道")
        me.click("記録する")
        me.follow("一覧へ")
        me.reads("30,500円", "経済的な経路", "要綱第5条第1号")
        me.page.locator("main").get_by_role("link", name="直す").last.click()
        me.check()
        me.click("この経費を取り下げる")
        me.follow("内容を確かめて報告へ進む")
        me.reads("収支決算書", "証拠書類")
        me.fill(outcome="富士見町の事業者と二つのウェブサイトを作った。")
        me.click("実績を報告する")
        me.reads("確認中")

    def _expense(self, me: Visitor, amount: str, payee: str) -> None:
        me.check()
        me.choose("paid_with", "cash")
        me.fill(amount=amount, payee=payee, purpose="業務のため")
        me.date("incurred_on", self.world.today)
        me.date("paid_on", self.world.today)
        me.page.set_input_files('[name="files"]', self.world.receipt)

    def settle(self) -> None:
        officer = self.officer
        officer.open("/desk/claims/")
        officer.page.locator("main table a").first.click()
        officer.check()
        officer.page.get_by_role("link", name="書類と見比べて判断する").first.click()
        officer.check()
        officer.choose("verdict", "reduced")
        officer.fill(reduced_to="30,000", reason="税抜の額のため（見本）")
        officer.click("記録して次の行へ")
        officer.open("/desk/claims/1")
        officer.click("確認を終え、額の確定に上げる")
        self.manager.open("/desk/claims/1")
        self.manager.follow("額の確定に進む")
        self.manager.click("額を確定する")
        self.manager.reads("30,000円")

    def pay(self) -> None:
        me = self.applicant
        me.open("/claims/1")
        me.follow("請求する")
        me.follow("振込先を記入する")
        me.fill(bank="見本銀行", branch="本店", number="１２３４５６７", holder="ﾀｶｻｷ ｷﾁｶ")
        me.choose("kind", "1")
        for side in ("cover", "spread"):
            me.page.locator(f'[name="{side}"]').set_input_files(self.world.receipt)
        me.click("請求書を確かめる")
        me.reads("補助金請求書", "30,000円", "見本銀行")
        me.click("この内容で請求する")
        treasurer = self.staff("kaikei")
        treasurer.open("/desk/payments/")
        treasurer.page.get_by_role("link", name="支払を記録する").first.click()
        treasurer.check()
        treasurer.date("paid_on", self.world.today)
        treasurer.fill(voucher="見本-001")
        treasurer.click("支払を記録する")
        me.open("/claims/1")
        me.reads("支払済", "30,000円")

    def follow_up(self) -> None:
        officer, today = self.officer, self.world.today
        officer.open("/desk/followup/new")
        officer.page.locator("select[name=year]").select_option(index=1)
        officer.fill(name="終了時")
        officer.date("asked_on", today)
        officer.date("closes_on", today + timedelta(days=20))
        officer.page.locator('[name="way"][value="days"]').check()
        officer.fill(second_reminder="15")
        officer.page.locator('[name="by_itself"]').uncheck()
        officer.tick("decisive")
        officer.click("調査回を作る")
        officer.click("回答を依頼する（1組）")
        answering = self.visit(PHONE)
        answering.open(world.link_in(world.newest_letter(self.app, MAIL)))
        answering.page.locator('[name="own_q1"]').first.check()
        answering.fill(own_q2="富士見町にオフィスを構えます。")
        answering.click("回答を送る")

    def export(self) -> None:
        officer, year = self.officer, self.world.fiscal_year
        officer.open("/desk/statistics/")
        officer.reads("100.0")
        officer.open(f"/desk/statistics/sheet/{year}")
        officer.reads("1組2名が参加し、うち1組が引き続き拠点を維持")
        with officer.page.expect_download() as waiting:
            officer.page.locator(f'a[href$="/sheet/{year}.xlsx"]').click()
        sheet = self.folder / "sheet.xlsx"
        waiting.value.save_as(sheet)
        book = load_workbook(sheet)
        rows = book.worksheets[0].iter_rows(values_only=True)
        cells = [str(cell) for row in rows for cell in row]
        assert any("1組2名が参加し、うち1組が引き続き拠点を維持" in cell for cell in cells)


def test_from_sign_up_to_the_exported_table(
    served: tuple[Flask, str], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    programme = Programme(served[0], visit, tmp_path)
    programme.sign_up()
    programme.apply()
    programme.close_the_call()
    programme.select()
    programme.take_part()
    programme.grant()
    programme.claim()
    programme.settle()
    programme.pay()
    programme.follow_up()
    programme.export()
