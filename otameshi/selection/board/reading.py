"""What the board reads of a call, in a number of statements that does not grow with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from otameshi.applications.models import Application, Member, PlannedCost, Wish
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.selection.board.expected import Plan
from otameshi.selection.board.lines import Lines, lines_of
from otameshi.selection.board.memory import remembered
from otameshi.selection.board.models import Scenario, ScenarioChoice
from otameshi.selection.board.rules import Choice, Line
from otameshi.selection.board.standings import Ranking, ranking_of
from otameshi.selection.matching import Fixed
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import HOLDS_A_PLACE, Outcome


@dataclass(frozen=True, slots=True)
class Scene:
    """The candidates of a call and how they rank."""

    call: Call
    all: Lines
    ranking: Ranking

    @property
    def lines(self) -> Mapping[int, Line]:
        return self.all.by_id

    @property
    def open(self) -> list[int]:
        """Return who can still be proposed, the best first."""
        return [key for key in self.ranking.order if key in self.all.open]


def scene_of(call: Call) -> Scene:
    lines = lines_of(call)
    return Scene(call, lines, ranking_of(call, lines))


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario's choices, and where an officer placed somebody in spite of the matching."""

    choices: Mapping[int, Choice]
    placed: Mapping[int, Fixed]


NOTHING = Kept({}, {})


def scenarios_of(call: Call) -> list[Scenario]:
    """Return the scenarios of a call, the one saved last at the head."""
    query = select(Scenario).where(Scenario.call_id == call.id)
    return list(db.session.scalars(query.order_by(Scenario.saved_at.desc(), Scenario.id.desc())))


def kept_of(scenario: Scenario) -> Kept:
    mark = (scenario.version, scenario.saved_at, scenario.name)
    return remembered(("scenario", scenario.id), mark, lambda _: _read(scenario))


def _read(scenario: Scenario) -> Kept:
    rows = db.session.execute(
        select(
            ScenarioChoice.candidacy_id,
            ScenarioChoice.outcome,
            ScenarioChoice.waitlist_rank,
            ScenarioChoice.score,
            ScenarioChoice.host_id,
            ScenarioChoice.office_id,
            ScenarioChoice.place_note,
        ).where(ScenarioChoice.scenario_id == scenario.id)
    ).all()
    return Kept(
        {row[0]: Choice(row[1], row[2], row[3]) for row in rows},
        {row[0]: Fixed(row[4], row[5], row[6]) for row in rows if row[4] is not None},
    )


def outcomes(scene: Scene, choices: Mapping[int, Choice] | None) -> dict[int, Outcome]:
    """Return what each candidate gets: as decided or proposed, else as the scenario says.

    Without a scenario it is what was last proposed and sent back.
    """
    open_ = scene.all.open
    if choices is not None:
        tried = {key: one.outcome for key, one in choices.items() if key in open_}
        return {**scene.all.settled, **tried}
    lines = scene.lines
    before = {key: outcome for key in open_ if (outcome := lines[key].proposal) is not None}
    return {**scene.all.settled, **before}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a group asked for: its planned costs, its wishes, the office."""

    plan: Plan
    wishes: tuple[int, ...]
    office: int | None


def elsewhere(scene: Scene) -> dict[int, int]:
    """Return 名 of each application that another call of the year has selected."""
    name = ("elsewhere", scene.call.id)
    return remembered(name, scene.all.mark, lambda _: _elsewhere(scene.call))


def _elsewhere(call: Call) -> dict[int, int]:
    rows = db.session.execute(
        select(Application.id, func.count(Member.id))
        .join(Candidacy, Candidacy.application_id == Application.id)
        .join(Application.call)
        .outerjoin(Member, Member.application_id == Application.id)
        .where(Call.year_id == call.year_id, Call.id != call.id, Candidacy.state.in_(HOLDS_A_PLACE))
        .group_by(Application.id)
    )
    return {row[0]: row[1] for row in rows}


def asked_by(scene: Scene, heads: Mapping[int, int]) -> dict[int, Asked]:
    """Return what these applications of the year asked for; `heads` are 名 by application."""
    mark = (scene.all.mark, frozenset(heads))
    return remembered(("asked", scene.call.id), mark, lambda _: _asked_by(scene.call, heads))


def _asked_by(call: Call, heads: Mapping[int, int]) -> dict[int, Asked]:
    keys: Collection[int] = list(heads)
    costs: dict[int, list[tuple[str, str, str, int]]] = {}
    for row in db.session.execute(
        select(
            PlannedCost.application_id,
            PlannedCost.kind,
            PlannedCost.sub_kind,
            PlannedCost.contract,
            PlannedCost.amount,
        )
        .where(PlannedCost.application_id.in_(keys))
        .order_by(PlannedCost.id)
    ):
        costs.setdefault(row[0], []).append((row[1], row[2], row[3], row[4]))
    wishes: dict[int, list[int]] = {}
    for application, host in db.session.execute(
        select(Wish.application_id, Wish.host_id)
        .where(Wish.application_id.in_(keys))
        .order_by(Wish.application_id, Wish.rank)
    ):
        wishes.setdefault(application, []).append(host)
    rows = db.session.execute(
        select(
            Application.id, Application.stay_from, Application.stay_to, Application.office_id
        ).where(Application.id.in_(keys))
    )
    first, last = call.year.trial_first, call.year.trial_last
    return {
        key: Asked(
            Plan(
                max(1, heads[key]), *_stay(began, ended, (first, last)), tuple(costs.get(key, ()))
            ),
            tuple(wishes.get(key, ())),
            office,
        )
        for key, began, ended, office in rows
    }


def _stay(first: date | None, last: date | None, trial: tuple[date, date]) -> tuple[date, date]:
    return (first, last) if first and last else trial


def counts_of(call: Call) -> dict[int, dict[Outcome, int]]:
    """Count the choices of each scenario of a call by outcome, in one statement."""
    rows = db.session.execute(
        select(ScenarioChoice.scenario_id, ScenarioChoice.outcome, func.count())
        .join(Scenario, ScenarioChoice.scenario_id == Scenario.id)
        .where(Scenario.call_id == call.id)
        .group_by(ScenarioChoice.scenario_id, ScenarioChoice.outcome)
    )
    found: dict[int, dict[Outcome, int]] = {}
    for scenario, outcome, count in rows:
        found.setdefault(scenario, {})[outcome] = count
    return found
