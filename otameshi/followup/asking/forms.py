"""What the pages of a wave ask for. Shape only: the rules decide what is allowed."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import NumberRange, Optional

from otameshi.followup.asking.rules import CHOSEN, REMINDED_AFTER, Plan, Result, Way
from otameshi.followup.models import Wave
from otameshi.followup.rules import Addressee
from otameshi.programme.models import ProgrammeYear
from otameshi.web.filters import fiscal
from otameshi.web.forms import (
    DIGITS,
    Chosen,
    DateParts,
    NumberField,
    PageForm,
    Required,
    labelled,
    long_text,
    options,
    text,
)

NAME, NOTE = 40, 1000
TEN_YEARS = 120  # months
MOST_DAYS = 999
OPEN_DAYS = 30


def _number(label: str, most: int, *, required: bool = True) -> NumberField:
    within = NumberRange(min=0, max=most, message=f"0から{most}までの数を入力してください。")
    must = Required() if required else Optional()
    return NumberField(label, validators=[must, within], render_kw=DIGITS)


class PlanForm(PageForm):
    way = labelled("尋ねる時期", Way, radio=True)
    months = _number("おためし期間の終了からの月数", TEN_YEARS)
    open_days = _number("回答できる日数", MOST_DAYS)
    asked_on = DateParts("調査を始める日")
    closes_on = DateParts("回答の締切日")
    addressee = labelled("尋ねる相手", Addressee, radio=True)
    first_reminder = _number("1回目の催促", MOST_DAYS, required=False)
    second_reminder = _number("2回目の催促", MOST_DAYS, required=False)
    by_itself = BooleanField("依頼・催促のメールと、電話で確かめる仕事の登録を自動で行う")

    @classmethod
    def of(cls, wave: Wave) -> "PlanForm":
        first, second = (*wave.reminder_days, None, None)[:2]
        return cls(
            data={
                "way": Way.MONTHS if wave.asked_on is None else Way.DAYS,
                "months": wave.months,
                "open_days": wave.open_days,
                "asked_on": wave.asked_on,
                "closes_on": wave.closes_on,
                "addressee": wave.addressee,
                "first_reminder": first,
                "second_reminder": second,
                "by_itself": wave.by_itself,
            }
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the days where the wave has days of its own."""
        well_formed = bool(super().validate(extra_validators))
        if self.way.data is Way.DAYS:
            for one in (self.asked_on, self.closes_on):
                if one.data is None and not one.errors:
                    one.errors = [f"{one.label.text}を入力してください。"]
                    well_formed = False
        return well_formed

    @property
    def plan(self) -> Plan:
        days = (self.first_reminder.data, self.second_reminder.data)
        fixed = self.way.data is Way.DAYS
        return Plan(
            months=self.months.data or 0,
            open_days=self.open_days.data or 0,
            reminder_days=tuple(one for one in days if one is not None),
            asked_on=self.asked_on.data if fixed else None,
            closes_on=self.closes_on.data if fixed else None,
        )


class WaveForm(PlanForm):
    year = SelectField("年度", validators=[Chosen()], coerce=lambda key: int(key) if key else None)
    name = text("調査回の名前", NAME)
    decisive = BooleanField("この年度の指標（拠点維持率）に使う")

    def __init__(self, years: Sequence[ProgrammeYear]) -> None:
        first, second = REMINDED_AFTER
        super().__init__(
            data={
                "way": Way.MONTHS,
                "months": 0,
                "open_days": OPEN_DAYS,
                "addressee": Addressee.GROUP,
                "first_reminder": first,
                "second_reminder": second,
                "by_itself": True,
            }
        )
        self.year.choices = options(
            ((str(year.id), fiscal(year.fiscal_year)) for year in years),
            unset="選んでください",
        )


class CopyForm(PageForm):
    year = SelectField(
        "写す先の年度", validators=[Chosen()], coerce=lambda key: int(key) if key else None
    )

    def __init__(self, years: Sequence[ProgrammeYear]) -> None:
        super().__init__()
        self.year.choices = options(
            ((str(year.id), fiscal(year.fiscal_year)) for year in years),
            unset="選んでください",
        )


class TaskForm(PageForm):
    result = labelled("確かめた結果", Result, radio=True, only=CHOSEN)
    note = long_text("聞いたこと・いきさつ", NOTE)
