"""What officers do with scenarios: begin, copy, fill, save, place, remove."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm.attributes import flag_modified

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.programme.models import Call, Host, Office
from otameshi.selection.board import reading
from otameshi.selection.board.models import Scenario, ScenarioChoice
from otameshi.selection.board.reading import Kept, Scene
from otameshi.selection.board.rules import (
    Choice,
    filled,
    must_be_a_name,
    must_have_room,
    overlaid,
)
from otameshi.selection.matching import Fixed
from otameshi.selection.rules import CANDIDACY, Outcome, State, waiting_order


def begin(
    scene: Scene, name: str, by: Person, at: datetime, choices: Mapping[int, Choice] | None = None
) -> Scenario:
    """Begin a scenario: empty, or with these choices."""
    return _made(scene, name, Kept(choices or {}, {}), by, at, "案を作る")


def copy(scene: Scene, scenario: Scenario, name: str, by: Person, at: datetime) -> Scenario:
    """Begin a scenario with everything of another."""
    kept = reading.kept_of(scenario)
    return _made(scene, name, kept, by, at, f"「{scenario.name}」を写して案を作る")


def sent_back(scene: Scene) -> dict[int, Choice]:
    """Return what was proposed before and sent back, to begin a scenario with."""
    open_ = [scene.lines[key] for key in scene.open]
    return {
        line.id: Choice(
            line.proposal,
            line.waitlist_rank if line.proposal is Outcome.WAITLISTED else None,
        )
        for line in open_
        if line.proposal is not None
    }


def by_rank(scene: Scene, select: int, wait: int) -> dict[int, Choice]:
    """Choose by rank among those who have one; the others stay undecided."""
    return filled((key for key in scene.open if key in scene.ranking.ranks), select, wait)


def _made(scene: Scene, name: str, kept: Kept, by: Person, at: datetime, label: str) -> Scenario:
    _must_propose(by)
    call = locked(Call, scene.call.id)
    names = [one.name for one in reading.scenarios_of(call)]
    must_be_a_name(name, names)
    must_have_room(len(names))
    made = Scenario(call=call, name=name, saved_by=by, saved_at=at)
    db.session.add(made)
    db.session.flush()
    _write(scene, made, kept)
    history.record(made, "begin", label, by=by, at=at, name=name, call=call.title)
    return made


def save(  # what, who, when, and the page's version
    scene: Scene,
    scenario: Scenario,
    typed: Mapping[int, Choice | None],
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Keep what one page of the board says, on the scores of now; the other rows stay."""
    scenario = _open(scenario, by, at, version)
    kept = reading.kept_of(scenario)
    choices = _numbered(scene, overlaid(kept.choices, typed))
    _write(scene, scenario, Kept(choices, kept.placed), kept)
    said = {scene.lines[key].number: _word(one) for key, one in typed.items()}
    history.record(scenario, "save", "案を保存する", by=by, at=at, choices=said)


