"""The shape of what officers, managers and reviewers send in the selection."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField

from otameshi.programme.models import Criterion
from otameshi.selection.actions.scoring import Written
from otameshi.selection.models import Sheet
from otameshi.web.forms import PageForm, long_text, options, text

LONGEST_NOTE = 2_000
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


class AssignForm(PageForm):
    """Which reviewer gets a candidate."""

    reviewer = SelectField("選考委員", coerce=int)
