"""Own answers as columns of a sheet: a column for a question's words, versions side by side."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from otameshi.applications.outgoing import ExportedRow
from otameshi.applications.questions.models import AnswerSheet
from otameshi.core.questions import Kind, Question, restored, words
from otameshi.programme.question_models import QuestionnaireVersion
from otameshi.programme.questionnaires import questions_of

Cell = str | int | date | None
VERSIONS = select(
    QuestionnaireVersion.id, QuestionnaireVersion.text, QuestionnaireVersion.sha256
).order_by(QuestionnaireVersion.id.desc())
SHEETS = select(AnswerSheet.application_id, AnswerSheet.questionnaire_id, AnswerSheet.answers)


class OwnColumns:
    """The questions by which the applications of an export were asked, the newest version first."""

    def __init__(self, connection: Connection, run_id: int) -> None:
        sheets = select(AnswerSheet.questionnaire_id).join(
            ExportedRow, ExportedRow.application_id == AnswerSheet.application_id
        )
        taken = QuestionnaireVersion.id.in_(sheets.where(ExportedRow.run_id == run_id))
        newest = connection.execute(VERSIONS.where(taken))
        self.asked = {one.id: questions_of(one) for one in newest}
        found = (one for whole in self.asked.values() for one in whole.questions)
        # Files stand in the column of the files, whatever asked for them.
        self.labels = list(dict.fromkeys(one.label for one in found if one.kind is not Kind.FILE))

    @property
    def headings(self) -> list[str]:
        return [f"質問：{label}" for label in self.labels]

    def cells(self, connection: Connection, ids: Sequence[int]) -> dict[int, list[Cell]]:
        """Return the answers of applications, by their id; numbers and dates stay what they are."""
        empty: list[Cell] = [None] * len(self.labels)
        found: dict[int, list[Cell]] = dict.fromkeys(ids, empty)
        if not self.labels:
            return found
        for sheet in connection.execute(SHEETS.where(AnswerSheet.application_id.in_(ids))):
            found[sheet.application_id] = self._line(sheet)
        return found

    def _line(self, sheet: Row[*tuple[Any, ...]]) -> list[Cell]:
        whole = self.asked.get(sheet.questionnaire_id or 0)
        by_label = {
            one.label: _cell(one, sheet.answers[one.key]["value"])
            for one in (whole.questions if whole else ())
            if one.key in sheet.answers
        }
        return [by_label.get(label) for label in self.labels]


def _cell(question: Question, kept: object) -> Cell:
    answer = restored(question, kept)
    return words(question, answer) if isinstance(answer, tuple) else answer
