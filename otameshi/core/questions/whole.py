"""All questions of one version, in order, and who is asked which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from otameshi.core.questions.judge import fits
from otameshi.core.questions.question import Answer, Condition, Question

# Answers by the key of their question, and facts by theirs.
Given = Mapping[str, Answer]


@dataclass(frozen=True)
class Questionnaire:
    questions: tuple[Question, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Question]:
        return {one.key: one for one in self.questions}

    def of(self, page: str) -> list[Question]:
        return [one for one in self.questions if one.page == page]

    def shown(self, given: Given) -> list[Question]:
        """Return what is asked of somebody who has given this; facts count like answers.

        A question that is not asked itself lets no other be asked.
        """
        asked: dict[str, Question] = {}
        for one in self.questions:
            condition = one.condition
            unasked = condition is not None and (
                condition.source in self.by_key and condition.source not in asked
            )
            if not unasked and _met(condition, given):
                asked[one.key] = one
        return list(asked.values())

    def answered(self, given: Given) -> dict[str, Answer]:
        """Return the answers that count: asked, and as their question takes them."""
        return {
            one.key: given[one.key]
            for one in self.shown(given)
            if one.key in given and fits(one, given[one.key])
        }


def _met(condition: Condition | None, given: Given) -> bool:
    if condition is None:
        return True
    answer = given.get(condition.source)
    if answer is None:
        return False
    values: Iterable[object] = answer if isinstance(answer, tuple) else (answer,)
    return any(str(one) in condition.values for one in values)
