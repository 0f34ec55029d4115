"""What the page of a year's 交付の方法 asks for. Shape only."""

import re
from dataclasses import asdict, fields
from typing import Any, Self

from wtforms import BooleanField, SelectField
from wtforms.validators import ValidationError

from otameshi.programme.forms import listed
from otameshi.programme.grant_terms import ACCOUNT_KINDS, LIMITS, WORDS, GrantTerms
from otameshi.programme.models import ProgrammeYear
from otameshi.web.forms import (
    DIGITS,
    DateParts,
    NumberField,
    PageForm,
    Required,
    YenField,
    given,
    long_text,
    options,
    plain_digits,
    text,
    within,
)

PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?")
LISTED = ("conditions", "reduce_reasons", "return_reasons")
FOLDED = ("payer_code", "payer_bank_code", "payer_branch_code", "payer_account_number")
LONGEST_NUMBER = 20  # as typed: with spaces or hyphens it is refused in the rule's words


def _number(name: str, kind: type[NumberField] = NumberField) -> NumberField:
    return kind(WORDS[name], [Required(), within(*LIMITS[name])], render_kw=DIGITS)


def _lines(name: str, rows: int, **kw: Any) -> Any:
    return long_text(WORDS[name], required=name in LISTED, render_kw={"rows": rows}, **kw)


def _code(name: str) -> Any:
    return text(WORDS[name], LONGEST_NUMBER, required=False, render_kw=DIGITS)


def _kana(name: str) -> Any:
    return text(WORDS[name], 60, required=False)


def _days(_: object, field: Any) -> None:
    if not all(re.fullmatch("[0-9]{1,3}", plain_digits(line)) for line in listed(field)):
        raise ValidationError("1行に1つずつ、日数を数字で入力してください。")


def _basis_points(percent: str) -> int | None:
    """Read 10.95 (%) as 1095."""
    found = PERCENT.fullmatch(plain_digits(percent))
    return int(found[1]) * 100 + int(f"{found[2] or '':0<2}") if found else None


def _rate(_: object, field: Any) -> None:
    found = _basis_points(field.data)
    if found is None or found > LIMITS["interest_basis_points"][1]:
        raise ValidationError("「10.95」のように、100までの数字を小数第2位までで入力してください。")


class GrantForm(PageForm):
    withdraw_days = _number("withdraw_days")
    minor_change_percent = _number("minor_change_percent")
    early_start = BooleanField(WORDS["early_start"])
    conditions = _lines("conditions", 12)
    report_days = _number("report_days")
    report_by = DateParts(WORDS["report_by"])
    reminder_days = _lines("reminder_days", 3, validators=[_days])
    reduce_reasons = _lines("reduce_reasons", 8)
    return_reasons = _lines("return_reasons", 8)
    split_threshold = _number("split_threshold", YenField)
    advance_percent = _number("advance_percent")
    payer_code = _code("payer_code")
    payer_name_kana = _kana("payer_name_kana")
    payer_bank_code = _code("payer_bank_code")
    payer_bank_name_kana = _kana("payer_bank_name_kana")
    payer_branch_code = _code("payer_branch_code")
    payer_branch_name_kana = _kana("payer_branch_name_kana")
    payer_account_kind = SelectField(
        WORDS["payer_account_kind"],
        choices=options(ACCOUNT_KINDS.items(), unset="まだ決めていない"),
    )
    payer_account_number = _code("payer_account_number")
    interest_percent = text("加算金・延滞金の年率", 10, validators=[_rate])
    repayment_days = _number("repayment_days")
    tax_report = BooleanField(WORDS["tax_report"])
    tax_report_by = DateParts(WORDS["tax_report_by"])
    evidence_years = _number("evidence_years")
    note = long_text("変更の理由", 2_000, required=False, render_kw={"rows": 3})

    @classmethod
    def of(cls, year: ProgrammeYear) -> Self:
        terms = year.grant_plan.fact
        known = asdict(terms)
        for name in (*LISTED, "reminder_days"):
            known[name] = "\n".join(map(str, known[name]))
        whole, part = divmod(terms.interest_basis_points, 100)
        return cls(data={**known, "interest_percent": f"{whole}.{part:02}"})

    def terms(self) -> GrantTerms:
        names = [each.name for each in fields(GrantTerms) if each.name in self]
        sent: dict[str, Any] = {name: self[name].data for name in names}
        sent |= {name: plain_digits(sent[name] or "") for name in FOLDED}
        sent |= {name: listed(self[name]) for name in LISTED}
        sent["reminder_days"] = [int(plain_digits(one)) for one in listed(self.reminder_days)]
        sent["interest_basis_points"] = given(_basis_points(given(self.interest_percent.data)))
        return GrantTerms(**sent)
