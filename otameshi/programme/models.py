"""A 年度 and all that is set for it. Nothing here stands in code."""

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.period import Period
from otameshi.core.questions import Accepts
from otameshi.core.yen import Yen
from otameshi.db import Key, Model, never_changed
from otameshi.documents.official import Letterhead
from otameshi.documents.parts import Contact
from otameshi.people import Person
from otameshi.programme.asked import STANDARD, AskedPaper, Need
from otameshi.programme.granting import GrantPlan
from otameshi.programme.question_models import QuestionnaireVersion
from otameshi.programme.rubric_models import RubricVersion
from otameshi.programme.rules import (
    PRIVACY,
    CriterionSettings,
    Housing,
    Opening,
    PlaceUnit,
    Terms,
    age_words,
    opening,
    places_words,
)
from otameshi.programme.schedule import Expected, Precision, Step
from otameshi.programme.selecting import SelectionPlan

STANDING = text("retired_in IS NULL")


class ProgrammeYear(Model):
    __tablename__ = "programme_years"
    __table_args__ = (
        CheckConstraint("trial_first <= trial_last", name="trial_runs_forward"),
        CheckConstraint("group_limit >= 1", name="a_group_has_somebody"),
        CheckConstraint("budget >= 0", name="budget_not_negative"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    group_limit: Mapped[int]
    age_base: Mapped[date | None]
    age_least: Mapped[int | None]
    age_most: Mapped[int | None]
    age_most_soft: Mapped[bool]
    trial_first: Mapped[date]
    trial_last: Mapped[date]
    months_least: Mapped[int]
    months_most: Mapped[int]
    nights_a_month: Mapped[int]
    nights_soft: Mapped[bool]
    paid_by: Mapped[date]
    budget: Mapped[Yen]
    reviewers_each: Mapped[int]
    months_soft: Mapped[bool] = mapped_column(default=True)  # 最長約6か月
    outside_only: Mapped[bool] = mapped_column(default=True)
    without_base: Mapped[bool] = mapped_column(default=True)
    works: Mapped[list[str]] = mapped_column(default=list)  # 事業の分野
    # What is declared with a submission, which keeps the wording of its day.
    pledges: Mapped[list[str]] = mapped_column(default=list)
    privacy: Mapped[str] = mapped_column(default=PRIVACY)
    # Each member but the representative consents by a link of the own.
    member_consent: Mapped[bool] = mapped_column(default=False)
    # What stands on the papers of the year.
    guidelines: Mapped[str]  # 要綱の名称
    document_code: Mapped[str]  # 文書記号, as in 8産立第123号
    issuer: Mapped[str]  # 発信者名
    section: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    calls: Mapped[list["Call"]] = relationship(back_populates="year", order_by="Call.closes_at")
    # Those asked now; what was scored by before stays with its scores.
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="year",
        order_by="Criterion.position",
        primaryjoin="and_(ProgrammeYear.id == Criterion.year_id, Criterion.retired_in.is_(None))",
    )
    rubrics: Mapped[list[RubricVersion]] = relationship(order_by=RubricVersion.number)
    hosts: Mapped[list["Host"]] = relationship(back_populates="year", order_by="Host.position")
    rulebooks: Mapped[list["RulebookVersion"]] = relationship(
        back_populates="year", order_by="RulebookVersion.number"
    )
    questionnaires: Mapped[list[QuestionnaireVersion]] = relationship(
        order_by=QuestionnaireVersion.number
    )

    papers: Mapped[list["YearPaper"]] = relationship(
        cascade="all, delete-orphan", order_by="YearPaper.position, YearPaper.id"
    )
    selection_plan: Mapped[SelectionPlan] = relationship(cascade="all, delete-orphan")
    grant_plan: Mapped[GrantPlan] = relationship(cascade="all, delete-orphan")

    def __init__(self, **settings: Any) -> None:
        plans = {"selection_plan": SelectionPlan(), "grant_plan": GrantPlan()}
        super().__init__(**{**plans, **settings})

    @property
    def age_words(self) -> str:
        return age_words(self.terms)

    @property
    def letterhead(self) -> Letterhead:
        return Letterhead(self.issuer, Contact(self.section, self.phone, self.email))

    @property
    def scored(self) -> bool:
        """Return whether reviewers have begun to score by the rubric."""
        return bool(self.rubrics)

    def rubric_at(self, at: datetime) -> RubricVersion | None:
        """Return the rubric by which was scored at that time; None if it is the present one."""
        until = [one for one in self.rubrics if one.at <= at]
        return until[-1] if until and until[-1] is not self.rubrics[-1] else None

    @property
    def terms(self) -> Terms:
        return Terms(
            fiscal_year=self.fiscal_year,
            group_limit=self.group_limit,
            age_base=self.age_base,
            age_least=self.age_least,
            age_most=self.age_most,
            age_most_soft=self.age_most_soft,
            trial=Period(self.trial_first, self.trial_last),
            months_least=self.months_least,
            months_most=self.months_most,
            nights_a_month=self.nights_a_month,
            nights_soft=self.nights_soft,
            paid_by=self.paid_by,
            budget=self.budget,
            months_soft=self.months_soft,
            outside_only=self.outside_only,
            without_base=self.without_base,
            works=tuple(self.works),
            papers=tuple(one.fact for one in self.papers if one.asked),
        )


class Call(Model):
    """募集回: the time in which applications are taken."""

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("grace_seconds BETWEEN 0 AND 600", name="grace_is_short"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), index=True)
    title: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    quota: Mapped[int]
    quota_soft: Mapped[bool]  # 20組程度
    # 猶予: so long may a submission take that began before the deadline.
    grace_seconds: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    year: Mapped[ProgrammeYear] = relationship(back_populates="calls")
    plan: Mapped[list["PlannedStep"]] = relationship(
        back_populates="call", cascade="all, delete-orphan"
    )

    @property
    def expected(self) -> list[Expected]:
        """Return what the call announces of its next steps, in their order."""
        order = list(Step)
        return sorted((one.expected for one in self.plan), key=lambda one: order.index(one.step))

    def opening(self, now: datetime) -> Opening:
        return opening(self.opens_at, self.closes_at, now)


