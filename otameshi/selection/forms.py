"""The shape of what officers, managers and reviewers send in the selection."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import NumberRange, Optional

from otameshi.programme.models import Criterion
from otameshi.selection.actions.proposing import Choice
from otameshi.selection.actions.reading import Row
from otameshi.selection.actions.scoring import Written
from otameshi.selection.models import Sheet
from otameshi.selection.rules import Outcome
from otameshi.web.forms import NumberField, PageForm, long_text, options, text

LONGEST_NOTE = 2_000
IN_ORDER = NumberRange(1, 999, message="補欠順位は1から999までの数で入力してください。")
LONG = 4  # digits: no scale has as many


def _points(value: str | int | None) -> int | None:
    typed = str(value)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONG else None


class SheetForm(PageForm):
    """The rubric as questions; whether all are answered is the rule's concern."""

    comment = long_text("総評", required=False)

    def points_of(self, criterion: Criterion) -> Any:
        return self[f"points-{criterion.id}"]

    def remark_of(self, criterion: Criterion) -> Any:
        return self[f"remark-{criterion.id}"]

    def written(self, criteria: Sequence[Criterion]) -> Written:
        given = {one.id: self.points_of(one).data for one in criteria}
        return Written(
            points={key: points for key, points in given.items() if points is not None},
            remarks={one.id: self.remark_of(one).data or "" for one in criteria},
            comment=self.comment.data or "",
        )


def sheet_form(sheet: Sheet, criteria: Sequence[Criterion]) -> SheetForm:
    """Make the form of one sheet, with what the reviewer has put on it so far."""
    known = {score.criterion_id: score for score in sheet.scores}
    fields: dict[str, Any] = {}
    for one in criteria:
        score = known.get(one.id)
        fields[f"points-{one.id}"] = RadioField(
            f"{one.position}　{one.name}",
            choices=options((str(n), _anchor(one, n)) for n in range(one.most, 0, -1)),
            coerce=_points,
            default=score.points if score else None,
            validate_choice=False,  # the scale is checked by its rule
        )
        fields[f"remark-{one.id}"] = text(
            f"{one.name}についての所見",
            500,
            required=False,
            default=score.comment if score else sheet.remarks.get(str(one.id), ""),
        )
    made: SheetForm = type("SheetForm", (SheetForm,), fields)(obj=sheet)
    return made


def _anchor(criterion: Criterion, points: int) -> str:
    words = criterion.anchors[points - 1] if points <= len(criterion.anchors) else ""
    return f"{points}点　{words}".strip()


class BoardForm(PageForm):
    """One outcome and one 補欠順位 for each row that is still open."""

    note = long_text("理由・申し送り", LONGEST_NOTE, required=False)

    def outcome_of(self, row: Row) -> Any:
        return self[f"outcome-{row.candidacy.id}"]

    def rank_of(self, row: Row) -> Any:
        return self[f"rank-{row.candidacy.id}"]

    def choices(self, rows: Sequence[Row]) -> dict[int, Choice]:
        return {
            row.candidacy.id: Choice(self.outcome_of(row).data, self.rank_of(row).data)
            for row in rows
        }


def board_form(rows: Sequence[Row]) -> BoardForm:
    """Make the board's form for the open rows, with the choices kept so far."""
    fields: dict[str, Any] = {}
    for row in rows:
        one = row.candidacy
        fields[f"outcome-{one.id}"] = SelectField(
            f"{one.application.number} {one.title}の案",
            choices=options(((o.value, o.label) for o in Outcome), unset="未定"),
            coerce=lambda value: Outcome(value) if value else None,
            default=one.proposal,
        )
        fields[f"rank-{one.id}"] = NumberField(
            f"{one.application.number} {one.title}の補欠順位",
            validators=[Optional(), IN_ORDER],
            default=one.waitlist_rank,
        )
    made: BoardForm = type("BoardForm", (BoardForm,), fields)()
    return made


class AssignForm(PageForm):
    """Which reviewer gets a candidate."""

    reviewer = SelectField("選考委員", coerce=int)
