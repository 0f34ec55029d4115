"""The programme year and what is set for it."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response as Answer

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.programme import actions, copying, planning, settings
from otameshi.programme.forms import (
    CallForm,
    FirstYearForm,
    HostForm,
    NewHostForm,
    NextYearForm,
    OfficeForm,
    RulebookForm,
    YearForm,
)
from otameshi.programme.models import Host, ProgrammeYear
from otameshi.programme.plan_form import PlanForm
from otameshi.programme.questionnaires import draft_of
from otameshi.programme.rules import next_steps
from otameshi.subsidy import explain
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown

pages = Blueprint("programme_desk", __name__, url_prefix="/desk/years")

YEAR = "/<int:fiscal_year>"


def year_or_404(fiscal_year: int) -> ProgrammeYear:
    return actions.year_of(fiscal_year) or abort(404)


def _among(rows: Any, key: int) -> Any:
    return next((row for row in rows if row.id == key), None) or abort(404)


def _form(year: ProgrammeYear, form: Any, title: str, save: str = "保存する", **more: Any) -> str:
    return render_template(
        "programme/form.html", year=year, form=form, title=title, save=save, **more
    )


def _may_change() -> bool:
    return Role.OFFICER in actor().roles


def _back(year: ProgrammeYear, message: str) -> Answer:
    flash(message, "done")
    return redirect(url_for(".show", fiscal_year=year.fiscal_year), 303)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    return render_template("programme/index.html", years=actions.years(), may_change=_may_change())


@pages.get(YEAR)
@needs(OFFICE)
def show(fiscal_year: int) -> str:
    hosts = selectinload(ProgrammeYear.hosts).selectinload(Host.offices)
    query = select(ProgrammeYear).filter_by(fiscal_year=fiscal_year).options(hosts)
    year = db.session.scalar(query) or abort(404)
    rulebook, draft = actions.rules_of(year), draft_of(year)
    return render_template(
        "programme/show.html",
        year=year,
        sections=explain(rulebook) if rulebook else (),
        todo=next_steps(
            calls=len(year.calls),
            criteria=len(year.criteria),
            hosts=len(year.hosts),
            rulebooks=len(year.rulebooks),
            unpublished=draft is not None and not year.questionnaires,
        ),
        draft=draft,
        events=db.session.scalars(history.of(year)).unique().all(),
        may_change=_may_change(),
        at=now(),
    )


@pages.route("/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def first() -> str | Answer:
    form = FirstYearForm()
    if not form.sent():
        return render_template("programme/first.html", form=form)
    year = settings.add_year(given(form.fiscal_year.data), form.settings(), actor(), now())
    return _back(
        year, "年度を作成しました。続けて、募集、審査基準、市町村、規則を登録してください。"
    )


@pages.route(f"{YEAR}/next", methods=["GET", "POST"])
@needs({Role.OFFICER})
def following(fiscal_year: int) -> str | Answer:
    source = year_or_404(fiscal_year)
    form = NextYearForm(data={"fiscal_year": fiscal_year + 1})
    if not form.sent():
        return render_template("programme/following.html", year=source, form=form)
    year = copying.create_year(source, given(form.fiscal_year.data), actor(), now())
    return _back(year, "年度を作成しました。日付と規則を確かめてください。")


@pages.route(f"{YEAR}/edit", methods=["GET", "POST"])
@needs({Role.OFFICER})
def edit(fiscal_year: int) -> str | Answer:
    year = year_or_404(fiscal_year)
    form = YearForm.of(year)
    if not form.sent():
        return render_template("programme/edit.html", year=year, form=form)
    settings.edit_year(year, form.settings(), actor(), now(), version_shown())
    return _back(year, "基本設定を保存しました。")


@pages.route(f"{YEAR}/calls/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def add_call(fiscal_year: int) -> str | Answer:
    year = year_or_404(fiscal_year)
    form = CallForm.of(None)
    if not form.sent():
        return _form(year, form, "募集を追加する")
    settings.add_call(year, form.settings(), actor(), now())
    return _back(year, "募集を追加しました。")


@pages.route(f"{YEAR}/calls/<int:call_id>", methods=["GET", "POST"])
@needs({Role.OFFICER})
def call(fiscal_year: int, call_id: int) -> str | Answer:
    year = year_or_404(fiscal_year)
    found = _among(year.calls, call_id)
    form = CallForm.of(found)
    if not form.sent():
        return _form(year, form, f"{found.title}の設定", version=found.version)
    settings.edit_call(found, form.settings(), actor(), now(), version_shown())
    return _back(year, "募集を保存しました。")


@pages.route(f"{YEAR}/calls/<int:call_id>/plan", methods=["GET", "POST"])
@needs({Role.OFFICER})
def plan(fiscal_year: int, call_id: int) -> str | Answer:
    year = year_or_404(fiscal_year)
    found = _among(year.calls, call_id)
    form = PlanForm.of(found)
    if not form.sent():
        return _form(year, form, f"{found.title}の今後の予定", version=found.version)
    planning.set_plan(found, form.plan(), actor(), now(), version_shown())
    return _back(year, "今後の予定を保存しました。応募者のマイページに表示されます。")


@pages.route(f"{YEAR}/hosts/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def add_host(fiscal_year: int) -> str | Answer:
    year = year_or_404(fiscal_year)
    form = NewHostForm()
    if not form.sent():
        return _form(year, form, "市町村を追加する")
    code, name = given(form.code.data), given(form.name.data)
    settings.add_host(year, code, name, form.settings(), actor(), now())
    return _back(year, f"{name}を追加しました。続けて、連携オフィスを追加できます。")


@pages.route(f"{YEAR}/hosts/<int:host_id>", methods=["GET", "POST"])
@needs({Role.OFFICER})
def host(fiscal_year: int, host_id: int) -> str | Answer:
    year = year_or_404(fiscal_year)
    found = _among(year.hosts, host_id)
    form = HostForm.of(found)
    if not form.sent():
        return _form(year, form, f"{found.name}の設定")
    settings.edit_host(found, form.settings(), actor(), now())
    return _back(year, f"{found.name}の設定を保存しました。")


@pages.route(f"{YEAR}/hosts/<int:host_id>/offices/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def add_office(fiscal_year: int, host_id: int) -> str | Answer:
    year = year_or_404(fiscal_year)
    found = _among(year.hosts, host_id)
    form = OfficeForm.of(None)
    if not form.sent():
        return _form(year, form, f"{found.name}の連携オフィスを追加する")
    settings.add_office(found, form.settings(), actor(), now())
    return _back(year, f"{found.name}の連携オフィスを追加しました。")


@pages.route(f"{YEAR}/hosts/<int:host_id>/offices/<int:office_id>", methods=["GET", "POST"])
@needs({Role.OFFICER})
def office(fiscal_year: int, host_id: int, office_id: int) -> str | Answer:
    year = year_or_404(fiscal_year)
    found = _among(_among(year.hosts, host_id).offices, office_id)
    form = OfficeForm.of(found)
    if not form.sent():
        return _form(year, form, f"{found.host.name}の連携オフィス「{found.name}」")
    settings.edit_office(found, form.settings(), actor(), now())
    return _back(year, f"{found.name}の設定を保存しました。")


@pages.route(f"{YEAR}/rulebooks/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def add_rulebook(fiscal_year: int) -> str | Answer:
    year = year_or_404(fiscal_year)
    latest = actions.current_rulebook(year)
    form = RulebookForm.of(latest.text if latest else copying.text_before(year))
    if not form.sent():
        return render_template("programme/rulebook_new.html", year=year, form=form)
    version = actions.add_rulebook(year, given(form.source.data) + "\n", actor(), now())
    return _back(year, f"補助金の規則の第{version.number}版を登録しました。")


@pages.get(f"{YEAR}/rulebooks/<int:number>")
@needs(OFFICE)
def rulebook(fiscal_year: int, number: int) -> str:
    year = year_or_404(fiscal_year)
    version = next((one for one in year.rulebooks if one.number == number), None) or abort(404)
    parsed = actions.parsed(version.text)
    return render_template(
        "programme/rulebook.html",
        year=year,
        version=version,
        rulebook=parsed,
        sections=explain(parsed),
    )


@pages.get(f"{YEAR}/rulebooks/<int:number>.toml")
@needs(OFFICE)
def rulebook_text(fiscal_year: int, number: int) -> Response:
    year = year_or_404(fiscal_year)
    version = next((one for one in year.rulebooks if one.number == number), None) or abort(404)
    name = f"rulebook-{fiscal_year}-{number}.toml"
    return Response(
        version.text,
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