class YearPaper(Model):
    """One kind of paper that the year's application asks for, such as 事業計画書."""

    __tablename__ = "year_papers"
    __table_args__ = (
        UniqueConstraint("year_id", "key"),
        CheckConstraint("most > 0", name="most_positive"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"))
    key: Mapped[str]  # under which files are kept; the same in every year it is copied to
    position: Mapped[int]
    label: Mapped[str]
    help: Mapped[str] = mapped_column(default="")
    need: Mapped[Need]
    accepts: Mapped[Accepts]
    most: Mapped[int]  # files
    to_reviewers: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def standard(cls) -> list["YearPaper"]:
        """Return what a first year asks for."""
        return [cls(key=key, **asdict(settings)) for key, settings in STANDARD]

    @property
    def asked(self) -> bool:
        return self.need is not Need.NONE

    @property
    def fact(self) -> AskedPaper:
        return AskedPaper(self.key, self.label, required=self.need is Need.REQUIRED)


class PlannedStep(Model):
    """When a call plans one of its next steps, as its applicants are told."""

    __tablename__ = "planned_steps"
    __table_args__ = (UniqueConstraint("call_id", "step"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    step: Mapped[Step]
    on: Mapped[date]
    precision: Mapped[Precision]

    call: Mapped[Call] = relationship(back_populates="plan")

    @property
    def expected(self) -> Expected:
        return Expected(self.step, self.on, self.precision)


class Criterion(Model):
    """One line of the rubric; one that was scored by is retired, never removed."""

    __tablename__ = "criteria"
    __table_args__ = (
        Index(
            "uq_criteria_year_id_position",
            "year_id",
            "position",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        CheckConstraint("weight > 0 AND most > 0", name="counts"),
        CheckConstraint("floor >= 0 AND floor <= most", name="floor_on_the_scale"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"))
    position: Mapped[int]
    name: Mapped[str]
    description: Mapped[str]
    weight: Mapped[int]
    most: Mapped[int]  # points run from 1 to this
    floor: Mapped[int]  # 足切り: a mean below it fails; 0 means none
    anchors: Mapped[list[str]]  # words for each point, lowest first
    remark_needed: Mapped[bool] = mapped_column(default=False)
    retired_in: Mapped[int | None]  # the version from which on it is not asked any more

    year: Mapped[ProgrammeYear] = relationship(back_populates="criteria")

    @property
    def fact(self) -> CriterionSettings:
        return CriterionSettings(
            **{each.name: getattr(self, each.name) for each in fields(CriterionSettings)}
        )


@never_changed()
class RulebookVersion(Model):
    """A version of the subsidy rules, as text. It is never changed: a change is a new version."""

    __tablename__ = "rulebooks"
    __table_args__ = (UniqueConstraint("year_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"))
    number: Mapped[int]
    text: Mapped[str]
    sha256: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    year: Mapped[ProgrammeYear] = relationship(back_populates="rulebooks")
    person: Mapped[Person | None] = relationship()


class Municipality(Model):
    __tablename__ = "municipalities"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # 全国地方公共団体コード, five digits
    name: Mapped[str]


class Host(Model):
    """A municipality that takes part in one year."""

    __tablename__ = "hosts"
    __table_args__ = (
        UniqueConstraint("year_id", "municipality_id"),
        CheckConstraint("places >= 0", name="places_not_negative"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    position: Mapped[int]
    area: Mapped[str]
    housing: Mapped[Housing]
    note: Mapped[str] = mapped_column(default="")
    places: Mapped[int | None]  # 受入可能数; NULL is without a limit
    place_unit: Mapped[PlaceUnit] = mapped_column(default=PlaceUnit.GROUPS)

    year: Mapped[ProgrammeYear] = relationship(back_populates="hosts")
    municipality: Mapped[Municipality] = relationship(lazy="joined")
    offices: Mapped[list["Office"]] = relationship(back_populates="host", order_by="Office.name")

    @property
    def name(self) -> str:
        return self.municipality.name

    @property
    def room(self) -> str:
        return places_words(self.places, self.place_unit)


class Office(Model):
    """A partner office (連携オフィス) of one year."""

    __tablename__ = "offices"
    __table_args__ = (CheckConstraint("places >= 0", name="places_not_negative"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("hosts.id"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    places: Mapped[int | None]  # 受入可能数; NULL is without a limit
    place_unit: Mapped[PlaceUnit] = mapped_column(default=PlaceUnit.GROUPS)

    host: Mapped[Host] = relationship(back_populates="offices")

    @property
    def room(self) -> str:
        return places_words(self.places, self.place_unit)
