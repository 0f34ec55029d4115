"""What the dashboards count, and that no page takes more statements for more rows."""

import html5lib
from sqlalchemy import select

from otameshi.claims.models import Payment
from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.followup.models import Invitation, Reply
from otameshi.followup.retention import reading
from otameshi.outreach.visits import reading as visits
from otameshi.statistics.dashboards import counting, drawing, files, money
from otameshi.statistics.dashboards.reading import costs, settled_costs
from tests import make
from tests.statements import statements
from tests.statistics.sheet.make import grants_of, published, year_of_groups

PAGES = ("", "path", "money", "map")
ROOM = "/desk/statistics/dashboards/"


def table(figure):
    return [[cell.text for cell in row] for row in figure.rows]


def applied(year, prefecture="東京都", heard_from="", **facts):
    call = next(iter(year.calls), None) or make.call(year)
    application = make.application(to=call, heard_from=heard_from, **facts)
    application.members[0].prefecture = prefecture
    return application


def some_year(fiscal_year=2024):
    year = make.year(fiscal_year)
    make.call(year)
    return year


def test_the_west_is_counted_apart_from_the_east_and_from_tokai(app):
    year = some_year()
    for prefecture in ("東京都", "大阪府", "福岡県", "愛知県", "海外"):
        applied(year, prefecture)
    found = drawing.of_sides(counting.applications("prefecture"))
    assert found.headers == ("年度", "東日本", "東海", "西日本", "不明", "計")
    assert table(found) == [["R6", "1組", "1組", "2組", "1組", "5組"]]


def test_regions_and_channels_each_sum_to_the_whole(app):
    year = some_year()
    for prefecture, said in (("北海道", "知人"), ("沖縄県", "SNS"), ("大阪府", "")):
        applied(year, prefecture, said)
    regions = drawing.of_regions(counting.applications("prefecture"))
    channels = drawing.of_channels(counting.applications("heard_from"))
    assert table(regions)[0][-1] == table(channels)[0][-1] == "3組"
    assert channels.headers[1:-1] == ("SNS", "知人・過去の参加者の紹介", "記入なし")


def test_money_is_summed_by_year_and_what_came_back_is_not_paid(app):
    officer = make.person(Role.OFFICER)
    claim = make.settled_claim(amount=50_000)
    year = claim.grant.participation.year.fiscal_year
    for voucher, back in (("1", today()), ("2", None)):
        make.keep(
            Payment(
                claim=claim, amount=Yen(50_000), paid_on=today(), voucher=voucher,
                person_id=officer.id, returned_on=back, returned_why="口座相違" if back else "",
            )
        )  # fmt: skip
    assert money.granted() == {year: claim.grant.amount}
    assert money.settled() == {year: claim.settled}
    assert money.paid() == {year: 50_000}
    assert sum(money.accepted_by_kind(year).values()) == claim.settled
    assert money.accepted_by_kind(year - 1) == {}
    assert money.settled_by_kind(year) == {"office": claim.settled}
    assert money.settled_by_kind(year - 1) == {}


def test_what_a_group_that_stays_costs_is_reckoned_from_published_and_counted_figures(app):
    """R6: 11,081千円 and 15組: 738,733円 each."""
    year_of_groups(2024, 19, 15, 27)
    published()
    figures = {one.fiscal_year: one for one in reading.years()}
    found = {one.fiscal_year: one for one in costs(settled_costs(), {}, figures)}
    assert found[2024].whole_each == 738_733
    assert found[2022].whole_each is None


def test_the_path_says_what_nobody_recorded(app):
    year_of_groups(2024, 4, 3, 5)
    one = next(one for one in visits.funnel() if one.fiscal_year == 2024)
    kept = next(one for one in reading.years() if one.fiscal_year == 2024)
    said = {row[0]: row[1] for row in table(drawing.of_path(one, 0, 2, kept, {}))}
    assert said["説明会に来た人"] == "出欠の記録なし"
    assert said["面談"] == "記録なし"
    assert said["参加"] == "4組（応募の100.0％）"
    assert said["拠点を維持・活動"] == "3組（参加の75.0％）"


def test_the_map_tells_where_groups_live_and_where_they_keep_a_base(app):
    groups = year_of_groups(2024, 3, 2, 3)
    host = groups[0].host
    assert host
    name = host.municipality.name
    assert counting.lived(2024) == [(name, 3)]
    key = counting.municipality_key(2024)
    assert key
    for one in db.session.scalars(select(Invitation)).all():
        was = one.reply
        assert was
        answers = {**was.answers, key: "飯田市"}
        one.replies.append(
            Reply(
                number=was.number + 1, questions_id=was.questions_id, answers=answers,
                source=was.source, answered_at=now(),
            )
        )  # fmt: skip
    db.session.flush()
    assert counting.kept(2024, key) == [("飯田市", 2)]
    assert counting.kept(2023, key) == []


def test_a_page_says_so_where_nothing_is_known(app, browse):
    person = browse(make.person(Role.OFFICER))
    for page in PAGES:
        assert "まだ" in person.read(ROOM + page)
    assert person.get(f"{ROOM}path?year=1999").status_code == 404


def test_more_years_and_groups_take_no_more_statements_and_numbers_open_their_rows(app, browse):
    officer = make.person(Role.OFFICER)
    texts = {}

    def count():
        person, found = browse(officer), []
        for page in PAGES:
            db.session.expire_all()
            with statements() as sent:
                texts[page] = person.read(ROOM + page)
            found.append(len(sent))
        return found

    published()
    grants_of(year_of_groups(2024, 3, 2, 3, officer), 1)
    few = count()
    grants_of(year_of_groups(2023, 6, 2, 8, officer), 2)
    assert count() == few
    assert max(few) <= 18
    person = browse(officer)
    for text in texts.values():
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        pictures = [one for one in tree.iter() if str(one.tag).endswith("svg") and one.get("role")]
        assert pictures
        assert all(one.get("aria-labelledby") for one in pictures)
        opened = {link.get("href") for link in tree.iterfind(".//figure//td/a")}
        assert all(person.get(address).status_code == 200 for address in opened)
        taken = {one.get("href") for one in tree.iterfind(".//a[@class='download']")}
        assert taken
        assert all(person.get(address).status_code == 200 for address in taken)


def test_a_chart_is_taken_as_a_file_of_numbers(app, browse):
    year = some_year()
    for prefecture in ("東京都", "大阪府"):
        applied(year, prefecture)
    person = browse(make.person(Role.OFFICER))
    text = person.get(f"{ROOM}applications/sides.csv").data.decode("utf-8-sig")
    assert text.splitlines() == ["年度,東日本（組）,西日本（組）,計（組）", "R6,1,1,2"]
    for address in ("applications/none.csv", "money/money.csv?year=1999", "map/lived.csv"):
        assert person.get(ROOM + address).status_code == 404


def test_what_is_unknown_stays_words_in_a_file(app):
    year_of_groups(2024, 4, 3, 5)
    path, _ = files.figures("path", 2024)
    found = {row[0]: row[1] for row in files.rows(path)}
    assert found["説明会に来た人"] == "出欠の記録なし"
    assert found["拠点を維持・活動"] == 3