def fill(  # how many, who, when, and the page's version
    scene: Scene,
    scenario: Scenario,
    choices: Mapping[int, Choice],
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Replace every choice of a scenario."""
    scenario = _open(scenario, by, at, version)
    kept = reading.kept_of(scenario)
    _write(scene, scenario, Kept(choices, kept.placed), kept)
    counts = {o.value: sum(c.outcome is o for c in choices.values()) for o in Outcome}
    history.record(scenario, "fill", "順位のとおりに案を入れる", by=by, at=at, counts=counts)


def refresh(
    scene: Scene, scenario: Scenario, by: Person, at: datetime, version: int | None = None
) -> int:
    """Put the choices on the scores of now, and drop those that can no longer be made."""
    scenario = _open(scenario, by, at, version)
    kept = reading.kept_of(scenario)
    open_ = set(scene.open)
    choices = {key: one._replace(score=None) for key, one in kept.choices.items() if key in open_}
    _write(scene, scenario, Kept(choices, kept.placed), kept)
    dropped = len(kept.choices) - len(choices)
    label = "最新の点で確かめる"
    history.record(scenario, "refresh", label, by=by, at=at, dropped=dropped)
    return dropped


def place(  # noqa: PLR0913  # whom, where, why, who, when, and the page's version
    scene: Scene,
    scenario: Scenario,
    by: Person,
    at: datetime,
    *,
    key: int,
    where: Fixed | None,
    version: int | None = None,
) -> None:
    """Place a selected group in spite of the matching, with a reason; None takes that back."""
    scenario = _open(scenario, by, at, version)
    choice = reading.kept_of(scenario).choices.get(key)
    if choice is None or choice.outcome is not Outcome.SELECTED:
        raise Refused("この案で採択とした応募だけ、市町村を決められます。")
    if where is not None:
        _must_be_a_place(scene, where)
    columns = {
        "host_id": where.host if where else None,
        "office_id": where.office if where else None,
        "place_note": where.why if where else "",
    }
    db.session.execute(
        update(ScenarioChoice)
        .where(ScenarioChoice.scenario_id == scenario.id, ScenarioChoice.candidacy_id == key)
        .values(**columns)
    )
    label = "市町村を指定する" if where else "市町村の指定をやめる"
    number = scene.lines[key].number
    note = where.why if where else ""
    history.record(scenario, "place", label, by=by, at=at, note=note, number=number, **columns)


def _must_be_a_place(scene: Scene, where: Fixed) -> None:
    host = db.session.get(Host, where.host)
    if host is None or host.year_id != scene.call.year_id:
        raise Refused("この年度に受け入れている市町村を選んでください。")
    office = None if where.office is None else db.session.get(Office, where.office)
    if where.office is not None and (office is None or office.host_id != host.id):
        raise Refused(f"{host.name}の連携オフィスを選んでください。")
    if not where.why.strip():
        raise Refused("希望と順位によらずに市町村を決める理由を記入してください。")


def remove(scenario: Scenario, by: Person, at: datetime, version: int | None = None) -> None:
    """Throw a scenario away; what was taken over as the proposal is kept."""
    scenario = _open(scenario, by, at, version)
    if scenario.taken_at is not None:
        raise Refused("決裁に上げた案は、記録として残すため削除できません。")
    history.record(scenario, "remove", "案を削除する", by=by, at=at, name=scenario.name)
    db.session.execute(delete(ScenarioChoice).where(ScenarioChoice.scenario_id == scenario.id))
    db.session.delete(scenario)


def _open(scenario: Scenario, by: Person, at: datetime, version: int | None) -> Scenario:
    """Load a scenario for change, still as the page showed it."""
    _must_propose(by)
    found = locked(Scenario, scenario.id)
    unchanged(found, version)
    found.saved_by, found.saved_at = by, at
    flag_modified(found, "saved_at")  # the version rises also within one moment
    return found


def _must_propose(by: Person) -> None:
    CANDIDACY.choose("propose", by.roles, State.REVIEWING)


def _numbered(scene: Scene, choices: Mapping[int, Choice]) -> dict[int, Choice]:
    """Keep the 補欠順位 that were given; the others follow in the order of the board."""
    position = {key: place for place, key in enumerate(scene.ranking.order)}
    last = len(position)
    inorder = sorted(choices, key=lambda key: position.get(key, last))
    waiting = [(k, choices[k].rank) for k in inorder if choices[k].outcome is Outcome.WAITLISTED]
    held = {
        line.waitlist_rank
        for line in scene.lines.values()
        if line.state in {State.PROPOSED, State.WAITLISTED} and line.waitlist_rank is not None
    }
    ranks = waiting_order(waiting, held)
    return {key: one._replace(rank=ranks.get(key)) for key, one in choices.items()}


def _write(scene: Scene, scenario: Scenario, kept: Kept, before: Kept = reading.NOTHING) -> None:
    """Write the choices that differ, each with the score that it was made on."""
    scores = scene.ranking.written
    whole = {
        key: one if one.score is not None else one._replace(score=scores.get(key, ""))
        for key, one in kept.choices.items()
    }
    changed = [
        key for key in {*before.choices, *whole} if before.choices.get(key) != whole.get(key)
    ]
    if before.choices:
        db.session.execute(
            delete(ScenarioChoice).where(
                ScenarioChoice.scenario_id == scenario.id, ScenarioChoice.candidacy_id.in_(changed)
            )
        )
    rows = [
        {
            "scenario_id": scenario.id,
            "candidacy_id": key,
            "outcome": whole[key].outcome,
            "waitlist_rank": whole[key].rank,
            "score": whole[key].score,
            **_spot(kept.placed.get(key) if whole[key].outcome is Outcome.SELECTED else None),
        }
        for key in changed
        if key in whole
    ]
    if rows:
        db.session.execute(insert(ScenarioChoice), rows)


def _spot(where: Fixed | None) -> dict[str, object]:
    if where is None:
        return {"host_id": None, "office_id": None, "place_note": ""}
    return {"host_id": where.host, "office_id": where.office, "place_note": where.why}


def _word(choice: Choice | None) -> str:
    if choice is None:
        return "未定"
    return choice.outcome.label + (f"{choice.rank}番" if choice.rank is not None else "")
