"""Questions that staff ask without a developer: what they are, how they are read and judged.

Pure: an application's own questions are asked by it today, and whatever else asks people
things (a survey) can be. Texts in, verdicts out; no row, no request, no form.
"""

from otameshi.core.questions.check import faults
from otameshi.core.questions.compare import Change, Difference, anew, compare
from otameshi.core.questions.judge import OUTSIDE, fault, fits, lack, most, offered, words
from otameshi.core.questions.question import (
    CHOSEN,
    Accepts,
    Answer,
    Condition,
    Kind,
    Question,
    Source,
)
from otameshi.core.questions.reading import Unreadable, read
from otameshi.core.questions.whole import Given, Questionnaire
from otameshi.core.questions.written import carried, parse, restored, stored, write

__all__ = [
    "CHOSEN",
    "OUTSIDE",
    "Accepts",
    "Answer",
    "Change",
    "Condition",
    "Difference",
    "Given",
    "Kind",
    "Question",
    "Questionnaire",
    "Source",
    "Unreadable",
    "anew",
    "carried",
    "compare",
    "fault",
    "faults",
    "fits",
    "lack",
    "most",
    "offered",
    "parse",
    "read",
    "restored",
    "stored",
    "words",
    "write",
]
