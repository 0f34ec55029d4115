"""Somebody books a 説明会 on a phone, takes it back by the link; the office ticks who came."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from otameshi.accounts import passwords
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from tests import make
from tests.e2e import applicant, world
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.outreach.visits.make import booking, gathering

pytestmark = pytest.mark.e2e
MAIL = "hanako@example.jp"


def planned(app: Flask) -> tuple[int, str]:
    """Plan a 説明会 to come; hold another, which one person booked; return it and an officer."""
    with app.app_context():
        gathering(held_at=now() + timedelta(days=9), capacity=20, note="どなたでも")
        held = gathering(held_at=now() - timedelta(hours=3))
        booking(held, "taro@example.jp")
        officer: Person = make.person(
            Role.OFFICER, password_hash=passwords.hashed(applicant.PASSWORD)
        )
        db.session.commit()
        return held.id, officer.email


def test_booked_on_a_phone_and_taken_back_by_the_link(
    visit: Callable[..., Visitor], served: tuple[Flask, str]
) -> None:
    held_id, mail = planned(served[0])
    me = visit(PHONE)
    me.open("/")
    me.follow("この説明会に申し込む")
    me.click("申し込む")
    me.reads("お名前を入力してください")
    me.fill(name="髙﨑　𠮷花", email=MAIL, people="２")
    me.pick("prefecture", "大阪府")
    me.click("申し込む")
    me.reads("メールを送りました")
    letter = world.newest_letter(served[0], MAIL)
    assert "髙﨑　𠮷花 様" in letter.body
    me.open(world.link_in(letter))
    me.reads("申込みを受け付けています", "2名")
    me.click("申込みを取り消す")
    me.reads("申込みを取り消しました")
    desk = visit(DESK)
    applicant.sign_in(desk, mail)
    desk.open(f"/desk/gatherings/{held_id}/came")
    desk.tick("came")
    desk.click("記録する")
    desk.reads("出欠を記録しました", "1名")
