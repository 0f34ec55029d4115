"""What a page of the board says of its rows: names, wishes, findings, who is still to score."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from otameshi.applications.models import Application, Member, Wish, group_title
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import Host, Municipality
from otameshi.selection import ranking
from otameshi.selection.board.reading import Scene
from otameshi.selection.board.rules import Line
from otameshi.selection.board.standings import Ranking
from otameshi.selection.models import Candidacy, Score, Sheet
from otameshi.selection.ranking import Marks, Standing
from otameshi.selection.rules import SheetState
from otameshi.selection.screening import Finding, restored


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the board as it is shown."""

    line: Line
    title: str
    rank: int | None
    standing: Standing
    findings: Sequence[Finding]
    wishes: Sequence[str]
    assigned: bool  # to any reviewer


def rows_of(scene: Scene, keys: Sequence[int]) -> list[Row]:
    """Return these candidates with what is read for the shown ones alone."""
    facts, wishes = _facts(keys), _wishes(scene, keys)
    standings = named(scene, keys)
    return [
        Row(
            line=scene.lines[key],
            title=facts[key][0],
            rank=scene.ranking.ranks.get(key),
            standing=standings[key],
            findings=facts[key][1],
            wishes=wishes.get(key, []),
            assigned=bool(scene.ranking.bases[key].sheets),
        )
        for key in keys
    ]


def named(scene: Scene, keys: Sequence[int]) -> dict[int, Standing]:
    """Return the standings of these candidates with the names of their reviewers."""
    one = scene.ranking
    plain = {key: one.standings[key] for key in keys}
    nameless = [key for key, standing in plain.items() if one.severity or _names(standing)]
    return {**plain, **_with_names(one, nameless)} if nameless else plain


def _names(standing: Standing) -> bool:
    return bool(standing.missing or standing.recused or standing.abstained)


def _with_names(one: Ranking, keys: Sequence[int]) -> dict[int, Standing]:
    sheets = _marks(keys)
    return {
        key: ranking.standing(
            one.scales_of(key),
            sheets.get(key, []),
            one.method,
            one.bases[key].interview,
            one.severity,
        )
        for key in keys
    }


def titles_of(keys: Sequence[int]) -> dict[int, str]:
    return {key: title for key, (title, _) in _facts(keys).items()}


def _facts(keys: Sequence[int]) -> dict[int, tuple[str, list[Finding]]]:
    rows = db.session.execute(
        select(
            Candidacy.id,
            Candidacy.findings,
            Application.kind,
            Application.trade_name,
            Member.name,
            Person.name,
        )
        .join(Candidacy.application)
        .join(Person, Application.applicant_id == Person.id)
        .outerjoin(Member, (Member.application_id == Application.id) & (Member.position == 1))
        .where(Candidacy.id.in_(keys))
    )
    return {
        key: (group_title(kind, trade, member or person), _doubtful(findings or []))
        for key, findings, kind, trade, member, person in rows
    }


def _doubtful(kept: Sequence[dict[str, str]]) -> list[Finding]:
    return [found for found in map(restored, kept) if found.doubtful]


def _wishes(scene: Scene, keys: Sequence[int]) -> dict[int, list[str]]:
    of = {scene.lines[key].application_id: key for key in keys}
    rows = db.session.execute(
        select(Wish.application_id, Municipality.name)
        .join(Host, Wish.host_id == Host.id)
        .join(Municipality, Host.municipality_id == Municipality.id)
        .where(Wish.application_id.in_(of))
        .order_by(Wish.application_id, Wish.rank)
    )
    found: dict[int, list[str]] = {}
    for application, name in rows:
        found.setdefault(of[application], []).append(name)
    return found


def _marks(keys: Sequence[int]) -> dict[int, list[Marks]]:
    rows = db.session.execute(
        select(
            Sheet.id,
            Sheet.candidacy_id,
            Sheet.reviewer_id,
            Sheet.state,
            Sheet.comment,
            Person.name,
            Score.criterion_id,
            Score.points,
        )
        .join(Person, Sheet.reviewer_id == Person.id)
        .outerjoin(Score, Score.sheet_id == Sheet.id)
        .where(Sheet.candidacy_id.in_(keys))
        .order_by(Sheet.id)
    )
    given: dict[int, dict[int, int]] = {}
    found: dict[int, list[Marks]] = {}
    for sheet, key, reviewer, state, comment, name, criterion, points in rows:
        if sheet not in given:
            given[sheet] = {}
            why = comment if state is SheetState.ABSTAINED else ""
            found.setdefault(key, []).append(Marks(name, state, given[sheet], reviewer, why))
        if criterion is not None:
            given[sheet][criterion] = points
    return found
