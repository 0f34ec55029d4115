"""Changing the rubric under those who score by it: a version, a reason, and who scores again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi import history
from otameshi.applications import numbers
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.states import Overtaken
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme import rubrics, settings
from otameshi.programme.models import Call, Criterion, ProgrammeYear
from otameshi.programme.rules import CRITERION_WORDS, CriterionSettings, check_criterion
from otameshi.selection.criteria import rules
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.rules import PROPOSED, REVIEWING, SHEET, SheetState


@dataclass(frozen=True, slots=True)
class Act:
    """Who changes the rubric, when, why, and which version the page showed (0: none yet)."""

    by: Person
    at: datetime
    reason: str = ""
    seen: int | None = None


Opened = Sequence[Sheet]


def add(year: ProgrammeYear, wanted: CriterionSettings, act: Act) -> Opened:
    """Add a criterion; every finished sheet lacks it and is opened again."""
    if not _scored(year, act):
        settings.add_criterion(year, wanted, act.by, act.at)
        return ()
    check_criterion(wanted)
    settings.free_position(year, wanted.position)
    db.session.add(Criterion(year=year, **asdict(wanted)))
    return _issue(year, act, f"審査基準「{wanted.name}」を追加")


def edit(
    criterion: Criterion, wanted: CriterionSettings, act: Act, *, words_alone: bool = False
) -> Opened:
    """Change a criterion; points that would answer something else are asked for again.

    `words_alone` says that the meaning stays: points given are kept.
    """
    year = criterion.year
    if not _scored(year, act):
        settings.edit_criterion(criterion, wanted, act.by, act.at)
        return ()
    check_criterion(wanted)
    settings.free_position(year, wanted.position, but=criterion)
    before = criterion.fact
    rules.must_differ(before, wanted)
    if words_alone:
        rules.must_be_words_alone(before, wanted)
    if rules.another_question(before, wanted) and not words_alone:
        _retire(criterion)
        db.session.add(Criterion(year_id=year.id, **asdict(wanted)))
        changes = settings.apply(SimpleNamespace(**asdict(before)), wanted, CRITERION_WORDS)
    else:
        changes = settings.apply(criterion, wanted, CRITERION_WORDS)
    return _issue(year, act, f"審査基準「{before.name}」を変更", changes)


def remove(criterion: Criterion, act: Act) -> Opened:
    """Ask a criterion no more; its points stay with the sheets and count no longer."""
    year = criterion.year
    if not _scored(year, act):
        settings.remove_criterion(criterion, act.by, act.at)
        return ()
    rules.must_stay_one(len(year.criteria))
    _retire(criterion)
    return _issue(year, act, f"審査基準「{criterion.name}」を削除")


def _scored(year: ProgrammeYear, act: Act) -> bool:
    """Take the year for change; say whether scores are given, and refuse what they forbid."""
    for call in sorted(year.calls, key=lambda one: one.id):
        locked(Call, call.id)  # whoever is finishing a sheet holds its call
    locked(ProgrammeYear, year.id)
    number = rubrics.latest(year)
    if act.seen is not None and act.seen != number:
        raise Overtaken
    if not number:
        return False
    rules.must_be_reasoned(act.reason)
    rules.must_wait_for_nobody(waiting(year))
    return True


def waiting(year: ProgrammeYear) -> list[str]:
    """Return the numbers of those whose proposal waits for its decision."""
    found = db.session.scalars(
        select(Application.number)
        .join(Candidacy, Candidacy.application_id == Application.id)
        .join(Application.call)
        .where(
            Call.year_id == year.id,
            Candidacy.state.in_(PROPOSED),
            Application.state == ApplicationState.SUBMITTED,
        )
        .order_by(*numbers.in_order(Application.number))
    )
    return [number or "" for number in found]


def _retire(criterion: Criterion) -> None:
    criterion.retired_in = rubrics.latest(criterion.year) + 1
    db.session.flush()


def _issue(
    year: ProgrammeYear, act: Act, label: str, changes: dict[str, list[str]] | None = None
) -> Opened:
    version = rubrics.issue(year, act.reason, act.by, act.at)
    opened = _open_incomplete(year, act)
    history.record(
        year,
        "revise_rubric",
        f"{label}（第{version.number}版）",
        by=act.by,
        at=act.at,
        note=act.reason,
        changes=changes or {},
        opened=len(opened),
    )
    _tell(year, opened, act)
    return opened


def finished(year: ProgrammeYear) -> Opened:
    """Return the finished sheets of candidates under review, in a constant number of statements."""
    return db.session.scalars(
        select(Sheet)
        .join(Sheet.candidacy)
        .join(Candidacy.application)
        .join(Application.call)
        .where(
            Call.year_id == year.id,
            Candidacy.state.in_(REVIEWING),
            Sheet.state == SheetState.FINAL,
        )
        .options(
            joinedload(Sheet.candidacy).joinedload(Candidacy.application),
            joinedload(Sheet.reviewer),
            selectinload(Sheet.scores),
        )
        .order_by(Sheet.id)
    ).all()


def _open_incomplete(year: ProgrammeYear, act: Act) -> Opened:
    asked = {one.id: one.remark_needed for one in year.criteria}
    opened = []
    for sheet in finished(year):
        remarks = {score.criterion_id: score.comment for score in sheet.scores}
        if rules.incomplete(asked, remarks.keys(), remarks):
            move = SHEET.choose("score_again", act.by.roles, sheet.state, act.reason)
            sheet.state, sheet.finished_at = move.target, None
            history.record(sheet, move.name, move.label, by=act.by, at=act.at, note=act.reason)
            opened.append(sheet)
    return opened


def _tell(year: ProgrammeYear, opened: Opened, act: Act) -> None:
    mine: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in opened:
        mine[sheet.reviewer_id].append(sheet)
    for sheets in mine.values():
        post.write(
            "rubric_changed",
            to=sheets[0].reviewer,
            at=act.at,
            reviewer=sheets[0].reviewer,
            year=year,
            numbers=[one.candidacy.application.number for one in sheets],
            reason=act.reason,
        )
