"""The form for when a call plans its next steps: a date each, and how exactly it is told."""

from collections.abc import Iterator
from typing import Any, Self

from otameshi.programme.models import Call
from otameshi.programme.schedule import Expected, Precision, Step
from otameshi.web.forms import DateParts, PageForm, labelled


def _on(step: Step) -> DateParts:
    return DateParts(f"{step.label}の予定", description="決めていないときは空のままにします。")


def _precision(step: Step) -> Any:
    return labelled(f"{step.label}の時期の知らせ方", Precision, default=Precision.THIRD)


class PlanForm(PageForm):
    papers = _on(Step.PAPERS)
    papers_precision = _precision(Step.PAPERS)
    interview = _on(Step.INTERVIEW)
    interview_precision = _precision(Step.INTERVIEW)
    result = _on(Step.RESULT)
    result_precision = _precision(Step.RESULT)
    grant = _on(Step.GRANT)
    grant_precision = _precision(Step.GRANT)

    @classmethod
    def of(cls, call: Call) -> Self:
        known: dict[str, Any] = {}
        for one in call.expected:
            known |= {one.step.value: one.on, f"{one.step.value}_precision": one.precision}
        return cls(data=known)

    def plan(self) -> list[Expected]:
        return list(self._given())

    def _given(self) -> Iterator[Expected]:
        for step in Step:
            on, precision = self[step.value].data, self[f"{step.value}_precision"].data
            if on is not None:
                yield Expected(step, on, precision)
