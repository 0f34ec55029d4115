"""A draft is saved while it is typed, comes back as it was typed, and overtakes nobody."""

import re
from datetime import timedelta
from typing import Any

import pytest
from html5lib import parse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from otameshi.applications import answering, unsaved
from otameshi.applications.answers import MemberAnswers
from otameshi.applications.models import Application
from otameshi.applications.rules import PageName, State
from otameshi.applications.unsaved import UnsavedPage
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.web.once import SpentKey
from tests import make
from tests.conftest import Browser

TAB = "tab-one"
HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def application(app):
    del app
    call = make.open_call(now())
    make.host(call.year, "塩尻市")
    make.rulebook(call.year)
    made = make.application(make.person(), call, State.DRAFT)
    made.members[0].phone, made.members[0].kana = "026-000-0000", "ミホン　タロウ"
    return made


@pytest.fixture
def browser(browse, application):
    return browse(application.applicant)


def path(application: Application, page: str) -> str:
    return f"/applications/{application.id}/{page}"


def type_in(browser: Browser, application: Application, page: str, **typed: Any):
    """Send what is being typed, as the script does."""
    form = {**browser.hidden(path(application, page)), "tab": TAB, **typed}
    form.pop("once")
    return browser.client.post(
        path(application, f"{page}/typing"), data=form, headers={"Accept": "application/json"}
    )


def value_of(page: str, name: str) -> str:
    """Return what a control holds, as a browser reads it."""
    tree = parse(page)
    for tag in ("input", "textarea"):
        for one in tree.iter(HTML + tag):
            if one.get("name") == name:
                if tag == "input":
                    return str(one.get("value", ""))
                return "".join(one.itertext())
    raise AssertionError(f"no field {name}")


def test_what_is_typed_is_saved_and_the_time_is_told(browser, application):
    before = application.version
    answer = type_in(browser, application, "business", business="ウェブ制作", career="五年")
    assert answer.status_code == 200
    assert answer.json["whole"] is True
    assert answer.json["version"] > before
    assert ":" in answer.json["at"]
    db.session.expire_all()
    assert application.business == "ウェブ制作"


def test_a_half_typed_value_leaves_the_stored_one_and_is_there_again_on_another_device(
    browser, browse, application
):
    answer = type_in(browser, application, "members/1", name="見本　太郎", phone="03-")
    assert answer.json["whole"] is False
    db.session.expire_all()
    assert application.members[0].phone == "026-000-0000"
    page = browse(application.applicant).read(path(application, "members/1"))
    assert value_of(page, "phone") == "03-"
    assert "入力の途中の内容を表示しています" in page


def test_a_page_saved_by_its_button_shows_what_is_stored(browser, application):
    type_in(browser, application, "members/1", name="見本　太郎", kana="みほん", phone="03-")
    where = path(application, "members/1")
    browser.send(where, name="見本　太郎", kana="みほん", phone="03-0000-0000")
    assert value_of(browser.read(where), "kana") == "ミホン"
    assert db.session.scalars(select(UnsavedPage)).all() == []


def test_what_no_field_can_hold_is_kept_as_it_was_typed(browser, application):
    typed = {"stay_from-year": "令和", "stay_from-month": "１３", "nights_a_month": "八"}
    assert type_in(browser, application, "plan", **typed).json["whole"] is False
    page = browser.read(path(application, "plan"))
    for name, value in typed.items():
        assert value_of(page, name) == value


def test_a_draft_with_text_that_is_not_saved_is_not_submitted(browser, application):
    type_in(browser, application, "members/1", name="見本　太郎", phone="03-")
    summary = browser.read(f"/applications/{application.id}")
    assert "まだ保存できていない入力があります" in summary
    with pytest.raises(Exception, match="まだ保存できていない入力"):
        unsaved.all_saved(application)


def test_the_last_page_leads_to_what_is_not_saved_instead_of_calling_it_complete(browse, whole):
    whole.call.opens_at, whole.call.closes_at = now() - timedelta(days=1), now() + timedelta(days=1)
    db.session.commit()
    applicant = browse(whole.applicant)
    assert "必要なものはそろっています" in applicant.read(f"/applications/{whole.id}/confirm")
    type_in(applicant, whole, "members/1", name="見本　太郎", phone="03-")
    page = applicant.read(f"/applications/{whole.id}/confirm")
    assert "まだ保存できていない入力があります" in page
    assert "必要なものはそろっています" not in page
    summary = applicant.read(f"/applications/{whole.id}")
    assert "続きを入力する" in summary
    assert "確認して提出する" not in summary
    states = re.findall(r'step-label">(.*?)<.*?step-state">(.*?)<', summary, re.DOTALL)
    assert ("代表者とメンバー", "未保存あり") in states


def test_typing_in_a_page_that_was_overtaken_stops_and_overwrites_nothing(browser, application):
    old = browser.hidden(path(application, "business"))
    browser.send(path(application, "business"), business="新しい", career="新しい")
    answer = type_in(browser, application, "business", **old, business="古い", career="古い")
    assert answer.status_code == 409
    db.session.expire_all()
    assert application.business == "新しい"


