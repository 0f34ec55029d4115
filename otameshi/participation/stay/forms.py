"""The shape of a month of the log: for each day two ticks, hours, and a place."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, FormField
from wtforms.validators import NumberRange, Optional

from otameshi.participation.stay.rules import AWAY, MOST_HOURS, Entry, day_words
from otameshi.web.forms import NumberField, PageForm, long_text, text
from otameshi.web.typed import Fields

LONGEST_PLACE, LONGEST_NOTE = 60, 2_000
IN_A_DAY = NumberRange(0, MOST_HOURS, message="0から24までの時間数を入力してください。")


class DayForm(PageForm):
    words: str = ""  # the day, as people read it

    present = BooleanField("滞在")
    night = BooleanField("泊")
    work_hours = NumberField("仕事の時間", [Optional(), IN_A_DAY])
    place = text("場所", LONGEST_PLACE, required=False)

    @property
    def entry(self) -> Entry:
        return Entry(
            present=bool(self.present.data),
            night=bool(self.night.data),
            work_hours=self.work_hours.data or 0,
            place=self.place.data or "",
        )


class MonthForm(PageForm):
    """A month, day by day; the days are those that may be logged by now."""

    days: dict[date, DayForm]

    def offer(self, days: Iterable[date], known: Mapping[date, Entry]) -> None:
        self.days = {}
        for day in days:
            entry = known.get(day, AWAY)
            field: Any = self.add(name_of(day), FormField(DayForm, day_words(day)), _shown(entry))
            row = self.days[day] = field.form
            row.words = day_words(day)
            for one in row:
                one.label.text = f"{row.words}の{one.label.text}"

    @property
    def entries(self) -> dict[date, Entry]:
        return {day: form.entry for day, form in self.days.items()}


class CorrectionForm(MonthForm):
    note = long_text("訂正の理由", LONGEST_NOTE)


def name_of(day: date) -> str:
    return f"d{day:%Y%m%d}"


def _shown(entry: Entry) -> dict[str, object]:
    return {
        "present": entry.present,
        "night": entry.night,
        "work_hours": entry.work_hours or None,
        "place": entry.place,
    }


def as_typed(entries: Mapping[date, Entry]) -> Fields:
    """Return a month as a browser would send it."""
    fields: Fields = []
    for day, entry in entries.items():
        name = name_of(day)
        ticks = (("present", entry.present), ("night", entry.night))
        fields += [[f"{name}-{part}", "y"] for part, ticked in ticks if ticked]
        fields.append([f"{name}-work_hours", str(entry.work_hours or "")])
        fields.append([f"{name}-place", entry.place])
    return fields
