"""The statistics over ten years and 10,000 組: what their pages cost, with nothing kept between."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from bench import copying
from bench.measure import Result, measure
from bench.varying import vary
from config import Config
from otameshi.app import create_app
from otameshi.core.clock import japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import actions as followup
from otameshi.followup import waves
from otameshi.followup.models import Outcome, Wave
from otameshi.people import Person, SignIn, digest, new_token
from otameshi.web.visit import SEEN
from tests import make

FIRST_YEAR, YEARS, GROUPS = 2015, 10, 1_000  # 組 a year
PAGES = {
    "statistics_index": "/desk/statistics/",
    "statistics_year": f"/desk/statistics/sheet/{FIRST_YEAR + YEARS - 1}",
    "statistics_applications": "/desk/statistics/dashboards/",
    "statistics_path": "/desk/statistics/dashboards/path",
    "statistics_money": "/desk/statistics/dashboards/money",
    "statistics_map": "/desk/statistics/dashboards/map",
    "statistics_totals": "/desk/statistics/totals/",
}
OVER_TIME = {
    "courses": "/desk/statistics/courses",
    "courses_by_origin": "/desk/statistics/courses?by=region",
    "courses_by_gatherings": "/desk/statistics/courses?by=gatherings",
    "courses_by_town": "/desk/statistics/courses?by=town",
    "differences": "/desk/statistics/differences?months=12",
    "indicator_year": f"/desk/statistics/retention/{FIRST_YEAR + YEARS - 1}",
    "indicator_as_of": f"/desk/statistics/retention/{FIRST_YEAR + YEARS - 1}/past?as_of=2025-03-12",
}
LATER = (12, 24, 36)  # months after the stay: asked once more
AGAIN = """INSERT INTO outcomes
    (wave_id, participation_id, answer, stayed, went, silent, refused, undecided, at)
    SELECT :wave, participation_id,
        CASE WHEN (id * 7 + :months) % 11 < 6 THEN 'stayed'
             WHEN (id * 7 + :months) % 11 < 8 THEN 'left' ELSE 'silent' END,
        1, 0, 0, 0, 0, at
    FROM outcomes WHERE wave_id = :first"""


def fill() -> None:
    """Make a 組 of each year that was asked, and as many more by copying its rows."""
    officer = make.person(Role.OFFICER)
    for fiscal_year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        year = make.year(fiscal_year)
        group = make.participation(make.selected(make.application(to=make.call(year))))
        grant = make.decided_grant(group)
        claim = make.settled_claim(grant)
        at = japan(fiscal_year + 1, 3, 10)
        wave = waves.create_wave(
            year, name="終了時", asked_on=date(fiscal_year + 1, 3, 1),
            closes_on=date(fiscal_year + 1, 3, 31), decisive=True, by=officer, at=at,
        )  # fmt: skip
        (asked,) = followup.invite(wave, officer, at)
        db.session.flush()
        outcome = db.session.scalars(select(Outcome).where(Outcome.wave_id == wave.id)).one()
        mailbox = f"b{fiscal_year}-{{}}@example.jp"
        chain: copying.Chain = [
            (group.representative, dict.fromkeys(("email", "email_key"), mailbox)),
            (group.candidacy.application, {"number": f"B{fiscal_year}-{{}}"}),
            (group.candidacy, {}),
            (group, {"title": "見本{}組"}),
            *((one, {}) for one in group.candidacy.application.members),
            *((one, {}) for one in group.people),
            (grant, {"document_number": f"見本{fiscal_year}交第{{}}号"}),
            (claim, {"document_number": f"見本{fiscal_year}確第{{}}号"}),
            *((one, {}) for one in claim.lines),
            (asked.invitation, {"token_hash": f"{fiscal_year}-{{}}"}),
            (outcome, {}),
        ]
        copying.fill(chain, GROUPS)
    vary(GROUPS)


def _again(officer: Person) -> None:
    """Let all 組 answer, or be silent, in later waves."""
    for first in db.session.scalars(select(Wave).where(Wave.decisive)).all():
        for months in LATER:
            year = first.year.fiscal_year + 1 + months // 12
            wave = waves.create_wave(
                first.year, name=f"{months}か月後", months=months, asked_on=date(year, 3, 1),
                closes_on=date(year, 3, 31), decisive=False, by=officer,
                at=japan(year, 3, 10),
            )  # fmt: skip
            db.session.flush()
            given = {"wave": wave.id, "first": first.id, "months": months}
            db.session.execute(text(AGAIN), given)


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        app = _app(folder)
        with app.app_context():
            db.create_all()
            fill()
            client = _signed_in(app)
        yield from _measured(client, PAGES)
        with app.app_context():
            _again(make.person(Role.OFFICER))
            db.session.commit()
        yield from _measured(client, OVER_TIME)


def _measured(client: FlaskClient, pages: dict[str, str]) -> Iterator[Result]:
    for name, address in pages.items():

        def get(address: str = address) -> None:
            answer = client.get(address)
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answered {answer.status_code}")

        yield measure(name, YEARS * GROUPS, get)


def _signed_in(app: Flask) -> FlaskClient:
    client, token = app.test_client(), new_token()
    person = make.person(Role.OFFICER)
    db.session.add(SignIn(token_hash=digest(token), person=person, at=now()))
    db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session[SEEN] = token, True, now().timestamp()
    return client


def _app(folder: str) -> Flask:
    return create_app(
        Config(
            SECRET_KEY="only-for-the-benchmarks-" + "0" * 16,
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{Path(folder) / 'bench.db'}",
            FILE_STORE=(Path(folder) / "files").as_uri(),
            SITE_URL="http://localhost",
            MAIL_SERVER="",
            TESTING=True,
        )
    )


if __name__ == "__main__":
    for one in results():
        print(one)
