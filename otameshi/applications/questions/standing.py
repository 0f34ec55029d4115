"""Where an application stands with its year's own questions: asked what, answered what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from otameshi.applications.models import Application
from otameshi.applications.questions.facts import facts
from otameshi.applications.rules import Channel, Missing, PageName, untouched
from otameshi.core.questions import (
    Answer,
    Kind,
    Question,
    Questionnaire,
    carried,
    compare,
    lack,
    words,
)
from otameshi.programme import questionnaires
from otameshi.programme.question_models import QuestionnaireVersion

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class News:
    """What a page asks since it was last saved, by the words of the questions."""

    page: PageName
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Standing:
    application: Application
    instead: Questionnaire | None = None  # questions to stand under as a trial

    @cached_property
    def version(self) -> QuestionnaireVersion | None:
        """Return the version that counts: the latest for a draft, then the one handed in under."""
        if self.application.number is None:
            return questionnaires.latest(self.application.call.year)
        sheet = self.application.sheet
        return sheet.questionnaire if sheet else None

    @cached_property
    def asked(self) -> Questionnaire:
        return self.instead or questionnaires.questions_of(self.version)

    @property
    def number(self) -> int:
        return self.version.number if self.version else 0

    @property
    def kept(self) -> Mapping[str, Any]:
        """Return every answer ever kept and not yet dropped, as stored."""
        sheet = self.application.sheet
        return {key: one["value"] for key, one in sheet.answers.items()} if sheet else {}

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Return the answers that fit their questions, whether these are asked or not."""
        if not self.asked.questions:
            return {}
        return {**carried(self.kept, self.asked), **self._files()}

    def _files(self) -> dict[str, Answer]:
        wanted = [one.key for one in self.asked.questions if one.kind is Kind.FILE]
        found: dict[str, Answer] = {}
        for key in wanted:
            names = [one.attachment.name for one in self.application.papers if one.kind == key]
            if names:
                found[key] = tuple(names)
        return found

    @cached_property
    def shown(self) -> list[Question]:
        if not self.asked.questions:
            return []
        return self.asked.shown({**facts(self.application), **self.answers})

    def rows(self, page: PageName, *, for_reviewers: bool = False) -> Rows:
        """Return the questions of a page with their answers in words; files are listed as files."""
        return [
            (one.label, words(one, self.answers.get(one.key)))
            for one in self.shown
            if one.page == page
            and one.kind is not Kind.FILE
            and (one.to_reviewers or not for_reviewers)
        ]

    @property
    def files_for_reviewers(self) -> frozenset[str]:
        """Return the keys of the questions whose files the submitted version shows to reviewers."""
        files = (one for one in self.shown if one.kind is Kind.FILE)
        return frozenset(one.key for one in files if one.to_reviewers)

    @property
    def lacking(self) -> tuple[Missing, ...]:
        return self.lacking_among(self.shown)

    def lacking_among(self, questions: Iterable[Question]) -> tuple[Missing, ...]:
        if self.application.channel is Channel.TABLE:
            return ()  # no table has columns for them
        found = ((one.page, lack(one, self.answers.get(one.key))) for one in questions)
        return tuple(Missing(PageName(page), text) for page, text in found if text is not None)

    @cached_property
    def news(self) -> list[News]:
        """Say, page by page, what a draft has not seen yet."""
        return [news for page in PageName if (news := self.news_of(page))]

    @cached_property
    def _untouched(self) -> frozenset[PageName]:
        return untouched(self.application.fact)

    def news_of(self, page: PageName) -> News | None:
        """Say what of one page a draft has not seen yet."""
        if self.application.number is not None or not self.application.call.year.questionnaires:
            return None
        return self._news(page) or None

    def _news(self, page: PageName) -> News | None:
        sheet = self.application.sheet
        seen = sheet.seen.get(page.value) if sheet else None
        if seen is None:
            if page in self._untouched:
                return None
            seen = 0  # it was saved before the year asked anything of its own
        if seen == self.number:
            return None
        before = questionnaires.numbered(self.application.call.year, seen)
        found, asked = compare(before, self.asked), {one.key for one in self.shown}
        changed = [one.after for one in found.changed if one.told]
        return News(
            page,
            added=tuple(_here(found.added, page, asked)),
            changed=tuple(_here(changed, page, asked)),
            removed=tuple(_here(found.removed, page, self.kept)),
        )


def _here(questions: Any, page: PageName, among: Any) -> list[str]:
    return [one.label for one in questions if one.page == page and one.key in among]


def lacking(application: Application) -> tuple[Missing, ...]:
    return Standing(application).lacking


def own_asked(application: Application) -> frozenset[str]:
    return frozenset(one.key for one in Standing(application).shown)


def owed(application: Application, page: PageName, asked: Collection[str]) -> tuple[Missing, ...]:
    """List what a correction of a page must not leave open.

    What the correction itself has made a question of a later page is answered there, next.
    """
    standing = Standing(application)
    bound = (one for one in standing.shown if one.page == page or one.key in asked)
    return standing.lacking_among(bound)


def rows(application: Application, page: PageName) -> Rows:
    return Standing(application).rows(page)
