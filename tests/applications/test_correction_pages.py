"""補正依頼 on the pages: asked, seen beside the field, answered without scripts, compared."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from otameshi.applications import actions
from otameshi.applications.correction.marking import section_of
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.correction.sections import WHOLE
from otameshi.applications.correction.sections import section_of as section_of_label
from otameshi.applications.documents import rows
from otameshi.applications.forms import BusinessForm, KindForm, MemberForm, PlanForm
from otameshi.applications.rules import Kind, PageName
from otameshi.core.clock import in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make
from tests.applications.conftest import pdf

DAY = timedelta(days=1)


@pytest.fixture
def closed(whole):
    """An application submitted to a call that has closed since."""
    whole.call.opens_at, whole.call.closes_at = now() - 20 * DAY, now() + DAY
    db.session.flush()
    actions.submit(whole, whole.applicant, now() - 2 * DAY, pledged=True, consented=True)
    whole.call.closes_at = now() - DAY
    db.session.commit()
    return whole


@pytest.fixture
def officer(browse, app):
    return browse(make.person(Role.OFFICER))


def due(days=10):
    day = in_japan(now() + days * DAY)
    return {"due_on-year": day.year, "due_on-month": day.month, "due_on-day": day.day}


def ask(officer, application, *wanted, **more):
    asked: dict[str, str] = {}
    for place, (section, comment) in enumerate(wanted):
        asked |= {f"rows-{place}-section": section, f"rows-{place}-comment": comment}
    return officer.send(f"/desk/corrections/new/{application.id}", **{**due(), **asked, **more})


ADDRESS = ("members/代表者の住所", "番地まで書いてください")


def test_an_address_is_asked_for_corrected_answered_and_accepted(browse, closed, officer):
    page = ask(officer, closed, ADDRESS)
    assert "補正を依頼し、応募者にお知らせしました" in page
    applicant = browse(closed.applicant)
    page = applicant.read(f"/applications/{closed.id}")
    assert "補正のお願いが届いています" in page
    assert "番地まで書いてください" in page
    member = f"/applications/{closed.id}/members/1"
    page = applicant.read(member)
    assert "補正のお願い：番地まで書いてください" in page
    assert page.count("変更できません") == 6
    page = applicant.send(member, **{**carried(page), "address": "見本区1-2-3 見本荘4号"})
    assert "変更しました" in page
    path = f"/applications/{closed.id}/correction"
    assert "補正の回答を送りました" in applicant.send(path, note="")
    request = db.session.scalars(db.select(CorrectionRequest)).one()
    page = officer.read(f"/desk/corrections/{request.id}")
    assert "補正の前と後" in page
    assert "見本荘4号" in page
    page = officer.send(f"/desk/corrections/{request.id}/accept", f"/desk/corrections/{request.id}")
    assert "受理にし、応募者にお知らせしました" in page
    assert "変更する" not in applicant.read(f"/applications/{closed.id}")


def carried(page):
    """Return what the form of a page sends back: hidden and typed fields alike."""

    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', page):
        found.setdefault(name, value)
    option = r'<select[^>]* name="([^"]+)"[^>]*>.*?<option selected[^>]* value="([^"]*)"'
    chosen = re.findall(option, page, re.DOTALL)
    return {**found, **dict(chosen)}


def test_a_forged_field_that_is_not_open_is_refused_and_nothing_is_changed(browse, closed, officer):
    ask(officer, closed, ADDRESS)
    applicant, path = browse(closed.applicant), f"/applications/{closed.id}/members/1"
    answer = applicant.post(path, **{**carried(applicant.read(path)), "name": "別の人"})
    assert answer.status_code == 422
    assert "「代表者の氏名」は変更できません" in answer.text
    db.session.expire_all()
    assert closed.members[0].name != "別の人"


@pytest.mark.parametrize("page", ["kind", "business", "plan", "costs", "files", "members/2"])
def test_pages_that_were_not_asked_for_are_read_only(browse, closed, officer, page):
    ask(officer, closed, ADDRESS)
    applicant = browse(closed.applicant)
    answer = applicant.get(f"/applications/{closed.id}/{page}")
    assert answer.status_code == 303
    assert answer.location == f"/applications/{closed.id}"


def test_one_field_of_the_plan_is_open_and_the_others_are_carried_along(browse, closed, officer):
    ask(officer, closed, ("plan/期間中の活動計画", "具体的に"))
    applicant, path = browse(closed.applicant), f"/applications/{closed.id}/plan"
    page = applicant.read(path)
    assert "補正のお願い：具体的に" in page
    page = applicant.send(path, **carried(page), plan="毎週、商店街の会議に出る")
    assert "変更しました" in page
    db.session.expire_all()
    assert closed.plan == "毎週、商店街の会議に出る"
    assert closed.nights_a_month == 8
    assert len(closed.wishes) == 1


def test_a_file_is_replaced_and_the_photograph_stays(browse, closed, officer):

    ask(officer, closed, ("files/事業計画書", "最新のものを"))
    applicant, path = browse(closed.applicant), f"/applications/{closed.id}/files"
    page = applicant.read(path)
    assert page.count("削除する") == 1
    page = applicant.send(path, plan=(BytesIO(pdf(2)), "新計画.pdf"))
    assert "変更しました" in page


def test_an_item_left_as_it_is_needs_a_reason(browse, closed, officer):
    ask(officer, closed, ADDRESS)
    applicant, path = browse(closed.applicant), f"/applications/{closed.id}/correction"
    answer = applicant.post(path)
    assert answer.status_code == 422
    assert "変更しない理由を入力してください" in answer.text
    item = db.session.scalars(db.select(CorrectionRequest)).one().items[0]
    assert "送りました" in applicant.send(path, **{f"reply_{item.id}": "番地はありません"})


def test_before_the_deadline_the_pages_say_what_is_asked_and_lead_to_the_answer(
    browse, closed, officer
):
    closed.call.closes_at = now() + DAY
    db.session.commit()
    ask(officer, closed, ("files/", "最新のものを添えてください"))
    applicant, files = browse(closed.applicant), f"/applications/{closed.id}/files"
    page = applicant.read(files)
    assert "最新のものを添えてください" in page
    assert "締切までは、ほかの項目も変更できます" in page
    assert "最新のものを" not in applicant.read(f"/applications/{closed.id}/plan")
    answer = f"/applications/{closed.id}/correction"
    assert "お願いした項目だけ" not in applicant.read(answer)
    sent = applicant.post(files, plan=(BytesIO(pdf(2)), "新計画.pdf"))
    assert sent.location == answer


def rows_of(count):
    return {f"rows-{place}-comment": "" for place in range(count)}


def test_an_officer_gets_more_rows_and_keeps_what_was_typed(closed, officer):
    path = f"/desk/corrections/new/{closed.id}"
    answer = officer.post(path, **{**rows_of(3), "rows-0-comment": "住所を", "then": "more"})
    assert "項目6" in answer.text
    assert "住所を" in answer.text
    answer = officer.post(path, **due(), **{"rows-0-comment": "住所を"})
    assert answer.status_code == 422
    assert "項目を選んでください" in answer.text


def test_a_link_of_a_page_chooses_its_section(closed, officer):
    page = officer.read(f"/desk/corrections/new/{closed.id}?section=plan/")
    assert '<option selected value="plan/">' in page


def test_the_list_the_work_list_and_the_next_step_know_the_request(browse, closed, officer):
    ask(officer, closed, ADDRESS)
    assert closed.number in officer.read("/desk/corrections/?state=sent")
    assert closed.number not in officer.read("/desk/corrections/?state=answered")
    applicant = browse(closed.applicant)
    assert "補正して回答する" in applicant.read("/my/")
    assert "補正のお願いが届いています" in applicant.read("/applications/")
    request = db.session.scalars(db.select(CorrectionRequest)).one()
    applicant.send(
        f"/applications/{closed.id}/correction", **{f"reply_{request.items[0].id}": "なし"}
    )
    page = officer.read("/desk/")
    assert "補正：回答あり（確認待ち）" in page
    assert "/desk/corrections/?state=answered" in page


def test_asking_again_begins_from_what_was_asked(browse, closed, officer):
    ask(officer, closed, ADDRESS)
    request = db.session.scalars(db.select(CorrectionRequest)).one()
    applicant = browse(closed.applicant)
    applicant.send(
        f"/applications/{closed.id}/correction", **{f"reply_{request.items[0].id}": "なし"}
    )
    path = f"/desk/corrections/{request.id}/again"
    assert "番地まで書いてください" in officer.read(path)
    asked = {"rows-0-section": ADDRESS[0], "rows-0-comment": "もう一度お願いします"}
    page = officer.send(path, **due(), **asked)
    assert "もう一度補正を依頼し" in page
    assert "補正依頼（2回目）" in page


def test_others_of_the_office_read_and_do_not_ask(browse, closed, officer):
    ask(officer, closed, ADDRESS)
    auditor = browse(make.person(Role.AUDITOR))
    request = db.session.scalars(db.select(CorrectionRequest)).one()
    page = auditor.read(f"/desk/corrections/{request.id}")
    assert "番地まで書いてください" in page
    assert "依頼を取り消す" not in page
    assert auditor.get(f"/desk/corrections/new/{closed.id}").status_code == 403
    stranger = browse(make.person())
    assert stranger.get(f"/applications/{closed.id}/correction").status_code == 404
    assert stranger.get("/desk/corrections/").status_code == 403


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_the_core_belongs_to_an_answer_that_staff_can_ask_for(app, kind):
    """So that a field added to a form cannot be left open, or shut, by its name alone."""
    one = make.application(people=2, kind=kind)
    forms = [
        (PageName.KIND, KindForm, 0),
        (PageName.BUSINESS, BusinessForm, 0),
        (PageName.PLAN, PlanForm, 0),
        (PageName.MEMBERS, MemberForm, 2),
    ]
    others = {"法人名", "法人番号", "法人の代表者", "屋号", "勤務先", "勤務先の承諾"}
    with app.test_request_context():
        for page, form, position in forms:
            known = {section_of_label(page, label).name for label, _ in rows(one, page)}
            bound = form.of(one.members[1] if position else one)
            names = {section_of(page, field, position).name for field in bound}
            assert WHOLE not in names
            assert names <= known | others, (page, names - known)
