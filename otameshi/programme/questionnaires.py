"""The versions of a year's own questions, and the draft of the next one."""

import hashlib
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select

from otameshi import history
from otameshi.core.questions import Questionnaire, compare, parse, write
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear
from otameshi.programme.question_models import QuestionnaireDraft, QuestionnaireVersion

NOBODY_ASKED = Questionnaire()
MOST_KEPT = 64

_kept: dict[str, Questionnaire] = {}


class Version(Protocol):
    """A published version of whatever asks people: the year's own questions, or a survey's."""

    @property
    def text(self) -> Any: ...
    @property
    def sha256(self) -> Any: ...


def questions_of(version: Version | None) -> Questionnaire:
    """Return the questions of a version; the same text is read once."""
    if version is None:
        return NOBODY_ASKED
    found = _kept.get(version.sha256)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[version.sha256] = parse(version.text)
    return found


def latest(year: ProgrammeYear) -> QuestionnaireVersion | None:
    return year.questionnaires[-1] if year.questionnaires else None


def numbered(year: ProgrammeYear, number: int) -> Questionnaire:
    """Return the questions of a version by its number; before the first there were none."""
    return questions_of(next((one for one in year.questionnaires if one.number == number), None))


def label_of(year: ProgrammeYear, key: str) -> str | None:
    """Return the words of a question as they were published last."""
    for version in reversed(year.questionnaires):
        found = questions_of(version).by_key.get(key)
        if found is not None:
            return found.label
    return None


def draft_of(year: ProgrammeYear) -> QuestionnaireDraft | None:
    return db.session.scalar(select(QuestionnaireDraft).filter_by(year_id=year.id))


def being_written(year: ProgrammeYear) -> Questionnaire:
    """Return the draft as it stands, or what is published where nothing is being changed."""
    draft = draft_of(year)
    return parse(draft.text) if draft else questions_of(latest(year))


def keep_draft(
    year: ProgrammeYear, whole: Questionnaire, by: Person, at: datetime, version: int | None
) -> None:
    """Write the draft over; `version` is that of the draft that was shown, 0 where none was."""
    draft = draft_of(year)
    if version is not None and (draft.version if draft else 0) != version:
        raise Overtaken
    if draft is None:
        draft = QuestionnaireDraft(year_id=year.id)
        db.session.add(draft)
    draft.text, draft.changed_at, draft.person = write(whole), at, by
    db.session.flush()


def discard(year: ProgrammeYear, by: Person, at: datetime) -> None:
    """Throw the draft away; what is published stays."""
    year = locked(ProgrammeYear, year.id)
    draft = draft_of(year)
    if draft is None:
        raise Refused("質問の下書きは、すでにありません。")
    db.session.delete(draft)
    history.record(year, "discard_questions", "質問の下書きを取り消した", by=by, at=at)


def publish(
    year: ProgrammeYear, by: Person, at: datetime, version: int | None = None
) -> QuestionnaireVersion:
    """Make the draft the next version: from now on applicants are asked by it."""
    year = locked(ProgrammeYear, year.id)
    draft = draft_of(year)
    if draft is None:
        raise Refused("公開する下書きがありません。質問を変えてから公開してください。")
    if version is not None and draft.version != version:
        raise Overtaken
    before, whole = questions_of(latest(year)), parse(draft.text)
    difference = compare(before, whole)
    if not difference:
        raise Refused("公開中の質問と同じ内容です。変えたところを確かめてください。")
    number = len(year.questionnaires) + 1
    digest = hashlib.sha256(draft.text.encode()).hexdigest()
    made = QuestionnaireVersion(
        year_id=year.id, number=number, text=draft.text, sha256=digest, at=at, person=by
    )
    year.questionnaires.append(made)
    db.session.delete(draft)
    label = f"この年度の質問の第{number}版を公開"
    told = {
        "加えた質問": ["", "、".join(one.label for one in difference.added)],
        "なくした質問": ["、".join(one.label for one in difference.removed), ""],
        "変えた質問": ["", "、".join(one.after.label for one in difference.changed)],
    }
    changes = {word: pair for word, pair in told.items() if any(pair)}
    history.record(year, "publish_questions", label, by=by, at=at, sha256=digest, changes=changes)
    return made
