"""What the pages of an application hand to its actions, and what a correction changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from otameshi.applications.rules import Kind
from otameshi.core.yen import Yen


@dataclass(frozen=True, slots=True)
class KindAnswers:
    kind: Kind | None
    trade_name: str = ""  # 屋号・法人名・勤務先
    corporate_number: str = ""
    leader: str = ""
    employer_consent: bool = False


@dataclass(frozen=True, slots=True)
class MemberAnswers:
    name: str
    kana: str
    birth_date: date | None
    postal_code: str
    prefecture: str
    address: str
    phone: str
    occupation: str
    has_base: bool
    age_explanation: str = ""


@dataclass(frozen=True, slots=True)
class BusinessAnswers:
    business: str
    career: str
    work: str = ""
    work_explanation: str = ""
    homepage: str = ""


@dataclass(frozen=True, slots=True)
class PlanAnswers:
    wishes: tuple[int, ...]  # hosts by their id, first wish first
    office_id: int | None
    stay_from: date | None
    stay_to: date | None
    nights_a_month: int | None
    housing_help: bool | None
    plan: str
    other_support: str
    heard_from: str
    months_explanation: str = ""
    nights_explanation: str = ""


@dataclass(frozen=True, slots=True)
class CostAnswers:
    kind: str
    amount: Yen
    note: str = ""
    sub_kind: str = ""
    contract: str = "none"


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """Return {label: [before, after]} of what differs, as the history keeps it."""
    return {
        label: [before.get(label, ""), after.get(label, "")]
        for label in dict.fromkeys((*before, *after))
        if before.get(label, "") != after.get(label, "")
    }
