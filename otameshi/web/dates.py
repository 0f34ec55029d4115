"""A day in three fields and a time of day in one, by the calendar and the clock in Japan."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wtforms import Field, StringField
from wtforms.validators import ValidationError

from otameshi.core import wareki
from otameshi.core.clock import japan, today
from otameshi.web.fields import DIGITS, given, half_width, plain_digits, text

CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class DatePart:
    id: str
    name: str
    label: str
    value: str
    width: int
    autocomplete: str | None


class DateParts(Field):
    """A date in three fields 年・月・日; 令和8 is accepted as the year."""

    def __init__(self, label: str, *args: Any, birth: bool = False, **kw: Any) -> None:
        super().__init__(label, *args, **kw)
        self.birth = birth
        self.typed = ["", "", ""]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.raw_data, self.data = (
            [],
            self.default if data is None or not isinstance(data, date) else data,
        )
        if isinstance(data, date):
            self.data = data
            self.typed = [str(data.year), str(data.month), str(data.day)]
        if formdata is not None and f"{self.name}-year" in formdata:
            self.typed = [
                formdata.get(f"{self.name}-{part}", "")[:12] for part in ("year", "month", "day")
            ]
            self.raw_data = ["".join(self.typed)]
            self._read()

    def _read(self) -> None:
        self.data = None
        if not any(part.strip() for part in self.typed):
            return
        try:
            self.data = wareki.read_parts(*map(plain_digits, self.typed))
        except wareki.UnreadableDate as wrong:
            self.process_errors.append(str(wrong))
        if self.birth and self.data and self.data > today():
            self.process_errors.append("今日までの日付を入力してください。")

    @property
    def parts(self) -> list[DatePart]:
        names = (("year", "年", 4), ("month", "月", 2), ("day", "日", 2))
        return [
            DatePart(
                id=self.id if part == "year" else f"{self.id}-{part}",
                name=f"{self.name}-{part}",
                label=label,
                value=value,
                width=width,
                autocomplete=f"bday-{part}" if self.birth else None,
            )
            for (part, label, width), value in zip(names, self.typed, strict=True)
        ]


def _is_clock_time(_: object, field: Any) -> None:
    if field.data and not CLOCK.fullmatch(field.data):
        raise ValidationError("時刻は「17:00」のように、0:00から23:59までで入力してください。")


def clock(label: str) -> StringField:
    return text(label, 5, filters=[half_width], validators=[_is_clock_time], render_kw=DIGITS)


def moment_of(day: date | None, clock: str | None) -> datetime:
    day = given(day)
    hour, minute = given(clock).split(":")
    return japan(day.year, day.month, day.day, int(hour), int(minute))
