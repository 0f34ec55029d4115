"""The year's groups, listed, filtered and exported."""

from collections.abc import Collection, Iterator, Mapping

from flask import render_template, request
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from otameshi.applications.likeness import OUTCOMES, Outcome
from otameshi.core.roles import OFFICE
from otameshi.core.wareki import fiscal_year_label
from otameshi.db import db
from otameshi.participation import actions
from otameshi.participation.desk.blueprint import pages
from otameshi.participation.models import Participation
from otameshi.participation.rules import State, heads
from otameshi.programme.models import ProgrammeYear
from otameshi.selection.models import Candidacy
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked_year
from otameshi.web.paging import paged
from otameshi.web.sheets import Cell, csv_response, xlsx_response

HEADERS = [
    "年度", "受付番号", "組の名称", "代表者", "人数（名）", "状態", "市町村", "連携オフィス",
    "拠点の住所", "開始日", "終了日", "補助金", "承諾日時",
]  # fmt: skip


def became(applications: Collection[int]) -> Mapping[int, Outcome]:
    """Say of which applications a group came to take part."""
    rows = db.session.execute(
        select(Candidacy.application_id, Participation.id, Participation.state)
        .join(Participation, Participation.candidacy_id == Candidacy.id)
        .where(Candidacy.application_id.in_(applications))
    )
    return {
        key: Outcome(f"参加：{state.label}", "participation_desk.show", {"group_id": group_id})
        for key, group_id, state in rows
    }


OUTCOMES.append(became)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    """List the groups of a year: those that take part, and those whose answer is awaited."""
    years = db.session.scalars(
        select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc())
    ).all()
    year = next((one for one in years if one.fiscal_year == asked_year()), None)
    return render_template(
        "participation/desk_index.html",
        page=paged(_asked()),
        years=years,
        year=year,
        heads=actions.cohort_heads(year) if year else None,
        states=list(State),
        asked=request.args,
    )


def _asked() -> Select[Participation]:
    state = request.args.get("state", "")
    return actions.listed(actor(), asked_year(), State(state) if state in set(State) else None)


def _rows() -> Iterator[list[Cell]]:
    for one in db.session.scalars(_asked().execution_options(yield_per=500)):
        yield [
            fiscal_year_label(one.year.fiscal_year),
            one.candidacy.application.number,
            one.title,
            one.representative.name,
            heads(one.memberships),
            one.state.label,
            one.host.name if one.host else "",
            one.office.name if one.office else "",
            one.base_address,
            one.first_day,
            one.last_day,
            "申請する" if one.wants_grant else "申請しない",
            one.accepted_at,
        ]


@pages.get("/export.<any(csv, xlsx):kind>")
@needs(OFFICE)
def export(kind: str) -> Response:
    """Give what the list shows, all pages of it, as CSV or Excel."""
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("参加者一覧", HEADERS, _rows())
