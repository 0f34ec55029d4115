"""Questions of any owner (a 年度, a 調査回) as they are kept: published versions, and one draft."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import select

from otameshi import history
from otameshi.core.questions import (
    Question,
    Questionnaire,
    Source,
    compare,
    faults,
    parse,
    write,
    writing,
)
from otameshi.core.states import Overtaken, Refused
from otameshi.db import db, locked
from otameshi.people import Person

O = TypeVar("O")  # noqa: E741  # the owner
MOST_KEPT = 64

_kept: dict[str, Questionnaire] = {}
Told = tuple[Person, datetime, str]  # by whom, when, and what the history says


class Version(Protocol):
    """A published version of whatever asks people: the year's own questions, or a survey's."""

    @property
    def text(self) -> Any: ...
    @property
    def sha256(self) -> Any: ...


def questions_of(version: Version | None) -> Questionnaire:
    """Return the questions of a version; the same text is read once."""
    if version is None:
        return Questionnaire()
    found = _kept.get(version.sha256)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[version.sha256] = parse(version.text)
    return found


@dataclass(frozen=True)
class Shelf(Generic[O]):
    """Where the questions of one kind of owner are kept, and what its history calls them."""

    owner: type[O]
    versions: Callable[[O], list[Any]]  # in the order of their numbers
    version: type[Any]
    draft: type[Any]
    key: str  # the column by which version and draft name their owner
    called: str
    # Refuses what must not be published.
    check: Callable[[O, Questionnaire], None] = lambda _, __: None

    def latest(self, owner: O) -> Any:
        versions = self.versions(owner)
        return versions[-1] if versions else None

    @staticmethod
    def questions_of(version: Any) -> Questionnaire:
        return questions_of(version)

    def draft_of(self, owner: O) -> Any:
        return db.session.scalar(select(self.draft).filter_by(**self._mine(owner)))

    def _mine(self, owner: Any) -> dict[str, int]:
        return {self.key: owner.id}

    def being_written(self, owner: O) -> Questionnaire:
        """Return the draft as it stands, or what is published where nothing is being changed."""
        draft = self.draft_of(owner)
        return parse(draft.text) if draft else questions_of(self.latest(owner))

    def keep_draft(
        self, owner: O, whole: Questionnaire, by: Person, at: datetime, version: int | None
    ) -> None:
        """Write the draft over; `version` is that of the draft shown, 0 where none was."""
        draft = self.draft_of(owner)
        if version is not None and (draft.version if draft else 0) != version:
            raise Overtaken
        if draft is None:
            draft = self.draft(**self._mine(owner))
            db.session.add(draft)
        draft.text, draft.changed_at, draft.person = write(whole), at, by
        db.session.flush()

    def discard(self, owner: O, by: Person, at: datetime) -> None:
        """Throw the draft away; what is published stays."""
        owner = self._locked(owner)
        draft = self.draft_of(owner)
        if draft is None:
            raise Refused("質問の下書きは、すでにありません。")
        db.session.delete(draft)
        history.record(owner, "discard_questions", "質問の下書きを取り消した", by=by, at=at)

    def _locked(self, owner: Any) -> O:
        return locked(self.owner, owner.id)

    def publish(self, owner: O, by: Person, at: datetime, version: int | None = None) -> Any:
        """Make the draft the next version: from now on people are asked by it."""
        owner = self._locked(owner)
        draft = self.draft_of(owner)
        if draft is None:
            raise Refused("公開する下書きがありません。質問を変えてから公開してください。")
        if version is not None and draft.version != version:
            raise Overtaken
        before, whole = questions_of(self.latest(owner)), parse(draft.text)
        if before == whole:
            raise Refused("公開中の質問と同じ内容です。変えたところを確かめてください。")
        self.check(owner, whole)
        made = self.add(owner, whole, by, at)
        db.session.delete(draft)
        told = {"sha256": made.sha256, "changes": _changes(before, whole)}
        label = f"{self.called}の第{made.number}版を公開"
        history.record(owner, "publish_questions", label, by=by, at=at, **told)
        return made

    def add(self, owner: O, whole: Questionnaire, by: Person | None, at: datetime) -> Any:
        """Add a version, as the next of its owner."""
        text, versions = write(whole), self.versions(owner)
        digest = hashlib.sha256(text.encode()).hexdigest()
        made = self.version(number=len(versions) + 1, text=text, sha256=digest, at=at, person=by)
        versions.append(made)
        return made


def _changes(before: Questionnaire, after: Questionnaire) -> dict[str, list[str]]:
    difference = compare(before, after)
    told = {
        "加えた質問": ["", "、".join(one.label for one in difference.added)],
        "なくした質問": ["、".join(one.label for one in difference.removed), ""],
        "変えた質問": ["", "、".join(one.after.label for one in difference.changed)],
    }
    return {word: pair for word, pair in told.items() if any(pair)}


@dataclass(frozen=True)
class Pen(Generic[O]):
    """With which an officer writes the next version, by clicks."""

    shelf: Shelf[O]
    pages: Sequence[str]
    sources: Sequence[Source] = ()
    # All questions whose keys are taken: no key is ever given to another question.
    taken: Callable[[O], Iterable[Questionnaire]] = field(kw_only=True)

    def being_written(self, owner: O) -> Questionnaire:
        return writing.placed(self.shelf.being_written(owner), self.pages)

    def add(
        self, owner: O, question: Question, by: Person, at: datetime, version: int | None = None
    ) -> None:
        """Ask one thing more, at the end of its page; its key has never been another question's."""
        key = writing.free_key([*self.taken(owner), self.being_written(owner)])
        keyed = replace(question, key=key)
        label = f"質問の下書き：「{question.label}」を追加"
        self._change(
            owner, lambda whole: writing.added(whole, keyed, self.pages), (by, at, label), version
        )

    def edit(
        self, owner: O, question: Question, by: Person, at: datetime, version: int | None = None
    ) -> None:
        """Change a question of the draft; on another page it goes to the end."""
        label = f"質問の下書き：「{question.label}」を変更"
        self._change(
            owner,
            lambda whole: writing.edited(whole, question, self.pages),
            (by, at, label),
            version,
        )

    def remove(
        self, owner: O, key: str, by: Person, at: datetime, version: int | None = None
    ) -> None:
        gone = writing.found(self.being_written(owner), key)
        label = f"質問の下書き：「{gone.label}」を削除"
        self._change(owner, lambda whole: writing.removed(whole, key), (by, at, label), version)

    def move(  # what, which way, by whom and when
        self,
        owner: O,
        key: str,
        step: int,
        by: Person,
        at: datetime,
        version: int | None = None,
    ) -> None:
        """Move a question up or down among those of its page."""
        what = writing.found(self.being_written(owner), key)
        label = f"質問の下書き：「{what.label}」の順を変更"
        self._change(owner, lambda whole: writing.moved(whole, key, step), (by, at, label), version)

    def take_over(
        self, owner: O, whole: Questionnaire, told: Told, version: int | None = None
    ) -> None:
        """Write all questions anew, as those of another owner."""
        self._change(owner, lambda _: writing.placed(whole, self.pages), told, version)

    def _change(
        self,
        owner: Any,
        make: Callable[[Questionnaire], Questionnaire],
        told: Told,
        version: int | None,
    ) -> None:
        by, at, label = told
        owner = locked(self.shelf.owner, owner.id)
        whole = make(self.being_written(owner))
        wrong = faults(whole, self.pages, self.sources)
        if wrong:
            raise Refused(
                "このままでは質問として成り立ちません。" + "".join(f"・{one}" for one in wrong)
            )
        self.shelf.keep_draft(owner, whole, by, at, version)
        history.record(owner, "edit_questions", label, by=by, at=at)
