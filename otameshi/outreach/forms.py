"""What the pages of gatherings ask for. Shape only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import SelectField, TimeField
from wtforms.validators import NumberRange
from wtforms.widgets import TextInput

from otameshi.core.clock import in_japan, japan
from otameshi.outreach.actions import Plan
from otameshi.outreach.models import Gathering
from otameshi.outreach.rules import GatheringKind
from otameshi.programme.models import ProgrammeYear
from otameshi.web.filters import fiscal
from otameshi.web.forms import (
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

MOST_PEOPLE = 100_000


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


class GatheringForm(PageForm):
    year_id = SelectField(
        "年度", validators=[Chosen()], coerce=lambda key: int(key) if key else None
    )
    kind = labelled("種類", GatheringKind, radio=True)
    title = text("名前")
    day = DateParts("開催日", validators=[Required()])
    time = ClockField("開始時刻", validators=[Required()])
    place = text("会場")
    note = long_text("案内", 1_000, required=False)

    def __init__(
        self,
        years: Sequence[ProgrammeYear],
        gathering: Gathering | None = None,
        **shown: Any,
    ) -> None:
        if gathering is not None:
            start = in_japan(gathering.held_at)
            shown = {"day": start.date(), "time": start.time()}
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
        )

    def _start(self) -> datetime:
        day, time = self.day.data, given(self.time.data)
        return japan(day.year, day.month, day.day, time.hour, time.minute)


class AttendanceForm(PageForm):
    attendance = NumberField(
        "参加人数",
        validators=[
            Required(),
            NumberRange(min=0, max=MOST_PEOPLE, message="0以上の人数を入力してください。"),
        ],
        render_kw={"inputmode": "numeric"},
    )


class CancelForm(PageForm):
    note = long_text("中止の理由", 500)
