"""交付の方法 of a year, as kept: one row a year, begun with the usual one."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.core.yen import Yen
from otameshi.db import Key, Model
from otameshi.programme.grant_terms import GrantTerms


class GrantPlan(Model):
    __tablename__ = "grant_plans"
    __table_args__ = (
        CheckConstraint(
            "minor_change_percent BETWEEN 0 AND 100 AND advance_percent BETWEEN 0 AND 100",
            name="shares_of_a_whole",
        ),
        CheckConstraint(
            "withdraw_days >= 1 AND report_days >= 1 AND repayment_days >= 1 "
            "AND evidence_years >= 1",
            name="time_runs_forward",
        ),
        CheckConstraint(
            "interest_basis_points >= 0 AND split_threshold >= 0", name="never_negative"
        ),
        CheckConstraint("payer_account_kind IN ('', '1', '2', '4')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), unique=True)
    withdraw_days: Mapped[int]
    minor_change_percent: Mapped[int]
    early_start: Mapped[bool]
    conditions: Mapped[list[str]]
    report_days: Mapped[int]
    report_by: Mapped[date | None]
    reminder_days: Mapped[list[int]] = mapped_column(JSON)
    reduce_reasons: Mapped[list[str]]
    return_reasons: Mapped[list[str]]
    advance_percent: Mapped[int]
    split_threshold: Mapped[Yen]
    payer_code: Mapped[str]
    payer_name_kana: Mapped[str]
    payer_bank_code: Mapped[str]
    payer_bank_name_kana: Mapped[str]
    payer_branch_code: Mapped[str]
    payer_branch_name_kana: Mapped[str]
    payer_account_kind: Mapped[str]
    payer_account_number: Mapped[str]
    interest_basis_points: Mapped[int]
    repayment_days: Mapped[int]
    tax_report: Mapped[bool]
    tax_report_by: Mapped[date | None]
    evidence_years: Mapped[int]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**asdict(GrantTerms()), **settings})

    @property
    def fact(self) -> GrantTerms:
        return GrantTerms(**{each.name: getattr(self, each.name) for each in fields(GrantTerms)})
