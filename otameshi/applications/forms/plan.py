"""Where, when and how the group wants to stay."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from otameshi.applications.answers import PlanAnswers
from otameshi.applications.forms.written import UNSET, explanation, long, short
from otameshi.applications.models import Application
from otameshi.applications.rules import MOST_WISHES
from otameshi.programme import actions as programme
from otameshi.programme.models import Host
from otameshi.web.forms import (
    DIGITS,
    DateParts,
    NumberField,
    PageForm,
    options,
    row_key,
    within,
)

MOST_NIGHTS = 31


class PlanForm(PageForm):
    hosts: Sequence[Host] = ()
    wish1 = SelectField("第1希望の市町村", coerce=row_key)
    wish2 = SelectField("第2希望の市町村", coerce=row_key)
    wish3 = SelectField("第3希望の市町村", coerce=row_key)
    office_id = SelectField("希望するオフィス", coerce=row_key)
    stay_from = DateParts("おためしを始める日")
    stay_to = DateParts("おためしを終える日")
    months_explanation = explanation("滞在の月数についての説明")
    nights_a_month = NumberField(
        "1か月に泊まる数",
        [within(0, MOST_NIGHTS)],
        render_kw=DIGITS,
    )
    nights_explanation = explanation("泊まる数についての説明")
    housing_help = RadioField(
        "市町村の住居の支援",
        choices=options((("yes", "希望する"), ("no", "希望しない"))),
        validators=[Optional()],
    )
    plan = long("期間中の活動計画", render_kw={"rows": 10})
    other_support = long("ほかの補助金・支援", 500, render_kw={"rows": 3})
    heard_from = short("おためしナガノを知ったきっかけ")

    @classmethod
    def of(cls, application: Application) -> Self:
        help_ = {True: "yes", False: "no", None: None}[application.housing_help]
        wished = {f"wish{wish.rank}": wish.host_id for wish in application.wishes}
        known = {**dict.fromkeys(("wish1", "wish2", "wish3")), **wished}
        form = cls(
            data={
                **{name: getattr(application, name) for name in PlanAnswers.__slots__[1:]},
                **known,
                "housing_help": help_,
            }
        )
        form.offer(programme.hosts_of(application.call.year))
        return form

    def offer(self, hosts: Sequence[Host]) -> None:
        """Offer these municipalities and their offices."""
        self.hosts = hosts
        towns = [(str(one.id), f"{one.name}（{one.area}）") for one in hosts]
        for rank, field in enumerate(self.wished, start=1):
            field.choices = options(towns, unset=UNSET if rank == 1 else "希望なし")
        offices = [
            (str(office.id), f"{host.name}：{office.name}")
            for host in hosts
            for office in host.offices
        ]
        self.office_id.choices = options(offices, unset="決めていない")

    @property
    def wished(self) -> list[SelectField]:
        return [getattr(self, f"wish{rank}") for rank in range(1, MOST_WISHES + 1)]

    def validate_wish2(self, field: Any) -> None:
        self._distinct(field, [self.wish1])

    def validate_wish3(self, field: Any) -> None:
        self._distinct(field, [self.wish1, self.wish2])

    def _distinct(self, field: Any, before: Sequence[Any]) -> None:
        if field.data is not None and field.data in [other.data for other in before]:
            raise ValidationError("同じ市町村が選ばれています。別の市町村を選んでください。")

    def validate_stay_to(self, field: Any) -> None:
        if field.data and self.stay_from.data and field.data < self.stay_from.data:
            raise ValidationError("おためしを終える日は、始める日以後にしてください。")

    def answers(self) -> PlanAnswers:
        return PlanAnswers(
            wishes=tuple(field.data for field in self.wished if field.data is not None),
            office_id=self.office_id.data,
            stay_from=self.stay_from.data,
            stay_to=self.stay_to.data,
            nights_a_month=self.nights_a_month.data,
            housing_help={"yes": True, "no": False}.get(self.housing_help.data or ""),
            plan=self.plan.data or "",
            other_support=self.other_support.data or "",
            heard_from=self.heard_from.data or "",
            months_explanation=self.months_explanation.data or "",
            nights_explanation=self.nights_explanation.data or "",
        )
