"""Retention, the 事業改善シート and the front page, as people open them."""

import csv
import re
from datetime import date, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.outreach import actions as outreach
from otameshi.outreach.actions import Plan
from otameshi.outreach.rules import GatheringKind
from otameshi.statistics.sheet.models import Indicator, PublishedCount, PublishedFigure, SettledCost
from tests import make
from tests.conftest import Browser
from tests.statements import statements
from tests.statistics.sheet.make import grants_of, published, r6, three_years, year_of_groups

DIFFERS = "計算値 15/19 = 78.9、公表値 79.0。公表値は計算値と異なります。"


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


def words(page: str) -> str:
    """Return what a person reads, without the markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def excel(browser: Browser, address: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(browser.get(address).data))
    return list(book["一覧"].iter_rows(values_only=True))


def figure(number: str = "②", year: int = 2024) -> str:
    key = db.session.scalars(select(Indicator.id).filter_by(number=number)).one()
    return f"/desk/statistics/sheet/{year}/figures/{key}"


def test_the_page_and_the_csv_show_the_published_sheet(app, browse):
    """R4 73.7, R5 60.0 ↘, R6 79.0 ↗, target 60.0, 達成; beside R6 the computed 15/19 = 78.9."""
    three_years()
    auditor = browse(make.person(Role.AUDITOR))
    page = words(auditor.read("/desk/statistics/sheet/2024"))
    assert "73.7 60.0 ↘ （悪化） 79.0 ↗ （改善） 60.0 達成" in page
    assert "9 12 ↗ （改善） 3 ↘ （悪化） 8 未達成" in page
    assert "— 39.1 — （数値なし） 40.5 ↗ （改善） 45.0 未達成" in page
    assert DIFFERS in page
    assert "19組27名が参加し、うち15組が引き続き拠点を維持" in page
    assert "11,081千円" in page

    text = auditor.get("/desk/statistics/sheet/2024.csv").get_data().decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(StringIO(text))}
    assert rows["番号"][3:8] == ["R4 実績", "R5 実績", "R5 推移", "R6 実績", "R6 推移"]
    assert rows["②"][3:11] == ["73.7", "60.0", "↘", "79.0", "↗", "60.0", "達成", "78.9"]
    assert rows["③"][3:8] == ["—", "39.1", "—", "40.5", "↗"]
    assert DIFFERS in rows["②"][11]

    table = words(auditor.read("/desk/statistics/"))
    assert "19組27名 16組 15組 4組 0組 0組 15/19 = 78.9 56.7～91.5 78.9～78.9 — 79.0" in table


def test_the_retention_table_keeps_the_silent_apart(app, browse, officer):
    year_of_groups(2024, 4, 2, 5, officer)
    make.participation(make.selected(make.application(to=make.year(2024).calls[0])))
    desk = browse(officer)
    text = desk.get("/desk/statistics/retention.csv").get_data().decode("utf-8-sig")
    (_, row) = csv.reader(StringIO(text))
    counts, rates = ["R6", "5", "6", "0", "2", "2", "1", "0", "0"], ["40.0", "50.0", "40.0", "60.0"]
    assert row[:17] == [*counts, *rates, "11.8", "76.9", "", ""]
    assert excel(desk, "/desk/statistics/retention.xlsx")[1][9:13] == (40, 50, 40, 60)


def test_every_number_leads_to_the_rows_it_counts(app, browse, officer):
    groups = year_of_groups(2024, 3, 2, 3, officer)
    grants_of(groups, 1)
    published()
    desk = browse(officer)
    content = ""
    for page in ("/desk/statistics/", "/desk/statistics/sheet/2024"):
        content = desk.read(page).partition("<main")[2]
        links = set(re.findall(r'href="(/desk/[^"]+)"', content))
        assert len(links) > 5
        for link in links:
            assert desk.get(link.replace("&amp;", "&")).status_code == 200, link
    (stayed,) = re.findall(r'href="(/desk/followup/\d+\?answer=stayed)"', content)
    listed = desk.read(stayed)
    assert [group.title in listed for group in groups] == [True, True, False]
    subsidised = desk.read("/desk/grants/?year=2024&state=decided")
    assert groups[0].title in subsidised
    assert groups[1].title not in subsidised


def test_an_officer_enters_a_published_figure_with_its_source(app, browse, officer):
    published()
    desk, page = browse(officer), figure()
    form = desk.read(page)
    assert 'value="79.0"' in form
    answer = desk.send(page, value="７９．１", target="60", source="訂正版", note="県の訂正")
    assert "②の値を保存しました" in answer
    assert "79.1" in answer
    assert "県の訂正" in desk.read(page)
    found = db.session.scalars(select(PublishedFigure).filter_by(value=791)).one()
    assert (found.target, found.source) == (600, "訂正版")


@pytest.mark.parametrize(
    ("number", "typed", "said"),
    [
        ("②", {"value": "七割"}, "小数第1位までの数字"),
        ("②", {"value": "78.95"}, "小数第1位までの数字"),
        ("②", {"value": "", "target": ""}, "どちらかを入力"),
        ("①", {"value": "9.5"}, "整数で入力"),
        ("②", {"source": ""}, "出典を入力してください"),
    ],
)
def test_a_wrong_figure_is_explained_and_changes_nothing(app, browse, officer, number, typed, said):
    published()
    fields = {"value": "50", "target": "60", "source": "資料", "note": "打ちかけ", **typed}
    answer = browse(officer).post(figure(number), **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert "打ちかけ" in answer.text
    values = set(db.session.scalars(select(PublishedFigure.value)))
    assert values == {90, 120, 30, 737, 600, 790, 391, 405}


def test_a_manager_enters_the_settled_cost(app, browse):
    published()
    desk = browse(make.person(Role.MANAGER))
    page = "/desk/statistics/sheet/2025/cost"
    assert "0以上の数" in desk.post(page, thousands="-1", source="決算書").text
    make.year(2025)
    assert "9,876千円" in desk.send(page, thousands="９，８７６", source="決算書")
    assert db.session.scalars(select(SettledCost).filter_by(fiscal_year=2025)).one().note == ""
    assert 'value="9876"' in desk.read(page)


def test_a_published_number_is_entered_with_its_day_and_its_reason(app, browse, officer):
    published()
    desk, page = browse(officer), "/desk/statistics/sheet/2024/outputs/participant_meetings"
    assert 'value="3"' in desk.read(page)
    day = {"published_on-year": "R7", "published_on-month": "9", "published_on-day": "30"}
    told = desk.post(page, value="4", source="訂正版", **day)
    assert told.status_code == 422
    assert "変更の理由を備考に記入してください" in told.text
    answer = desk.send(page, value="４", source="訂正版", note="1回の数え漏れ", **day)
    assert "参加者交流会の公表値を保存しました" in answer
    assert "1回の数え漏れ" in answer
    known = db.session.scalars(select(PublishedCount).filter_by(value=4)).one()
    assert known.published_on == date(2025, 9, 30)
    assert desk.get("/desk/statistics/sheet/2024/outputs/parties").status_code == 404


def test_the_text_of_a_year_is_written_and_printed_and_runs_nowhere(app, browse, officer):
    published()
    desk = browse(officer)
    assert "まだ書かれていません" in desk.read("/desk/statistics/sheet/2024")
    page = "/desk/statistics/sheet/2024/text"
    said = "=1+1 のように見える文章\r\n<b>西日本</b>へのPR"
    answer = desk.send(page, analysis=said, direction="＝交流会を続ける", version="0")
    assert "要因分析と今後の方向性を保存しました" in answer
    assert "&lt;b&gt;西日本&lt;/b&gt;" in answer
    table = desk.get("/desk/statistics/sheet/2024.csv").get_data().decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(StringIO(table))}
    assert rows["要因分析"][1].startswith("'=1+1")
    form = desk.get("/desk/statistics/sheet/2024.xlsx").get_data()
    cells = {
        cell.value: cell.data_type
        for row in openpyxl.load_workbook(BytesIO(form)).worksheets[0].iter_rows()
        for cell in row
    }
    assert cells[said.replace("\r\n", "\n")] == "s"
    paper = PdfReader(BytesIO(desk.get("/desk/statistics/sheet/2024.pdf").get_data()))
    assert "西日本</b>へのPR" in paper.pages[0].extract_text()
    late = desk.post(page, analysis="別の人の文章", direction="", version="0")
    assert late.status_code == 409
    assert "ほかの人が先に" in late.text


def test_a_year_not_yet_published_is_marked_on_the_page_and_in_every_file(app, browse, officer):
    published()
    year_of_groups(2025, 4, 3, 5, officer)
    desk, address = browse(officer), "/desk/statistics/sheet/2025"
    page = words(desk.read(address))
    assert "75.0（見込み） （令和7年度の②の公表値を入力する） ↘ （悪化）" in page
    assert "見込みの数字があります" in page
    table = desk.get(f"{address}.csv").get_data().decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(StringIO(table))}
    assert rows["②"][6] == "75.0"
    assert "見込みとして載せています" in rows["②"][11]
    book = openpyxl.load_workbook(BytesIO(desk.get(f"{address}.xlsx").get_data())).worksheets[0]
    (rate,) = (cell for row in book.iter_rows() for cell in row if cell.value == 75)
    assert rate.number_format == '0.0"（見込み）"'
    paper = PdfReader(BytesIO(desk.get(f"{address}.pdf").get_data())).pages[0].extract_text()
    assert "令和7年度実施事業分）（見込み）" in paper
    assert "75.0\n見込み" in paper


def test_only_officers_and_managers_enter_figures(app, browse):
    published()
    for role in (Role.AUDITOR, Role.TREASURER, Role.ADMIN):
        person = browse(make.person(role))
        assert person.get("/desk/statistics/sheet/2024").status_code == 200
        assert person.get(figure()).status_code == 403
        for one in ("cost", "text", "outputs/groups"):
            assert person.get(f"/desk/statistics/sheet/2024/{one}").status_code == 403
    for role in (Role.APPLICANT, Role.REVIEWER):
        assert browse(make.person(role)).get("/desk/statistics/").status_code == 403


def test_a_year_of_which_nothing_is_known_is_not_found(app, browse, officer):
    published()
    desk = browse(officer)
    for address in (
        "sheet/2019",
        "sheet/2019.csv",
        "sheet/9999/cost",
        "sheet/2019.pdf",
        "sheet/2024/figures/99",
    ):
        assert desk.get(f"/desk/statistics/{address}").status_code == 404


def test_empty_statistics_say_what_will_stand_there(app, browse, officer):
    page = browse(officer).read("/desk/statistics/")
    assert "まだ参加した組がありません" in page
    assert "年度がまだ設定されていません" in page
    make.year(2026)
    page = browse(officer).read("/desk/statistics/sheet/2026")
    assert "まだ読み込まれていません" in page


def test_the_pages_take_no_more_statements_for_more_groups(app, browse, officer):
    def count() -> list[int]:
        found = []
        for address in ("/", "/desk/statistics/", "/desk/statistics/sheet/2024"):
            person = browse(officer)
            db.session.expire_all()
            with statements() as sent:
                assert person.get(address).status_code == 200
            found.append(len(sent))
        return found

    published()
    year_of_groups(2024, 3, 2, 3, officer)
    few = count()
    year_of_groups(2023, 15, 2, 20, officer)
    year_of_groups(2022, 15, 2, 20, officer)
    assert count() == few
    assert max(few) <= 18


# --- the front page ---


def test_the_front_page_tells_what_is_open_until_when_and_where_to_begin(app, browse):
    year = make.year(2026)
    make.call(
        year,
        opens_at=now() - timedelta(days=1),
        closes_at=now() + timedelta(days=5, hours=3, minutes=30),
    )
    visitor = browse().read("/")
    assert "あと5日3時間" in visitor
    assert "20組程度" in visitor
    assert 'href="/applications/"' in visitor
    assert "応募を始める" in visitor
    assert 'href="/applications/"' in browse(make.person()).read("/")
    assert "応募を始める" not in browse(make.person(Role.OFFICER)).read("/")


def test_before_and_after_the_call_the_front_page_says_so(app, browse):
    assert "現在は募集していません" in browse().read("/")
    make.call(make.year(2026), opens_at=now() + timedelta(days=3), closes_at=now() + timedelta(9))
    page = browse().read("/")
    assert "次の募集が決まりました" in page
    assert "応募を始める</a>" not in page


def test_the_front_page_draws_the_published_results_and_names_the_difference(app, browse):
    r6()
    page = words(browse().read("/"))
    assert "令和4年度 73.7％" in page
    assert "令和6年度 79.0％" in page
    assert "令和6年度 19組27名 15/19 = 78.9％ 79.0％ （計算値と異なります）" in page
    assert "点線：目標値 60.0％" in page


def test_the_front_page_names_what_the_rules_of_the_year_pay(app, browse):
    make.rulebook(make.year(2026))
    page = browse().read("/")
    assert "オフィス利用料" in page
    assert "1人当たり300,000円まで" in page
    assert "240,000円まで" in page


def test_the_next_session_stands_on_the_front_page(app, browse):
    assert "予定している募集説明会はありません" in browse().read("/")
    plan = Plan(GatheringKind.SESSION, "第3回募集説明会", now() + timedelta(3), "銀座NAGANO")
    outreach.plan(make.year(2026), plan, make.person(Role.OFFICER), now())
    assert "銀座NAGANO" in browse().read("/")


def test_every_page_ends_with_the_offices_line_and_the_pages_about_the_site(app, browse):
    make.year(2026)
    page = browse().read("/privacy")
    assert "長野県 産業立地・IT振興課" in page
    for address in ("/contact", "/privacy", "/accessibility", "/gatherings/"):
        assert f'href="{address}"' in page
        assert browse().get(address).status_code == 200


def test_the_accessibility_page_claims_no_more_than_is_true(app, browse):
    page = browse().read("/accessibility")
    assert "WCAG 2.2" in page
    assert "適合を宣言するものではありません" in page


def test_without_a_year_the_pages_about_the_site_still_open(app, browse):
    for address in ("/", "/contact", "/privacy", "/accessibility"):
        assert browse().get(address).status_code == 200
