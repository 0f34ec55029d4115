"""Anybody reads the subsidy rules, made of the rulebook that reckons."""

from tests import make


def test_the_rules_of_the_announced_year_are_read_by_anybody(browse):
    year = make.year(2026)
    make.call(year)
    version = make.rulebook(year)
    page = browse().read("/rules/")
    for words in ("令和8年度　補助金の規則", "対象となる経費", "300,000円", "第1版", "要綱第4条"):
        assert words in page
    assert f"第{version.number}版" in page


def test_a_year_that_is_not_announced_is_not_shown(browse):
    make.rulebook(make.year(2026))
    assert "ただいま準備しています" in browse().read("/rules/")
    assert browse().get("/rules/2026").status_code == 404


def test_earlier_years_stay_to_be_read(browse):
    for fiscal_year in (2025, 2026):
        make.rulebook(make.year(fiscal_year))
        make.call(make.year(fiscal_year))
    page = browse().read("/rules/2025")
    assert "令和7年度　補助金の規則" in page
    assert "令和8年度の補助金の規則" in page


def test_the_front_page_leads_to_the_rules(browse):
    make.rulebook(make.year(2026))
    make.call(make.year(2026))
    assert 'href="/rules/"' in browse().read("/")