def test_an_answer_lost_on_its_way_does_not_count_as_somebody_else(browser, application):
    old = browser.hidden(path(application, "business"))
    for typed in ("あ", "あい"):
        sent = {**old, "business": typed, "career": "a"}
        assert type_in(browser, application, "business", **sent).status_code == 200
    other = {**old, "tab": "tab-two", "business": "う", "career": "a"}
    assert type_in(browser, application, "business", **other).status_code == 409
    assert value_of(browser.read(path(application, "business")), "business") == "あい"


def test_an_overtaken_page_shows_both_and_lets_one_choose(browser, application):
    where = path(application, "business")
    old = browser.hidden(where)
    browser.send(where, business="先に保存", career="同じ")
    answer = browser.client.post(where, data={**old, "business": "後から", "career": "同じ"})
    assert answer.status_code == 409
    assert "違っているところ" in answer.text
    assert "先に保存" in answer.text
    assert value_of(answer.text, "business") == "後から"
    assert "この画面の内容で上書きする" in answer.text
    assert "data-autosave" not in answer.text
    version = value_of(answer.text, "version")
    mine = {**browser.hidden(where), "version": version, "business": "後から", "career": "同じ"}
    assert browser.client.post(where, data=mine).status_code == 303
    db.session.expire_all()
    assert application.business == "後から"


def test_what_another_tab_has_half_typed_is_shown_beside_mine(browser, application):
    where = path(application, "members/1")
    old = browser.hidden(where)
    type_in(browser, application, "members/1", name="見本　太郎", phone="03-")
    answer = browser.client.post(where, data={**old, "name": "見本　花子"})
    assert answer.status_code == 409
    for words in ("03-", "見本　太郎", "見本　花子"):
        assert words in answer.text


def test_a_page_shown_again_with_a_mistake_still_stands_on_its_own_version(browser, application):
    where = path(application, "members/1")
    old = browser.hidden(where)
    browser.send(path(application, "business"), business="先", career="先")
    answer = browser.client.post(where, data={**old, "phone": "x"})
    assert answer.status_code == 422
    assert value_of(answer.text, "version") == old["version"]


def test_the_corrections_of_a_submitted_application_are_never_saved_by_themselves(
    browse, application
):
    application.state, application.number = State.SUBMITTED, "R8-900"
    application.submitted_at = now()
    browser = browse(application.applicant)
    assert "data-autosave" not in browser.read(path(application, "business"))
    answer = type_in(browser, application, "business", business="直し", career="直し")
    assert answer.status_code == 422
    assert "自動では保存しません" in answer.json["message"]
    db.session.expire_all()
    assert application.business == "ウェブ制作"


def test_nobody_types_into_somebody_elses_draft(browse, application):
    other = browse(make.person())
    form = {**other.hidden("/accounts/me"), "tab": TAB, "version": "1", "business": "x"}
    answer = other.client.post(path(application, "business/typing"), data=form)
    assert answer.status_code == 404


def test_a_script_whose_session_has_ended_is_told_so_and_led_nowhere(app, application):
    db.session.commit()
    visitor = Browser(app)
    form = {**visitor.hidden("/accounts/sign-in"), "tab": TAB, "business": "x"}
    answer = visitor.client.post(
        path(application, "business/typing"), data=form, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 401


def test_no_key_is_spent_by_typing(browser, application):
    type_in(browser, application, "business", business="a", career="a")
    assert db.session.scalars(select(SpentKey)).all() == []


def test_without_scripts_the_page_says_when_it_was_saved(browser, application):
    page = browser.send(path(application, "business"), business="a", career="a")
    assert "最後に保存：" in page


def test_what_is_typed_about_a_later_member_moves_up_with_them(browser, application):
    for position in (2, 3):
        facts = {"name": f"見本{position}", "phone": f"0{position}-"}
        type_in(browser, application, "members/2", name="二人目")
        browser.send(path(application, f"members/{position}"), name=f"見本{position}")
        type_in(browser, application, f"members/{position}", **facts)
    browser.post(path(application, "members/2/remove"), path(application, "members"))
    assert value_of(browser.read(path(application, "members/2")), "phone") == "03-"


def test_an_answer_changed_elsewhere_is_not_hidden_by_what_was_typed_before(browser, application):
    type_in(browser, application, "members/1", name="前の名")
    answers = MemberAnswers("後の名", "", None, "", "", "", "", "", has_base=False)
    answering.save_member(application, 1, answers, application.applicant, now())
    db.session.commit()
    assert value_of(browser.read(path(application, "members/1")), "name") == "後の名"


# A form carries no lone surrogates, a browser turns every line break into one kind, and HTML has
# no NUL; everything else comes back as it was typed.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=300)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(TEXT)
@example("𠮷田 髙﨑 葛󠄀飾 👩‍👩‍👧‍👦 🇯🇵")
@example("\u202eabc\u202c \u200f\"'`<script>&amp;&lt;/textarea>")
@example("\n\n  前後の空白　\n")
def test_any_text_typed_comes_back_identical(browser, application, typed):
    type_in(browser, application, "business", business=typed, career="a")
    page = browser.read(path(application, "business"))
    found = value_of(page, "business").replace("\r\n", "\n")
    assert found == typed
    kept = unsaved.on_page(application, PageName.BUSINESS)
    assert kept is not None
    assert ["business", typed] in kept.fields
