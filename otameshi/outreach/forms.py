"""What the pages of gatherings ask for. Shape only."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, SelectField, TimeField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import TextInput

from otameshi.core.clock import in_japan, japan
from otameshi.outreach.actions import Plan
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from otameshi.programme.models import ProgrammeYear
from otameshi.web.filters import fiscal
from otameshi.web.forms import (
    DIGITS,
    Chosen,
    DateParts,
    NumberField,
    PageForm,
    Required,
    given,
    labelled,
    long_text,
    options,
    plain_digits,
    text,
)

MOST_PEOPLE, MOST_MINUTES = 100_000, 1_440
MINUTES, CLOSING = 90, time(17)  # where nothing is typed


class ClockField(TimeField):
    """An hour and a minute, in half or full width, by the clock in Japan."""

    # A browser's own clock control asks for 午前 or AM by the language it is set to.
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([plain_digits(valuelist[0])])
        except ValueError as fault:
            raise ValueError("時刻は、14:00のように時と分を入力してください。") from fault


def _number(label: str, most: int) -> NumberField:
    words = f"1から{most:,}までの数を入力してください。"
    checks = [Optional(), NumberRange(min=1, max=most, message=words)]
    return NumberField(label, validators=checks, render_kw=DIGITS)


class GatheringForm(PageForm):
    year_id = SelectField(
        "年度", validators=[Chosen()], coerce=lambda key: int(key) if key else None
    )
    kind = labelled("種類", GatheringKind, radio=True)
    title = text("名前")
    day = DateParts("開催日", validators=[Required()])
    time = ClockField("開始時刻", validators=[Required()])
    minutes = _number("所要時間", MOST_MINUTES)
    place = text("会場")
    note = long_text("案内", 1_000, required=False)
    bookable = BooleanField("このサイトで申込みを受け付ける")
    capacity = _number("定員", MOST_PEOPLE)
    closes_on = DateParts("申込みの締切日")
    closes_time = ClockField("申込みの締切時刻", validators=[Optional()])
    told = long_text("申し込んだ人だけへの案内", 1_000, required=False)

    def __init__(
        self,
        years: Sequence[ProgrammeYear],
        gathering: Gathering | None = None,
        **shown: Any,
    ) -> None:
        if gathering is not None:
            shown = _moments(gathering)
        super().__init__(obj=gathering, data=shown)
        self.year_id.choices = options(
            ((str(year.id), fiscal(year.fiscal_year)) for year in years), unset="選んでください"
        )

    def plan(self) -> Plan:
        return Plan(
            kind=self.kind.data,
            title=given(self.title.data),
            held_at=self._start(),
            place=given(self.place.data),
            note=self.note.data or "",
            minutes=self.minutes.data or MINUTES,
            bookable=bool(self.bookable.data),
            capacity=self.capacity.data,
            closes_at=self._closing(),
            told=self.told.data or "",
        )

    def _start(self) -> datetime:
        return _moment(self.day.data, given(self.time.data))

    def _closing(self) -> datetime | None:
        day = self.closes_on.data
        return _moment(day, self.closes_time.data or CLOSING) if day else None


def _moment(day: date, at: time) -> datetime:
    return japan(day.year, day.month, day.day, at.hour, at.minute)


def _moments(gathering: Gathering) -> dict[str, Any]:
    """Return what the form shows of a gathering's moments, by the clock in Japan."""
    start = in_japan(gathering.held_at)
    shown: dict[str, Any] = {"day": start.date(), "time": start.time()}
    if gathering.closes_at is not None:
        closing = in_japan(gathering.closes_at)
        shown |= {"closes_on": closing.date(), "closes_time": closing.time()}
    return shown


class AttendanceForm(PageForm):
    attendance = NumberField(
        "参加人数",
        validators=[
            Required(),
            NumberRange(min=0, max=MOST_PEOPLE, message="0以上の人数を入力してください。"),
        ],
        render_kw=DIGITS,
    )


class CancelForm(PageForm):
    note = long_text("中止の理由", 500)
