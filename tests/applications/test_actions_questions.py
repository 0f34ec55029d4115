"""Own questions in the data: written and published, answered, carried over, bound, exported."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from otameshi import history
from otameshi.applications import actions, answering, documents, outgoing, register
from otameshi.applications.answers import BusinessAnswers, KindAnswers
from otameshi.applications.blinded import blinded
from otameshi.applications.fields import sheet
from otameshi.applications.questions import editing
from otameshi.applications.questions.keeping import OwnAnswers
from otameshi.applications.questions.models import AnswerSheet
from otameshi.applications.questions.standing import Standing
from otameshi.applications.rules import Kind as Applying
from otameshi.applications.rules import PageName, State
from otameshi.core.questions import Condition, Kind, Questionnaire
from otameshi.core.roles import Role
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db
from otameshi.programme import copying, questionnaires
from otameshi.programme.question_models import QuestionnaireVersion
from tests import make
from tests.applications.asked import published, question
from tests.applications.conftest import pdf, png
from tests.statements import counted

LINK = question(Kind.CHOICE, "県内につながりはありますか", "q1", required=True)
WHOM = question(
    Kind.TEXT, "つながりのある団体", "q2", required=True, condition=Condition("q1", ("はい",))
)
WHY = question(Kind.LONG, "県内を選んだ理由", "q3", most=100)
BOSS = question(
    Kind.TEXT, "社内の担当者", "q4", required=True, condition=Condition("kind", ("company",))
)


@pytest.fixture
def officer(app):
    del app
    return make.person(Role.OFFICER)


def answer(application, page=PageName.BUSINESS, seen=None, files=None, **answers):
    number = Standing(application).number if seen is None else seen
    own = OwnAnswers(answers, files or {}, seen=number)
    kept = BusinessAnswers(application.business or "事業", application.career or "経歴")
    assert page is PageName.BUSINESS
    answering.save_business(application, kept, application.applicant, make.NOON, None, own)


def submit(application):
    actions.submit(application, application.applicant, make.NOON, pledged=True, consented=True)


def exported(officer):
    listing = register.listed(officer, register.Wanted())
    run = outgoing.take(listing.query, listing.order, None, officer, make.NOON, {})
    db.session.commit()
    return sheet(run)


def lacks(application):
    return [one.text for one in Standing(application).lacking]


def test_an_officer_writes_questions_and_publishes_them(officer):
    year = make.year()
    editing.add(year, LINK, officer, make.NOON)
    editing.add(year, question(Kind.FILE, "証明", page="plan"), officer, make.NOON)
    editing.add(year, WHOM, officer, make.NOON)
    draft = questionnaires.being_written(year)
    assert [(one.key, one.page) for one in draft.questions] == [
        ("q1", "business"),
        ("q3", "business"),
        ("q2", "plan"),
    ]
    assert questionnaires.latest(year) is None
    version = questionnaires.publish(year, officer, make.NOON)
    assert version.number == 1
    assert questionnaires.questions_of(version) == draft
    assert questionnaires.draft_of(year) is None
    acts = [one.act for one in db.session.scalars(history.of(year))]
    db.session.commit()
    acts = [one.act for one in db.session.scalars(history.of(year))]
    assert acts == ["edit_questions"] * 3 + ["publish_questions"]


def test_a_published_version_is_never_changed(officer):
    version = published(make.year(), LINK)
    version.text = "{}"
    with pytest.raises(ValueError, match="never changed"):
        db.session.flush()
    db.session.rollback()


def test_what_would_not_hold_together_is_refused_and_nothing_is_kept(officer):
    year = make.year()
    published(year, LINK, WHOM)
    with pytest.raises(Refused, match="前にある選ぶ質問"):
        editing.remove(year, "q1", officer, make.NOON)
    changed = question(Kind.CHOICE, LINK.label, options=("ある", "ない"))
    with pytest.raises(Refused, match="選び直して"):
        editing.edit(year, changed, officer, make.NOON)
    with pytest.raises(Refused, match="前にある選ぶ質問"):
        editing.move(year, "q2", editing.UP, officer, make.NOON)
    with pytest.raises(Refused, match="動かせません"):
        editing.move(year, "q1", editing.UP, officer, make.NOON)
    with pytest.raises(Refused, match="すでに下書きから"):
        editing.remove(year, "q9", officer, make.NOON)
    assert questionnaires.draft_of(year) is None


def test_a_key_is_never_given_to_a_second_question(officer):
    year = make.year()
    published(year, LINK, WHY)
    published(year, LINK)
    editing.add(year, question(Kind.TEXT, "別の質問"), officer, make.NOON)
    assert questionnaires.being_written(year).questions[-1].key == "q4"


def test_two_officers_do_not_write_over_each_other(officer):
    year = make.year()
    editing.add(year, LINK, officer, make.NOON, 0)
    with pytest.raises(Overtaken):
        editing.add(year, WHY, officer, make.NOON, 0)
    with pytest.raises(Overtaken):
        questionnaires.publish(year, officer, make.NOON, 9)
    questionnaires.discard(year, officer, make.NOON)
    with pytest.raises(Refused, match="すでにありません"):
        questionnaires.discard(year, officer, make.NOON)
    with pytest.raises(Refused, match="下書きがありません"):
        questionnaires.publish(year, officer, make.NOON)


def test_the_same_questions_are_not_published_twice(officer):
    year = make.year()
    published(year, LINK, WHY)
    editing.edit(year, LINK, officer, make.NOON)
    with pytest.raises(Refused, match="同じ内容"):
        questionnaires.publish(year, officer, make.NOON)


def test_the_next_year_begins_with_the_questions_as_a_draft(officer):
    year = make.year()
    published(year, LINK, WHOM)
    following = copying.create_year(year, 2027, officer, make.NOON)
    assert questionnaires.latest(following) is None
    assert questionnaires.being_written(following).questions == (LINK, WHOM)


def test_what_is_asked_and_required_is_missing_until_it_is_answered(whole):
    published(whole.call.year, LINK, WHOM, WHY, BOSS)
    assert lacks(whole) == ["「県内につながりはありますか」を選んでください。"]
    with pytest.raises(Refused, match="事業と経歴：「県内につながりはありますか」を選んで"):
        submit(whole)
    answer(whole, q1="はい")
    assert lacks(whole) == ["「つながりのある団体」を入力してください。"]
    answer(whole, q1="いいえ")
    submit(whole)
    assert whole.state is State.SUBMITTED


def test_a_fact_of_the_application_decides_whether_a_question_is_asked(draft):
    published(draft.call.year, BOSS)
    assert lacks(draft) == []
    company = KindAnswers(Applying.COMPANY, "見本合同会社", "7000012050002", "代表社員")
    answering.save_kind(draft, company, draft.applicant, make.NOON)
    assert lacks(draft) == ["「社内の担当者」を入力してください。"]


def test_answers_that_no_question_takes_are_refused(draft):
    published(draft.call.year, LINK, WHY)
    with pytest.raises(Refused, match="選択肢から"):
        answer(draft, q1="たぶん")
    with pytest.raises(Refused, match="100文字以内"):
        answer(draft, q3="あ" * 101)
    answer(draft, q9="だれも聞いていない")
    assert draft.sheet.answers == {}


def test_a_draft_survives_a_new_version_and_says_what_is_new(draft):
    year = draft.call.year
    published(year, LINK, WHY)
    answer(draft, q1="未定", q3="理由")
    assert Standing(draft).news == []
    published(
        year,
        question(Kind.CHOICE, LINK.label, required=True, options=("はい", "いいえ")),
        question(Kind.NUMBER, "県内に来た回数", "q5", required=True),
    )
    standing = Standing(draft)
    assert standing.answers == {}
    assert [(one.page, one.added, one.changed, one.removed) for one in standing.news] == [
        (PageName.BUSINESS, ("県内に来た回数",), (LINK.label,), (WHY.label,))
    ]
    assert len(lacks(draft)) == 2
    assert draft.sheet.answers["q3"] == {"value": "理由", "number": 1}
    answer(draft, q1="はい", q5=3)
    assert Standing(draft).news == []
    assert draft.sheet.answers["q5"] == {"value": 3, "number": 2}
    published(year, LINK, WHY)  # the second version was a mistake
    assert Standing(draft).answers == {"q1": "はい", "q3": "理由"}


def test_a_page_sent_from_an_earlier_version_stays_new(draft):
    year = draft.call.year
    published(year, WHY)
    published(year, WHY, question(Kind.TEXT, "新しい", "q5"))
    answer(draft, q3="理由", seen=1)
    assert Standing(draft).news[0].added == ("新しい",)
    answer(draft, q3="理由", seen=2)
    assert Standing(draft).news == []


def test_a_page_saved_before_there_were_questions_says_that_there_are(draft):
    answer(draft)
    published(draft.call.year, WHY)
    assert [one.page for one in Standing(draft).news] == [PageName.BUSINESS]
    untouched = make.application(state=State.DRAFT, to=draft.call, business="", career="")
    assert Standing(untouched).news == []


def test_a_submitted_application_keeps_its_version(whole):
    year = whole.call.year
    first = published(year, LINK, WHOM)
    answer(whole, q1="はい", q2="見本商店")
    answer(whole, q1="いいえ", q2="見本商店")
    assert whole.sheet.answers["q2"]["value"] == "見本商店"
    submit(whole)
    assert whole.sheet.questionnaire is first
    assert set(whole.sheet.answers) == {"q1"}  # what was not shown is not handed in
    published(year, question(Kind.TEXT, "後から", "q9", required=True))
    assert lacks(whole) == []
    assert Standing(whole).news == []
    rows = documents.rows(whole, PageName.BUSINESS)
    assert rows[-1] == (LINK.label, "いいえ")


def test_an_application_submitted_before_there_were_questions_is_never_asked(whole):
    submit(whole)
    published(whole.call.year, LINK)
    assert lacks(whole) == []
    answer(whole, q1="はい")
    assert Standing(whole).rows(PageName.BUSINESS) == []


def test_a_correction_is_kept_in_the_history_and_stays_whole(whole):
    published(whole.call.year, LINK, WHOM)
    answer(whole, q1="いいえ")
    submit(whole)
    db.session.commit()
    with pytest.raises(Refused, match="つながりのある団体"):
        answer(whole, q1="はい")
    db.session.rollback()
    answer(whole, q1="はい", q2="見本商店")
    db.session.commit()
    last = db.session.scalars(history.of(whole)).all()[-1]
    assert last.facts["changes"] == {
        LINK.label: ["いいえ", "はい"],
        WHOM.label: ["", "見本商店"],
    }


def test_a_correction_may_open_a_question_of_a_later_page(whole):
    published(whole.call.year, BOSS)
    submit(whole)
    company = KindAnswers(Applying.COMPANY, "見本合同会社", "7000012050002", "代表社員")
    answering.save_kind(whole, company, whole.applicant, make.NOON)
    assert lacks(whole) == ["「社内の担当者」を入力してください。"]
    with pytest.raises(Refused, match="社内の担当者"):
        answer(whole)
    answer(whole, q4="見本　花子")
    assert lacks(whole) == []


def test_files_of_a_question_are_papers_of_the_application(whole):
    year = whole.call.year
    asked = question(Kind.FILE, "登記事項証明書", "q7", required=True, most=1)
    published(year, asked)
    assert lacks(whole) == ["「登記事項証明書」を添付してください。"]
    answer(whole, files={"q7": [("証明.pdf", pdf())]})
    assert lacks(whole) == []
    paper = whole.papers[-1]
    assert (paper.label, paper.attachment.name) == ("登記事項証明書", "証明.pdf")
    with pytest.raises(Refused, match="1個まで"):
        answer(whole, files={"q7": [("もう一つ.pdf", pdf(2))]})


def test_a_question_for_images_takes_no_document(draft):
    asked = question(Kind.FILE, "写真", "q7", accepts="images")
    published(draft.call.year, asked)
    with pytest.raises(Refused, match="受け付けている形式"):
        answer(draft, files={"q7": [("証明.pdf", pdf())]})
    answer(draft, files={"q7": [("写真.png", png())]})
    gone = frozenset({draft.papers[-1].id})
    own = OwnAnswers({}, {}, dropped=gone)
    kept = BusinessAnswers("事業", "経歴")
    answering.save_business(draft, kept, draft.applicant, make.NOON, None, own)
    assert [one for one in draft.papers if one.kind == "q7"] == []


def test_the_office_exports_the_answers_of_all_versions_side_by_side(app, whole, officer):
    year = whole.call.year
    published(year, LINK, question(Kind.NUMBER, "来た回数", "q5"))
    answer(whole, q1="いいえ", q5=3)
    submit(whole)
    later = make.application(to=whole.call, state=State.DRAFT)
    later.members[0].phone = "026-000-0000"
    published(year, question(Kind.DATE, "見学した日", "q6"), LINK)
    answering.attach(later, {"plan": [("計画.pdf", pdf())]}, later.applicant, make.NOON)
    answering.attach(later, {"photo": [("写真.png", png())]}, later.applicant, make.NOON)
    answer(later, q1="未定", q6=date(2026, 5, 1))
    submit(later)
    headings, lines = exported(officer)
    cells = [dict(zip(headings, line, strict=True)) for line in lines]
    labels = [f"質問：{one}" for one in ("見学した日", LINK.label, "来た回数")]
    assert [[row[label] for label in labels] for row in cells] == [
        [None, "いいえ", 3],
        [date(2026, 5, 1), "未定", None],
    ]


def test_the_export_takes_the_same_statements_however_many_applications(officer):
    call = make.call()
    published(call.year, LINK)

    def export():
        return list(exported(officer)[1])

    make.application(to=call)
    export()  # what is read once and kept
    one = counted(export)
    for _ in range(5):
        make.application(to=call)
    assert counted(export) == one


def test_an_officer_sees_whom_a_new_version_meets(officer):
    call = make.call()
    published(call.year, LINK, WHY)
    answered = make.application(to=call, state=State.DRAFT)
    answer(answered, q1="未定")
    make.application(to=call, state=State.DRAFT)
    make.application(to=call)
    same = questionnaires.questions_of(questionnaires.latest(call.year))
    harmless = Questionnaire((*same.questions, question(Kind.TEXT, "任意", "q8")))
    fewer = Questionnaire((question(Kind.CHOICE, LINK.label, options=("はい", "いいえ")), WHY))
    more = Questionnaire((*same.questions, question(Kind.TEXT, "必須", "q8", required=True)))
    found = [editing.impact(call.year, after) for after in (same, harmless, fewer, more)]
    assert [(one.drafts, one.anew, one.submitted) for one in found] == [
        (2, 0, 1),
        (2, 0, 1),
        (2, 1, 1),
        (2, 2, 1),
    ]


def test_nothing_blinded_tells_the_answers_to_own_questions(whole):
    published(whole.call.year, WHY)
    answer(whole, q3="わたしのことは、検索すれば分かります")
    submit(whole)
    told = [pair for _, rows in blinded(whole, None) for pair in rows]
    assert WHY.label not in dict(told)
    assert (WHY.label, "わたしのことは、検索すれば分かります") in documents.rows(
        whole, PageName.BUSINESS
    )


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PRINTABLE.filter(lambda text: text.strip(" \t\n\u3000")))
def test_any_text_comes_back_from_the_database(app, text):
    call = make.call(make.year())
    if not call.year.questionnaires:
        published(call.year, WHY)
    draft = make.application(to=call, state=State.DRAFT)
    typed = text.strip(" \t\n\u3000")
    answer(draft, q3=typed)
    db.session.flush()
    db.session.expire_all()
    assert Standing(draft).answers == {"q3": typed}
    assert documents.rows(draft, PageName.BUSINESS)[-1] == (WHY.label, typed)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PRINTABLE.filter(bool))
def test_any_text_leaves_in_the_export_as_it_was_kept(officer, text):
    call = make.call(make.year())
    version = questionnaires.latest(call.year) or published(call.year, WHY)
    made = make.application(to=call)
    made.sheet = AnswerSheet(
        questionnaire=version, answers={"q3": {"value": text, "number": 1}}, seen={}
    )
    db.session.flush()
    headings, lines = exported(officer)
    cells = [dict(zip(headings, line, strict=True)) for line in lines]
    assert (
        next(one for one in cells if one["受付番号"] == made.number)[f"質問：{WHY.label}"] == text
    )


def test_versions_are_read_from_the_database_once(app):
    year = make.year()
    version = published(year, question(Kind.TEXT, f"一度だけ読まれる{next(make.number)}", "q77"))
    db.session.commit()

    def read():
        found = db.session.scalars(select(QuestionnaireVersion).filter_by(id=version.id)).one()
        return questionnaires.questions_of(found)

    assert counted(read) == counted(read) + 1  # the text is fetched the first time alone
