"""The pages that people wait for, on 10,000 applications, beside the skeleton of the same run."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select

from bench import board, desk, expenses, lists, skeleton
from bench.measure import Result, measure
from bench.own import OWN_QUESTIONS, answering, ask
from config import Config
from otameshi.app import create_app
from otameshi.applications import actions, outgoing
from otameshi.applications.models import Application, Member, PlannedCost, Wish
from otameshi.applications.outgoing import ExportRun
from otameshi.applications.rules import Kind, State
from otameshi.cli.demo import cast, load
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.people import Person, SignIn, digest, new_token
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.web import once
from otameshi.web.visit import SEEN

APPLICATIONS, EXPORTED = 10_000, 1_000
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
EXPORT = "/desk/applications/exports/{}/fields.csv"


def application_of(folder: Path) -> Flask:
    app = create_app(
        Config(
            SECRET_KEY="only-for-the-benchmarks-" + "0" * 16,
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'bench.db'}",
            FILE_STORE=(folder / "files").as_uri(),
            SITE_URL="http://localhost",
            MAIL_SERVER="",
            TESTING=True,  # no log line a request, as in the skeleton
        )
    )
    with app.app_context():
        db.create_all()
        load()
        fill()
        db.session.commit()
    return app


def fill() -> None:
    """Add submitted applications to the call that closed last, with two members each."""
    call = db.session.scalars(select(Call).order_by(Call.id)).all()[-2]
    for number in range(APPLICATIONS):
        db.session.add(_application(call, number))
        if number % EXPORTED == 0:
            db.session.flush()
    db.session.flush()
    officer = db.session.scalars(select(Person).filter_by(email=f"tantou@{cast.DOMAIN}")).one()
    chosen = range(EXPORTED, 2 * EXPORTED)  # none of the demonstration's own
    outgoing.take(actions.registered(officer), [Application.id], chosen, officer, now(), {})


def _application(call: Call, number: int) -> Application:
    name, kana = cast.somebody(number)
    person = Person(name=name, email=f"bench-{number}@example.jp", verified_at=call.opens_at)
    person.give(Role.APPLICANT)
    host = call.year.hosts[number % len(call.year.hosts)]
    members = [
        Member(
            position=position,
            name=name,
            kana=kana,
            birth_date=date(1990, 1, 1) + timedelta(number),
            prefecture="東京都",
            address="見本区1-2-3",
            occupation="システム開発",
            phone=f"090-0000-{number:04}",
        )
        for position in (1, 2)
    ]
    application = Application(
        call=call,
        applicant=person,
        number=f"B-{number:05}",
        state=State.SUBMITTED,
        kind=Kind.SOLE,
        trade_name=f"見本スタジオ{number}",
        business="ウェブサービスの企画と開発。" * 20,
        career="制作会社に8年勤務の後、独立。" * 20,
        plan="地域の事業者と組んで活動する。" * 20,
        stay_from=call.year.trial_first,
        stay_to=call.year.trial_last,
        nights_a_month=8,
        housing_help=False,
        begun_at=call.opens_at,
        saved_at=call.opens_at,
        submitted_at=call.opens_at + timedelta(seconds=number),  # one after the other
        pledged_at=call.opens_at,
        consented_at=call.opens_at,
        members=members,
        wishes=[Wish(host=host, rank=1)],
        costs=[PlannedCost(kind="office", amount=Yen(90_000))],
    )
    application.search_key = application.search_words
    return application


def signed_in(app: Flask, mailbox: str) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        email = f"{mailbox}@{cast.DOMAIN}"
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        token = new_token()
        db.session.add(SignIn(token_hash=digest(token), person=person, at=now()))
        db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session[SEEN] = token, True, now().timestamp()
    return client


def getting(client: FlaskClient, path: str) -> Iterator[None]:
    """Get a page over and over; an answer other than 200 ends the benchmark."""
    while True:
        answer = client.get(path)
        if answer.status_code != 200 or not answer.get_data():
            message = f"{path} answered {answer.status_code}"
            raise RuntimeError(message)
        yield


def saving(
    client: FlaskClient, path: str, own: Mapping[str, str | list[str]] | None = None
) -> Iterator[None]:
    """Save a page over and over, each time with other words; each save is one transaction."""
    token = TOKEN.findall(client.get(path).text)[0]
    commits: list[object] = []
    event.listen(Engine, "commit", commits.append)
    for number in count():
        commits.clear()
        typed = {
            "business": f"ウェブサービスの企画と開発。{number}",
            "career": "制作会社に8年勤務。",
        }
        hidden = {"csrf_token": token, once.FIELD: once.fresh()}
        answer = client.post(path, data={**typed, **(own or {}), **hidden})
        if answer.status_code != 303 or len(commits) != 1:
            message = f"{path} answered {answer.status_code} in {len(commits)} transactions"
            raise RuntimeError(message)
        yield


def page(name: str, client: FlaskClient, path: str, rows: int | None, times: int = 40) -> Result:
    pages = getting(client, path)
    return measure(name, rows, lambda: next(pages), times)


def results() -> Iterator[Result]:
    """Measure our pages between two measurements of the skeleton, whose better one counts."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        app, bare = application_of(place), skeleton.signed_in(place)
        yield page("skeleton_list", bare, "/list", skeleton.ROWS)
        yield page("skeleton_row", bare, "/row", 1)
        yield from _ours(app)
        yield page("skeleton_list_again", bare, "/list", skeleton.ROWS)
        yield page("skeleton_row_again", bare, "/row", 1)


def _ours(app: Flask) -> Iterator[Result]:
    applicant, officer = signed_in(app, "oubo"), signed_in(app, "tantou")
    participant = signed_in(app, "sanka")
    draft, call, run = _numbers(app)
    business = f"/applications/{draft}/business"
    yield page("application_page", applicant, business, None)
    saves = saving(applicant, business)
    yield measure("application_save", None, lambda: next(saves))
    ask(app, draft)
    yield page("application_questions", applicant, business, OWN_QUESTIONS)
    saves = saving(applicant, business, answering())
    yield measure("application_questions_save", OWN_QUESTIONS, lambda: next(saves))
    for name, address in lists.addresses():
        yield page(name, officer, address, APPLICATIONS)
    yield page("csv_applications", officer, EXPORT.format(run), EXPORTED, times=9)
    yield page("statistics_page", officer, "/desk/statistics/", None)
    yield from expenses.results(app, participant)
    yield from desk.results(app, officer)
    yield page("ranking_board", officer, f"/desk/selection/{call}/board", None)
    year, scenario = board.simulate(app)
    path = f"/desk/selection/{year}/board/{scenario}"
    yield page("board_year", officer, path, board.APPLICATIONS)
    rescored = board.rescoring(app, getting(officer, path))
    yield measure("board_rescored", board.APPLICATIONS, lambda: next(rescored), 9)


def _numbers(app: Flask) -> tuple[int, int, int]:
    with app.app_context():
        year = db.session.scalars(
            select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc())
        ).first()
        draft = db.session.scalars(select(Application.id).where(Application.state == State.DRAFT))
        run = db.session.scalars(select(func.max(ExportRun.id))).one()
        return draft.first() or 0, year.calls[0].id if year else 0, run
