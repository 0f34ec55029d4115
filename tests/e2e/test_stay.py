"""The stay log on a phone without scripts, and a member who leaves."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi.cli.demo import cast
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import Call
from tests import make
from tests.e2e import world
from tests.e2e.conftest import DESK, PHONE, Visitor

pytestmark = pytest.mark.e2e
OWN = f"sanka@{cast.DOMAIN}"


def sign_in(who: Visitor, mailbox: str) -> None:
    who.open("/accounts/sign-in")
    who.fill(email=f"{mailbox}@{cast.DOMAIN}", password=cast.PASSWORD)
    who.click("ログイン")


def press(who: Visitor, name: str, role: Literal["link", "button"] = "link") -> None:
    """Press the first of this name, whatever else is read aloud with it."""
    who.page.get_by_role(role, name=name).first.click()
    who.check()


def test_a_month_is_logged_and_a_member_leaves(
    served: tuple[Flask, str], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    today = world.begin(served[0], tmp_path).today
    with served[0].app_context():
        own = db.session.scalars(select(Person).filter_by(email=OWN)).one()
        candidacy = make.selected(
            make.application(own, db.session.scalars(select(Call)).one(), people=2)
        )
        group = make.participation(candidacy, first_day=today, title="見本の組")
        make.decided_grant(group, heads=2)
        db.session.commit()
    me, officer = visit(PHONE), visit(DESK)
    me.context.route("**/*.js", lambda route: route.abort())
    sign_in(me, "sanka")
    log_a_month(me)
    ask_for_a_leaving_member(me, today)
    sign_in(officer, "tantou")
    accept(officer)
    assert "申出を認めました" in world.newest_letter(served[0], OWN).subject


def log_a_month(me: Visitor) -> None:
    me.open("/participation/")
    press(me, "滞在記録を付ける")
    me.reads("月平均で概ね6泊以上", "いまは平均0泊です（0泊÷1か月）。")
    press(me, "記録する")
    day = me.page.get_by_role("group").first
    day.get_by_label("泊", exact=True).check()
    day.get_by_label("仕事").fill("６")
    press(me, "前の週と同じにする", "button")
    me.reads("まだ保存していません")
    press(me, "保存する", "button")
    me.reads("の滞在を保存しました。", "いまは平均1泊です（1泊÷1か月）。", "以上が必要です（6泊×")


def ask_for_a_leaving_member(me: Visitor, today: date) -> None:
    me.open("/participation/")
    press(me, "期間・拠点・メンバーの変更や途中辞退を申し出る")
    me.follow("メンバーの離脱を申し出る")
    me.page.get_by_label("離れるメンバー").select_option(label="見本　太郎2")
    me.date("last_day", today)
    me.fill(note="就職のため")
    me.click("申し出る")
    me.reads("メンバーの離脱を申し出ました。", "県が確認中")


def accept(officer: Visitor) -> None:
    officer.open("/desk/participation/requests/?state=asked")
    press(officer, "見本の組")
    officer.click("申出を認める")
    officer.reads("認めて参加の内容を変更し、本人に知らせました。")
    officer.follow("組の参加の内容を見る")
    officer.reads("上限額の見直し（変更の手続き）が必要です", "期間の終わりまで参加するのは1名")
