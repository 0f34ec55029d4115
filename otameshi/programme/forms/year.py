"""The settings of a 年度."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Self

from wtforms import BooleanField
from wtforms.validators import Email

from otameshi.core.yen import Yen
from otameshi.programme.forms.named import listed, named_date, named_number, named_text
from otameshi.programme.models import ProgrammeYear
from otameshi.programme.rules import PLEDGES, PRIVACY, WORDS, WORKS, YearSettings
from otameshi.web.forms import (
    DIGITS,
    NumberField,
    PageForm,
    Required,
    YenField,
    given,
    long_text,
    within,
)

MOST_BUDGET = 10_000_000_000


def _lines(name: str, first: Sequence[str]) -> Any:
    words = WORDS[name]
    return long_text(words, required=False, default="\n".join(first), render_kw={"rows": 6})


class YearForm(PageForm):
    name = named_text("name")
    group_limit = named_number("group_limit", 1, 10)
    months_soft = BooleanField(WORDS["months_soft"], default=True)
    outside_only = BooleanField(WORDS["outside_only"], default=True)
    without_base = BooleanField(WORDS["without_base"], default=True)
    works = _lines("works", WORKS)
    pledges = _lines("pledges", PLEDGES)
    privacy = long_text(WORDS["privacy"], 2_000, default=PRIVACY, render_kw={"rows": 5})
    budget = YenField(WORDS["budget"], [Required(), within(0, MOST_BUDGET)], render_kw=DIGITS)
    reviewers_each = named_number("reviewers_each", 1, 10)
    trial_first = named_date("trial_first")
    trial_last = named_date("trial_last")
    paid_by = named_date("paid_by")
    months_least = named_number("months_least", 1, 12)
    months_most = named_number("months_most", 1, 12)
    nights_a_month = named_number("nights_a_month", 0, 31)
    nights_soft = BooleanField(WORDS["nights_soft"])
    age_base = named_date("age_base", required=False)
    age_least = named_number("age_least", 0, 120, required=False)
    age_most = named_number("age_most", 0, 120, required=False)
    age_most_soft = BooleanField(WORDS["age_most_soft"])
    member_consent = BooleanField(WORDS["member_consent"])
    guidelines = named_text("guidelines", 200)
    document_code = named_text("document_code", 20)
    issuer = named_text("issuer")
    section = named_text("section")
    phone = named_text("phone", 30)
    email = named_text(
        "email", validators=[Email(message="メールアドレスの形で入力してください。")]
    )

    @classmethod
    def of(cls, year: ProgrammeYear | None) -> Self:
        if year is None:
            return cls()
        known = {each.name: getattr(year, each.name) for each in fields(YearSettings)}
        listed = {name: "\n".join(known[name]) for name in ("works", "pledges")}
        return cls(data={**known, **listed})

    def settings(self) -> YearSettings:
        return YearSettings(
            name=given(self.name.data),
            group_limit=given(self.group_limit.data),
            age_base=self.age_base.data,
            age_least=self.age_least.data,
            age_most=self.age_most.data,
            age_most_soft=bool(self.age_most_soft.data),
            trial_first=given(self.trial_first.data),
            trial_last=given(self.trial_last.data),
            months_least=given(self.months_least.data),
            months_most=given(self.months_most.data),
            nights_a_month=given(self.nights_a_month.data),
            nights_soft=bool(self.nights_soft.data),
            paid_by=given(self.paid_by.data),
            budget=Yen(given(self.budget.data)),
            reviewers_each=given(self.reviewers_each.data),
            months_soft=bool(self.months_soft.data),
            outside_only=bool(self.outside_only.data),
            without_base=bool(self.without_base.data),
            works=listed(self.works),
            pledges=listed(self.pledges),
            privacy=given(self.privacy.data),
            guidelines=given(self.guidelines.data),
            document_code=given(self.document_code.data),
            issuer=given(self.issuer.data),
            section=given(self.section.data),
            phone=given(self.phone.data),
            email=given(self.email.data),
            member_consent=bool(self.member_consent.data),
        )


class FirstYearForm(YearForm):
    fiscal_year = NumberField("年度（西暦）", [Required(), within(2000, 2100)], render_kw=DIGITS)


class NextYearForm(PageForm):
    fiscal_year = NumberField(
        "作成する年度（西暦）", [Required(), within(2000, 2100)], render_kw=DIGITS
    )
