"""An officer enters what came on paper, at the pages."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook  # reads what was sent

from otameshi.applications.entering import columns
from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.applications import tables
from tests.statements import counted

HOME = "/desk/applications/entering/"


@pytest.fixture
def call(app):
    del app
    found = make.open_call(now())
    make.host(found.year, "塩尻市")
    return found


@pytest.fixture
def officer(browse, call):
    del call
    return browse(make.person(Role.OFFICER))


def came(call) -> dict[str, str]:
    """Return a moment within the call, and days of its year, as a table writes them."""
    moment = in_japan(call.opens_at + timedelta(minutes=1))
    year = call.year
    return {
        "受付日時": f"{moment:%Y-%m-%d %H:%M}",
        "おためしの初日": year.trial_first.isoformat(),
        "おためしの末日": year.trial_last.isoformat(),
    }


def send(browser, call, *changes):
    content = tables.as_csv(*({**came(call), **one} for one in changes or ({},)))
    return browser.post(f"{HOME}tables/new", call=call.id, table=(BytesIO(content), "応募.csv"))


def test_a_whole_table_is_checked_then_taken_in(officer, call):
    where = send(officer, call).location
    page = officer.read(where)
    assert "1件すべてに誤りがありません" in page
    assert db.session.query(Application).count() == 0
    page = officer.send(f"{where}/take", page=where)
    assert "1件の応募を取り込み" in page
    [one] = db.session.query(Application)
    assert one.state is State.SUBMITTED
    assert f'href="{HOME}"' in officer.read("/desk/applications/")
    shown = officer.read(f"/desk/applications/{one.id}")
    assert "表からの取込" in shown
    assert "髙﨑　𠮷花" in shown


def test_every_problem_is_listed_and_nothing_can_be_taken_in(officer, call):
    where = send(officer, call, {"第1希望": "江戸"}, {"代表者：氏名": ""}).location
    page = officer.read(where)
    assert "「江戸」はありません" in page
    assert "代表者の氏名を入力してください" in page
    assert "すべて取り込む" not in page
    officer.post(f"{where}/take", page=where)
    assert db.session.query(Application).count() == 0
    assert "この表は取り込みませんでした" in officer.send(f"{where}/drop", page=where)


def test_a_table_without_the_needed_columns_is_refused_and_named(officer, call):
    answer = officer.post(
        f"{HOME}tables/new", call=call.id, table=(BytesIO(b"a,b\n1,2\n"), "表.csv")
    )
    assert answer.status_code == 422
    assert "1行目に列がありません：受付日時" in answer.text


def test_the_template_holds_every_column_that_can_be_read(officer, call):
    with officer.get(f"{HOME}template.xlsx") as answer:
        sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    names = [str(cell) for cell in next(sheet.iter_rows(max_row=1, values_only=True))]
    columns.check(names, call.year.group_limit)
    assert "メンバー3：氏名" in names
    assert "経費1：種類" in names


def test_paper_is_entered_page_by_page_and_marked_as_such(officer, call):
    moment = in_japan(call.opens_at + timedelta(minutes=1))
    page = officer.send(
        f"{HOME}new", call=call.id, name="見本　花子", email="h@example.com",
        **{"received_on-year": moment.year, "received_on-month": moment.month,
           "received_on-day": moment.day, "received_time": f"{moment:%H:%M}"},
    )  # fmt: skip
    assert "応募区分" in page
    [one] = db.session.query(Application)
    page = officer.send(f"/applications/{one.id}/kind", kind="individual")
    assert 'value="見本　花子"' in page  # typed once, and there where it belongs
    assert "見本　花子" in officer.read(HOME)
    assert "紙（担当者が入力）" in officer.read(HOME)


def test_an_unfinished_paper_entry_is_nobodys_but_the_officers(browse, call):
    one = make.application(
        to=call, state=State.DRAFT, channel="paper",
        entered_by=make.person(Role.OFFICER), received_at=now(),
    )  # fmt: skip
    assert browse(make.person()).get(f"/applications/{one.id}").status_code == 404
    officer = browse(make.person(Role.OFFICER))
    page = officer.get(f"/applications/{one.id}")
    assert page.status_code == 200
    # Only the applicant withdraws, and only the applicant has a conversation with the office.
    assert "取り下げる" not in page.text
    assert "/messages/new" not in page.text
    assert officer.get(f"/applications/{one.id}/withdraw").status_code == 403
    assert browse(make.person(Role.REVIEWER)).get(HOME).status_code == 403


def test_the_check_takes_as_many_statements_however_many_rows(officer, call):
    first = send(officer, call).location
    rows = [{"応募者のメールアドレス": f"h{n}@example.com"} for n in range(12)]
    many = send(officer, call, *rows).location
    few = counted(lambda: officer.get(first))
    assert counted(lambda: officer.get(many)) == few


def test_what_was_entered_is_submitted_as_it_came(officer, call):
    received = call.opens_at + timedelta(hours=1)
    one = make.application(
        to=call, state=State.DRAFT, channel="paper",
        entered_by=make.person(Role.OFFICER), received_at=received,
    )  # fmt: skip
    one.members[0].phone = "026-000-0000"
    db.session.commit()
    page = officer.read(f"/applications/{one.id}/confirm")
    assert "代わりに入力しています" in page
    ticked = dict.fromkeys(re.findall(r'type="checkbox"[^>]*name="([^"]+)"', page), "y")
    ticked |= dict.fromkeys(re.findall(r'name="([^"]+)"[^>]*type="checkbox"', page), "y")
    page = officer.send(f"/applications/{one.id}/confirm", **ticked)
    assert "応募を受け付けました" in page
    db.session.refresh(one)
    assert (one.state, one.submitted_at) == (State.SUBMITTED, received)
