"""How long bases are kept, and how shares differ: pages and files for the office."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from otameshi.core.roles import OFFICE
from otameshi.followup.courses import dimensions, reading, telling
from otameshi.followup.courses.difference import comparisons, lines
from otameshi.followup.courses.dimensions import Dimension
from otameshi.followup.courses.rules import Standing
from otameshi.followup.courses.telling import Told
from otameshi.web.access import needs
from otameshi.web.asked import asked, asked_key
from otameshi.web.sheets import csv_response, xlsx_response

pages = Blueprint("courses_desk", __name__, url_prefix="/desk/statistics")
FILES = {"csv": csv_response, "xlsx": xlsx_response}


def _dimension() -> Dimension:
    return Dimension(asked("by")) if asked("by") in set(Dimension) else Dimension.ALL


def _years(known: list[int]) -> tuple[int, int] | None:
    """Return the first and the last 年度 that are asked for; None means all."""
    if not known:
        return None
    first, last = asked_key("first") or known[0], asked_key("last") or known[-1]
    return min(first, last), max(first, last)


def _among(known: list[int], chosen: tuple[int, int] | None) -> list[int]:
    """Return the 年度 to count; where none of the known is meant, none is counted."""
    if chosen is None or chosen == (known[0], known[-1]):
        return []
    return [one for one in known if chosen[0] <= one <= chosen[1]] or [0]


def _read(by: Dimension, years: list[int]) -> tuple[Told, list[Told]]:
    found = reading.courses(by, years)
    parts = [telling.told(name, one, found.months) for name, one in found.of.items()]
    return telling.told(telling.WHOLE, found.whole, found.months), parts


@pages.get("/courses")
@needs(OFFICE)
def courses() -> str:
    by, known = _dimension(), reading.known_years()
    chosen = _years(known)
    whole, parts = _read(by, _among(known, chosen))
    return render_template(
        "courses/courses.html",
        by=by,
        dimensions=list(Dimension),
        known=known,
        chosen=chosen,
        whole=whole,
        parts=[] if by is Dimension.ALL else parts,
        figure=telling.drawn(whole, parts, by),
        most=telling.MOST_LINES,
        Standing=Standing,
        at=dimensions.at,
        percent=telling.percent,
    )


@pages.get("/courses.<any(csv, xlsx):kind>")
@needs(OFFICE)
def courses_file(kind: str) -> Response:
    by, known = _dimension(), reading.known_years()
    whole, parts = _read(by, _among(known, _years(known)))
    shown = [whole] if by is Dimension.ALL else [whole, *parts]
    name = f"拠点の維持_{by.label}"
    return FILES[kind](name, telling.HEADERS, telling.course_cells(shown))


def _months(known: list[int]) -> int:
    typed = asked_key("months")
    return typed if typed in known and typed is not None else (known[0] if known else 0)


@pages.get("/differences")
@needs(OFFICE)
def differences() -> str:
    known, when = reading.known_years(), reading.asked_months()
    chosen, months = _years(known), _months(when)
    tables = {by: lines(one) for by, one in reading.shares(months, _among(known, chosen)).items()}
    return render_template(
        "courses/differences.html",
        tables=tables,
        known=known,
        chosen=chosen,
        when=when,
        months=months,
        compared=sum(map(comparisons, tables.values())),
        at=dimensions.at,
        percent=telling.percent,
    )


@pages.get("/differences.<any(csv, xlsx):kind>")
@needs(OFFICE)
def differences_file(kind: str) -> Response:
    known, when = reading.known_years(), reading.asked_months()
    found = reading.shares(_months(when), _among(known, _years(known)))
    tables = {by: lines(one) for by, one in found.items()}
    rows = telling.difference_cells(tables)
    return FILES[kind]("拠点維持の違い", telling.DIFFERENCE_HEADERS, rows)
