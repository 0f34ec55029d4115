"""The survey by its link, on a phone without scripts: by halves, an error, a correction, a no."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import pytest
from flask import Flask
from sqlalchemy import select

from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions
from otameshi.followup.models import Outcome, Reply
from otameshi.followup.rules import Answer
from tests import make
from tests.e2e.conftest import PHONE, Visitor
from tests.followup.make import groups, wave

pytestmark = pytest.mark.e2e


def links(app: Flask) -> list[str]:
    """Ask two groups, and return their links."""
    with app.app_context():
        groups(2)
        first, last = today() - timedelta(days=1), today() + timedelta(days=9)
        made = wave(asked_on=first, closes_on=last)
        asked = actions.invite(made, make.person(Role.OFFICER), now())
        db.session.commit()
        return [f"/survey/{one.token}" for one in asked]


def test_a_group_answers_on_a_phone_without_scripts_and_another_declines(
    served: tuple[Flask, str], visit: Callable[..., Visitor]
) -> None:
    first, second = links(served[0])
    me = visit(PHONE)
    # Of the page no script runs; axe, which is put in from outside, does.
    me.context.route(re.compile(r"/static/js/"), lambda route: route.abort())
    me.open(first)
    by_halves(me, first)
    with_an_error(me)
    corrected(me, first)
    declined(me, second)
    with served[0].app_context():
        said = db.session.scalars(select(Outcome.answer).order_by(Outcome.id)).all()
        assert said == [Answer.STAYED, Answer.REFUSED]
        kept = db.session.scalars(select(Reply).order_by(Reply.id)).all()
        assert [one.answers.get("q4") for one in kept] == [None, "塩尻市"]
        assert [one.answers["q5"] for one in kept] == [4, 12]


def press(me: Visitor, name: str, role: Literal["radio", "checkbox"] = "radio") -> None:
    me.page.get_by_role(role, name=name, exact=True).check()


def by_halves(me: Visitor, link: str) -> None:
    me.reads(
        "回答の使いみち（個人情報の利用目的）",
        "2分ほどで終わります",
        "を選んだ方だけ、お答えください",
    )
    me.fill(own_q5="四日")
    press(me, "補助金", "checkbox")
    me.click("途中まで保存する")
    me.reads("途中まで保存しました", "まだ送っていません")
    me.open(link)
    me.reads("書きかけの内容を表示しています")


def with_an_error(me: Visitor) -> None:
    me.click("回答を送る")
    me.reads("入力内容を確認してください", "選んでください。", "整数を数字で入力してください")
    me.page.get_by_role("link", name="整数を数字で").click()
    assert me.page.evaluate("document.activeElement.name") == "own_q5"
    me.fill(own_q5="４")
    press(me, "維持しない")
    me.pick("own_q4", "松本市")  # a question that does not concern who leaves
    me.click("回答を送る")
    me.reads("回答を受け付けました")


def corrected(me: Visitor, link: str) -> None:
    me.open(link)
    me.reads("回答済みです")
    press(me, "維持し、活動する")
    press(me, "住まいを置く（移住）", "checkbox")
    me.pick("own_q4", "塩尻市")
    press(me, "5")
    me.fill(own_q5="12")
    me.click("回答を送る")
    me.reads("回答を受け付けました")


def declined(me: Visitor, link: str) -> None:
    me.open(link)
    me.click("回答しない")
    me.reads("「回答しない」とお返事しますか")
    me.click("回答しないと返事する")
    me.reads("お返事を受け付けました")
    me.open(f"{link}x")
    me.reads("このリンクは使えません", "新しいリンクをお送りします")
