"""The shape of what candidates, officers and the panel send about interviews."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Self

from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.core.clock import in_japan
from otameshi.people import Person
from otameshi.selection.interviews.actions import Plan, Written
from otameshi.selection.interviews.models import (
    InterviewCriterion,
    InterviewPlace,
    InterviewRecord,
    InterviewRound,
    InterviewSlot,
)
from otameshi.selection.interviews.rules import HIGHEST, LOWEST, PlaceKind, Span, series
from otameshi.web.forms import (
    DIGITS,
    Chosen,
    DateParts,
    NumberField,
    PageForm,
    Required,
    clock,
    given,
    labelled,
    long_text,
    moment_of,
    options,
    row_key,
    text,
    within,
)

MOST_CRITERIA = 5
LONG = 4  # digits: no scale has as many
WORDS = ("不十分", "やや不十分", "普通", "良い", "とても良い")


def _number(label: str, least: int, most: int, description: str = "", **kw: Any) -> NumberField:
    checks = [*kw.pop("first", [Required()]), within(least, most)]
    return NumberField(label, checks, description=description, render_kw=DIGITS, **kw)


class RoundForm(PageForm):
    choose_on = DateParts("日時を選んでもらう期限の日", validators=[Required()])
    choose_time = clock("期限の時刻")
    change_days = _number("応募者が日時を変えられる期限（面談の何日前まで）", 0, 30, default=2)
    remind_days = _number("お知らせの日（期限・面談の何日前）", 1, 14, default=2)
    note = long_text("応募者への案内", 1_000, required=False)

    @classmethod
    def of(cls, held: InterviewRound | None) -> "RoundForm":
        """Make the form with one line for each criterion there may be, and the five anchors."""
        fields: dict[str, Any] = {}
        known = list(held.criteria) if held else []
        for place in range(1, MOST_CRITERIA + 1):
            one = known[place - 1] if place <= len(known) else None
            first = "総合評価" if held is None and place == 1 else ""
            fields[f"name{place}"] = text(
                f"面談で見る項目{place}", 50, required=False, default=one.name if one else first
            )
            fields[f"weight{place}"] = _number(
                f"項目{place}の重み", 1, 100, first=[Optional()], default=one.weight if one else 1
            )
        words = held.anchors if held else WORDS
        for point, anchor in enumerate(words, start=LOWEST):
            fields[f"anchor{point}"] = text(f"{point}点の目安", 50, default=anchor)
        shown: dict[str, Any] = {"choose_time": "17:00"}
        if held is not None:
            local = in_japan(held.choose_until)
            shown = {"choose_on": local.date(), "choose_time": f"{local:%H:%M}"}
        made: RoundForm = type("RoundForm", (RoundForm,), fields)(obj=held, data=shown)
        return made

    def plan(self) -> Plan:
        lines = range(1, MOST_CRITERIA + 1)
        named = [(self[f"name{n}"].data, self[f"weight{n}"].data or 1) for n in lines]
        return Plan(
            choose_until=moment_of(self.choose_on.data, self.choose_time.data),
            change_days=given(self.change_days.data),
            remind_days=given(self.remind_days.data),
            note=self.note.data or "",
            anchors=[self[f"anchor{n}"].data for n in range(LOWEST, HIGHEST + 1)],
            criteria=[(name, weight) for name, weight in named if name],
        )


class PlaceForm(PageForm):
    kind = labelled("種類", PlaceKind, radio=True)
    name = text("名前", 60)
    detail = text("部屋・住所・接続先", 300)


def _panel(label: str = "面談する人") -> Any:
    return SelectMultipleField(
        label,
        choices=[],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _people(people: Iterable[Person]) -> list[Any]:
    return options(
        (str(one.id), f"{one.name}（{one.organisation}）" if one.organisation else one.name)
        for one in people
    )


class SlotsForm(PageForm):
    place = SelectField("場所", validators=[Chosen()], coerce=row_key)
    day = DateParts("日", validators=[Required()])
    begin = clock("始まりの時刻")
    end = clock("終わりの時刻")
    minutes = _number("1枠の長さ（分）", 5, 240, default=20)
    pause = _number("枠と枠の間（分）", 0, 120, default=10)
    panel = _panel()

    @classmethod
    def of(cls, places: Sequence[InterviewPlace], people: Iterable[Person]) -> Self:
        form = cls()
        form.place.choices = options((str(one.id), one.name) for one in places)
        form.panel.choices = _people(people)
        form.end.validators = [
            Optional(),
            *(one for one in form.end.validators if not isinstance(one, Required)),
        ]
        form.end.flags.required = False
        return form

    def spans(self) -> list[Span]:
        first = moment_of(self.day.data, self.begin.data)
        until = moment_of(self.day.data, self.end.data) if self.end.data else None
        return series(first, until, given(self.minutes.data), given(self.pause.data))


class SeatForm(PageForm):
    panel = _panel()

    @classmethod
    def of(cls, slot: InterviewSlot, people: Iterable[Person]) -> Self:
        form = cls(data={"panel": [one.person_id for one in slot.seats]})
        form.panel.choices = _people(people)
        return form


class ChoiceForm(PageForm):
    """The candidate's page: its three buttons each send one of these fields."""

    slot = StringField("日時")
    wish = long_text("都合のよい日時", 1_000, required=False)
    reason = long_text("辞退の理由", 1_000, required=False)
    action = StringField()

    def validate_slot(self, field: Any) -> None:
        if self.action.data == "choose" and not _is_key(field.data):
            raise ValidationError("日時を1つ選んでください。")

    def validate_wish(self, field: Any) -> None:
        if self.action.data == "ask" and not field.data:
            raise ValidationError("都合のよい日時を記入してください。")


