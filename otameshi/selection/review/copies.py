"""What a reviewer takes along: the assigned applications as a table, and each as a PDF."""

from collections.abc import Iterator, Mapping

from flask import abort
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from otameshi.applications.blinded import blinded_copy
from otameshi.applications.documents import Rows
from otameshi.applications.models import Application
from otameshi.applications.rules import State
from otameshi.core.clock import now, today
from otameshi.db import db
from otameshi.documents.paper import Entries, Heading, Look, Paper, Part, sheet
from otameshi.programme import actions as programme
from otameshi.selection import actions, blind
from otameshi.selection.models import Candidacy, Score, Sheet
from otameshi.selection.panel import actions as panel
from otameshi.selection.review.blueprint import REVIEWERS, WHOLE, own_sheet, pages
from otameshi.selection.rules import REVIEWING, SheetState
from otameshi.subsidy import Rulebook
from otameshi.web.access import actor
from otameshi.web.sheets import Row, csv_response

HEADINGS = ("受付番号", "採点の状態", "総評")  # of a table without a line
TITLE = "応募内容（審査用）"


@pages.get("/assigned.csv")
@REVIEWERS
def table() -> Response:
    """Send every assigned application with the own points, one line each."""
    rows = db.session.scalars(
        actions.sheets_of(actor())
        .join(Sheet.candidacy)
        .join(Candidacy.application)
        .where(
            Application.state == State.SUBMITTED,
            Candidacy.state.in_(REVIEWING),
            Sheet.state != SheetState.RECUSED,
        )
        .options(
            selectinload(Sheet.scores).joinedload(Score.criterion),
            joinedload(Sheet.candidacy)
            .joinedload(Candidacy.application)
            .options(*WHOLE, joinedload(Application.sheet)),
        )
    ).unique()
    listed = list(rows)
    closed = panel.closed_among(actor(), listed, now())
    found = [one for one in listed if one.id not in closed]
    years = {one.candidacy.application.call.year for one in found}
    rulebooks = {year.id: programme.rules_of(year) for year in years}
    lines = [dict(_line(one, rulebooks)) for one in found]
    headings = list(dict.fromkeys(name for line in lines for name in line))
    body: list[Row] = [[line.get(name, "") for name in headings] for line in lines]
    return csv_response(f"採点_{today():%Y%m%d}", headings or HEADINGS, body)


def _line(one: Sheet, rulebooks: Mapping[int, Rulebook | None]) -> Iterator[tuple[str, str | int]]:
    application = one.candidacy.application
    yield "受付番号", application.number or ""
    for _, rows in blind.told(application, rulebooks[application.call.year.id]):
        yield from _joined(rows).items()
    yield "採点の状態", one.state.label
    points = {score.criterion_id: score for score in one.scores}
    for criterion in application.call.year.criteria:
        score = points.get(criterion.id)
        yield f"点：{criterion.name}", score.points if score else ""
        yield f"所見：{criterion.name}", score.comment if score else ""
    yield "総評", one.comment


def _joined(rows: Rows) -> dict[str, str]:
    """Join what stands under one label, such as two costs of a kind."""
    found: dict[str, str] = {}
    for label, value in rows:
        found[label] = f"{found[label]}、{value}" if label in found else value
    return found


def _printed(application: Application, rulebook: Rulebook | None) -> bytes:
    if blind.hides(application.call.year):
        return blinded_copy(application, rulebook)
    sections: list[Part] = []
    for page, rows in blind.told(application, rulebook):
        sections.append(Heading(page.label))
        sections.append(Entries([(label, value or "（記入なし）") for label, value in rows]))
    number = application.number or ""
    head = Entries([("受付番号", number)])
    return sheet(Paper(look=Look.COPY, title=TITLE, number=number, body=(head, *sections)))


@pages.get("/<int:sheet_id>/copy.pdf")
@REVIEWERS
def copy(sheet_id: int) -> Response:
    """Send one application as a PDF, without names where the year hides them."""
    one = own_sheet(sheet_id)
    if one.state is SheetState.RECUSED:
        abort(404)
    application = one.candidacy.application
    rulebook = programme.rules_of(application.call.year)
    answer = Response(_printed(application, rulebook), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=review-{application.number}.pdf"
    answer.headers["Cache-Control"] = "no-store"
    return answer
