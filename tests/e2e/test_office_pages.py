"""Every page of the outreach, the follow-up and the statistics, held to axe and to 320 px.

One walk by links without scripts, from the demonstration; then the pages that only come up after
something was done. Other tests answer the survey and book a 説明会 on a phone.
"""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from otameshi.cli.demo import load
from otameshi.db import db
from otameshi.followup.models import Wave
from otameshi.people import Person
from tests.e2e.conftest import Visitor
from tests.e2e.test_correction import sit_down

pytestmark = pytest.mark.e2e

DESK = ("followup", "contacts", "gatherings", "statistics", "tokens")
STARTS = (
    *(f"/desk/{room}/" for room in DESK[:-1]),
    "/desk/statistics/courses?by=kind",
    "/desk/statistics/dashboards/path?year=2024",
    "/desk/statistics/dashboards/money?year=2024",
    "/desk/statistics/dashboards/map?year=2024",
    "/api/v1/",
    "/desk/statistics/retention/2024",
    "/desk/statistics/retention/2024/past?as_of=2025-03-10",
    "/desk/followup/new",
    "/desk/followup/copy",
    "/desk/followup/groups/",
    "/desk/gatherings/new",
    "/gatherings/",
    "/privacy",
    "/contact",
    "/accessibility",
)
LINKS = "e => e.map(one => one.getAttribute('href'))"
OURS = re.compile(rf"/(desk/({'|'.join(DESK)})|gatherings|api)/")
FEWEST = 50  # pages


def endpoint(app: Flask, path: str) -> str:
    """Return which view answers this address; files are none of the pages."""
    try:
        found: str = app.url_map.bind("localhost").match(urlsplit(path).path)[0]
    except HTTPException:
        return ""
    return "" if re.search(r"\.(csv|xlsx|pdf|json|zip|ics)$", urlsplit(path).path) else found


def walk(app: Flask, me: Visitor, *starts: str) -> set[str]:
    """Open one page of each kind that is reached by links."""
    waiting, seen = list(starts), set[str]()
    for number, path in enumerate(waiting):  # which grows by the links of each page
        view = endpoint(app, path)
        if not view or (view in seen and number >= len(starts)):
            continue
        seen.add(view)
        me.open(path)
        found = me.page.locator("main a[href]").evaluate_all(LINKS)
        waiting += [one for one in found if OURS.match(one)]
    return seen


def test_every_page_of_the_office_s_figures_is_for_everybody(
    served: tuple[Flask, str], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    app, _ = served
    with app.app_context():
        assert load()
        db.session.commit()
        seats = {name: visit() for name in ("tantou", "kanri", "sanka")}
        for name, seat in seats.items():
            mine = select(Person).where(Person.email == f"{name}@example.jp")
            sit_down(app, seat, db.session.scalars(mine).one())
            seat.context.route(re.compile(r"/static/js/"), lambda route: route.abort())
        wave = db.session.scalars(select(Wave.id).order_by(Wave.id.desc()).limit(1)).one()
    officer = seats["tantou"]
    seen = walk(app, officer, *STARTS)
    assert len(seen) >= FEWEST, sorted(seen)
    a_table(officer)
    open_data(officer)
    past_totals(officer, tmp_path)
    questions(officer, wave)
    token(seats["kanri"])
    gathering_of_a_group(seats["sanka"])


def into(me: Visitor, link: str) -> None:
    me.open(me.page.locator(link).first.get_attribute("href") or "")


def a_table(me: Visitor) -> None:
    me.open("/desk/statistics/tables/groups")
    me.tick("columns")
    me.click("次へ")
    me.reads("出力の対象にしました")
    me.open(f"{me.page.url}/unwritable")
    me.open("/desk/statistics/tables/replies")
    for box in me.page.locator('[name="columns"]').all():
        box.uncheck()
    me.click("次へ")
    me.reads("入力内容を確認してください")


def open_data(me: Visitor) -> None:
    me.open("/desk/statistics/open-data/new")
    me.click("作る")
    me.reads("オープンデータを作りました")


def past_totals(me: Visitor, folder: Path) -> None:
    wrong, right = folder / "wrong.csv", folder / "right.csv"
    wrong.write_text("年度,応募（組）,出典\n2018,-3,\n2018,二,記事\n", encoding="utf-8")
    right.write_text("年度,応募（組）,出典\n2018,31,記事\n2024,99,記事\n", encoding="utf-8")
    for file, said in ((wrong, "直すところ"), (right, "変わります")):
        me.open("/desk/statistics/totals/new")
        me.page.set_input_files('[name="table"]', file)
        me.click("内容を確かめる")
        me.reads(said)
    me.open("/desk/statistics/totals/")


def questions(me: Visitor, wave: int) -> None:
    place = f"/desk/followup/{wave}/questions"
    me.open(f"{place}/")
    into(me, 'main a[href*="/edit/"]')
    me.fill(label="参加後も、県内に拠点を持ち続けますか")
    me.click("下書きに保存する")
    me.open(f"{place}/")
    me.open(f"{place}/compare")
    me.open(f"{place}/trial")


def token(me: Visitor) -> None:
    me.open("/desk/tokens/new")
    me.click("発行する")
    me.reads("入力内容を確認してください")
    me.fill(name="集計用")
    me.click("発行する")
    me.open("/desk/tokens/")
    me.reads("集計用")


def gathering_of_a_group(me: Visitor) -> None:
    me.open("/participation/")
    into(me, 'main a[href$="/gatherings"]')
    into(me, 'main a[href*="/gatherings/"]')