def _is_key(typed: str | None) -> bool:
    return bool(typed) and row_number(typed) is not None


def row_number(typed: str | None) -> int | None:
    known = typed if typed and typed.isascii() and typed.isdigit() and len(typed) <= 9 else None  # noqa: PLR2004  # digits of a row
    return int(known) if known else None


class SettingForm(PageForm):
    """An officer sets the time for a candidate."""

    slot = SelectField("日時", validators=[Chosen()], coerce=row_key)
    note = long_text("応募者への連絡", 1_000, required=False)

    @classmethod
    def of(cls, free: Iterable[InterviewSlot]) -> Self:
        form = cls()
        pairs = ((str(one.id), f"{one.words}　{one.place.name}") for one in free)
        form.slot.choices = options(pairs, unset="選んでください")
        return form


class RecordForm(PageForm):
    came = RadioField(
        "応募者の出欠",
        choices=options((("yes", "来た"), ("no", "来なかった"))),
        default="yes",
    )
    notes = long_text("面談記録", 4_000, required=False)

    def points_of(self, criterion: InterviewCriterion) -> Any:
        return self[f"points-{criterion.id}"]

    def written(self, criteria: Iterable[InterviewCriterion]) -> Written:
        found = {one.id: self.points_of(one).data for one in criteria}
        points = {key: value for key, value in found.items() if value is not None}
        return Written(points, self.notes.data or "", came=self.came.data != "no")


def _points(value: str | int | None) -> int | None:
    typed = str(value)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONG else None


def record_form(held: InterviewRound, mine: InterviewRecord | None) -> RecordForm:
    """Make the form of one record, with what its writer has put down so far."""
    known = mine.given if mine else {}
    fields: dict[str, Any] = {}
    scale = range(HIGHEST, LOWEST - 1, -1)
    for one in held.criteria:
        fields[f"points-{one.id}"] = RadioField(
            one.name,
            choices=options((str(n), f"{n}点　{held.anchors[n - LOWEST]}") for n in scale),
            coerce=_points,
            default=known.get(one.id),
            validate_choice=False,  # the scale is checked by its rule
        )
    made: RecordForm = type("RecordForm", (RecordForm,), fields)(obj=mine)
    return made


def by_day(slots: Iterable[InterviewSlot]) -> list[tuple[datetime, list[InterviewSlot]]]:
    """Lay slots out by the day in Japan, each day under its first slot's moment."""
    found: dict[Any, list[InterviewSlot]] = {}
    for one in slots:
        found.setdefault(in_japan(one.starts_at).date(), []).append(one)
    return [(there[0].starts_at, there) for there in found.values()]
