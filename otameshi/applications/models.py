"""An application as it is kept: its answers, its members, its wishes, its files."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, validates

from otameshi.applications.extension.models import Extension, window_of
from otameshi.applications.extension.rules import State as ExtensionState
from otameshi.applications.members import rules as members
from otameshi.applications.members.models import MemberRequest
from otameshi.applications.questions.models import AnswerSheet
from otameshi.applications.rules import (
    ApplicationFact,
    Channel,
    Kind,
    MemberFact,
    PlannedCostFact,
    State,
    member_title,
)
from otameshi.applications.window import Window
from otameshi.core.keys import phone_key
from otameshi.core.names import search_key
from otameshi.core.yen import Yen
from otameshi.db import Key, Model
from otameshi.files.models import Attachment
from otameshi.people import Person
from otameshi.programme import questionnaires
from otameshi.programme.models import Call, Host, Office, YearPaper

LONGEST_KEY = 600  # characters: PostgreSQL keeps at most 2,700 bytes in one row of an index


class Application(Model):
    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_one_alive",
            "call_id",
            "applicant_id",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        # All that the office's list asks for: it never has to read the long answers to find a row.
        Index(
            "ix_applications_register",
            "number",
            "call_id",
            "state",
            "kind",
            "applicant_id",
            "submitted_at",
            "version",
            "search_key",
        ),
        # What the figures of those that came in are told apart by.
        Index("ix_applications_kinds", "state", "call_id", "kind"),
        Index("ix_applications_channels", "state", "call_id", "heard_from"),
        # In which order they came: a page of the list is the end of it, however many there are.
        Index(
            "ix_applications_received",
            "submitted_at",
            "id",
            sqlite_where=text("number IS NOT NULL"),
            postgresql_where=text("number IS NOT NULL"),
        ),
        CheckConstraint("state <> 'submitted' OR number IS NOT NULL", name="numbered"),
        CheckConstraint("state <> 'submitted' OR submitted_at IS NOT NULL", name="dated"),
        CheckConstraint(
            "(channel = 'online') = (entered_by_id IS NULL)"
            " AND (channel = 'online') = (received_at IS NULL)",
            name="entered_by_somebody",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    number: Mapped[str | None] = mapped_column(unique=True)  # 受付番号
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    kind: Mapped[Kind | None]
    trade_name: Mapped[str] = mapped_column(default="")  # 屋号・法人名・勤務先
    corporate_number: Mapped[str] = mapped_column(default="", index=True)
    leader: Mapped[str] = mapped_column(default="")
    employer_consent: Mapped[bool] = mapped_column(default=False)
    business: Mapped[str] = mapped_column(default="")
    career: Mapped[str] = mapped_column(default="")
    work: Mapped[str] = mapped_column(default="")  # 事業の分野, as the year worded it
    work_explanation: Mapped[str] = mapped_column(default="")
    homepage: Mapped[str] = mapped_column(default="")
    plan: Mapped[str] = mapped_column(default="")
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    stay_from: Mapped[date | None]
    stay_to: Mapped[date | None]
    nights_a_month: Mapped[int | None]
    # What the applicant says of a condition (約, 概ね) that the answer does not quite meet.
    months_explanation: Mapped[str] = mapped_column(default="")
    nights_explanation: Mapped[str] = mapped_column(default="")
    housing_help: Mapped[bool | None]
    other_support: Mapped[str] = mapped_column(default="")  # 他の補助金
    heard_from: Mapped[str] = mapped_column(default="")
    pledged_at: Mapped[datetime | None]
    consented_at: Mapped[datetime | None]
    # The wording that was pledged and consented to.
    pledged_words: Mapped[list[str]] = mapped_column(default=list)
    consented_words: Mapped[str] = mapped_column(default="")
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    search_key: Mapped[str] = mapped_column(default="")
    # An officer enters what came on paper or as a table; it counts by when it came.
    channel: Mapped[Channel] = mapped_column(default=Channel.ONLINE)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    received_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    call: Mapped[Call] = relationship(lazy="joined")
    applicant: Mapped[Person] = relationship(foreign_keys=[applicant_id])
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])
    extension: Mapped[Extension | None] = relationship(
        primaryjoin=lambda: and_(
            foreign(Application.call_id) == Extension.call_id,
            foreign(Application.applicant_id) == Extension.person_id,
            Extension.state == ExtensionState.GRANTED,
        ),
        viewonly=True,
        uselist=False,
    )
    office: Mapped[Office | None] = relationship()
    members: Mapped[list["Member"]] = relationship(
        cascade="all, delete-orphan", order_by="Member.position", back_populates="application"
    )
    wishes: Mapped[list["Wish"]] = relationship(
        cascade="all, delete-orphan", order_by="Wish.rank", back_populates="application"
    )
    costs: Mapped[list["PlannedCost"]] = relationship(
        cascade="all, delete-orphan", order_by="PlannedCost.id", back_populates="application"
    )
    papers: Mapped[list["ApplicationPaper"]] = relationship(
        cascade="all, delete-orphan", order_by="ApplicationPaper.id", back_populates="application"
    )
    sheet: Mapped[AnswerSheet | None] = relationship(cascade="all, delete-orphan")
    requests: Mapped[list[MemberRequest]] = relationship(
        cascade="all, delete-orphan", order_by=MemberRequest.id
    )

    @property
    def window(self) -> Window:
        """Return the time in which this application is taken: every check of the deadline asks."""
        return window_of(self.call, self.extension)

    @property
    def fact(self) -> ApplicationFact:
        return ApplicationFact(
            kind=self.kind,
            trade_name=self.trade_name,
            corporate_number=self.corporate_number,
            leader=self.leader,
            employer_consent=self.employer_consent,
            members=tuple(member.fact for member in self.members),
            business=self.business,
            career=self.career,
            plan=self.plan,
            wishes=tuple(wish.host.name for wish in self.wishes),
            stay_from=self.stay_from,
            stay_to=self.stay_to,
            nights_a_month=self.nights_a_month,
            costs=tuple(PlannedCostFact(cost.kind, cost.amount) for cost in self.costs),
            papers=frozenset(one.kind for one in self.papers if not one.attachment.infected),
            pledged=self.pledged_at is not None,
            consented=self.consented_at is not None,
            work=self.work,
            work_explanation=self.work_explanation,
            months_explanation=self.months_explanation,
            nights_explanation=self.nights_explanation,
        )

    def counted_at(self, by: Person, at: datetime) -> datetime:
        """Return what counts for the deadline: when it came, for an officer who enters it."""
        return at if by.id == self.applicant_id else self.received_at or at

    @property
    def consents(self) -> list[tuple[str, str]]:
        """Say what each member's own consent is worth, where the year or somebody asked for it.

        It is no answer: it changes without anybody changing the page, so no version compares it.
        """
        if not (self.requests or self.call.year.member_consent):
            return []
        others = [one for one in self.members if one.position > 1]
        return [(f"{member_title(one.position)}の本人の同意", one.standing.words) for one in others]

    @property
    def search_words(self) -> str:
        """Join what staff look for; the bar keeps two neighbours from making a third name."""
        words = [self.number or "", self.trade_name, self.corporate_number]
        for one in self.members:
            words += [one.name, one.kana]
        words += [one.phone_key for one in self.members]
        return "|".join(search_key(word) for word in words if word)[:LONGEST_KEY]

    @property
    def representative(self) -> "Member | None":
        return self.members[0] if self.members else None

    @property
    def title(self) -> str:
        """Return the group's name as staff say it: the trade name, or the representative's."""
        first = self.members[0].name if self.members else self.applicant.name
        return group_title(self.kind, self.trade_name, first)


def group_title(kind: Kind | None, trade_name: str, first: str) -> str:
    """Return what a group is called, `first` being the representative's name."""
    return trade_name if kind in {Kind.COMPANY, Kind.SOLE} and trade_name else first


class Member(Model):
    """One person of the group; position 1 is the representative (代表者)."""

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("application_id", "position"),
        # The representatives by their names, for the list in that order.
        Index("ix_members_names", "position", "kana", "application_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    position: Mapped[int]
    name: Mapped[str]
    kana: Mapped[str]
    kana_key: Mapped[str] = mapped_column(default="", index=True)
    birth_date: Mapped[date | None]
    postal_code: Mapped[str] = mapped_column(default="")
    prefecture: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    phone_key: Mapped[str] = mapped_column(default="", index=True)
    occupation: Mapped[str]
    has_base: Mapped[bool] = mapped_column(default=False)
    age_explanation: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship(back_populates="members")
    requests: Mapped[list[MemberRequest]] = relationship()  # whose link ends with the member

    @validates("kana", "phone")
    def _key_of(self, name: str, typed: str | None) -> str | None:
        """Keep beside what was typed the key by which the same person is found again."""
        fold = search_key if name == "kana" else phone_key
        setattr(self, f"{name}_key", fold(typed or ""))
        return typed

    @property
    def fact(self) -> MemberFact:
        return MemberFact(
            name=self.name,
            kana=self.kana,
            birth_date=self.birth_date,
            prefecture=self.prefecture,
            address=self.address,
            occupation=self.occupation,
            has_base=self.has_base,
            phone=self.phone,
            age_explanation=self.age_explanation,
            consent_owed=self.consent_owed,
        )

    @property
    def content_hash(self) -> str:
        return members.content_hash([getattr(self, name) for name in members.CONTENT])

    @property
    def standing(self) -> members.Standing:
        """Return what the member's own consent (本人の同意) is worth now."""
        mine = [one.fact for one in self.application.requests if one.member_id == self.id]
        return members.standing(mine, self.content_hash)

    @property
    def consent_owed(self) -> bool:
        of = self.application
        wanted, online = of.call.year.member_consent, of.channel is Channel.ONLINE
        if not wanted:
            return False
        on_its_way = online and of.number is None
        return members.owed(self.position, self.standing, wanted=wanted, on_its_way=on_its_way)


class Wish(Model):
    """A wished municipality (希望市町村), first to third."""

    __tablename__ = "wishes"
    __table_args__ = (
        UniqueConstraint("application_id", "rank"),
        UniqueConstraint("application_id", "host_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("hosts.id"))
    rank: Mapped[int]

    application: Mapped[Application] = relationship(back_populates="wishes")
    host: Mapped[Host] = relationship(lazy="joined")


class PlannedCost(Model):
    """One line of 経費の見込み; its kind is one of the year's rulebook."""

    __tablename__ = "planned_costs"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    kind: Mapped[str]
    # What the rulebook asks of a kind besides: its part (新幹線), and bought or rented.
    sub_kind: Mapped[str] = mapped_column(default="")
    contract: Mapped[str] = mapped_column(default="none")
    amount: Mapped[Yen]
    note: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship(back_populates="costs")


class ApplicationPaper(Model):
    __tablename__ = "application_papers"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    kind: Mapped[str]  # the key of the paper that the year asks for
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), unique=True)

    application: Mapped[Application] = relationship(back_populates="papers")
    attachment: Mapped[Attachment] = relationship(lazy="joined")

    @property
    def asked(self) -> YearPaper | None:
        """Return what the year says of this kind of paper."""
        papers = self.application.call.year.papers
        return next((one for one in papers if one.key == self.kind), None)

    @property
    def twin(self) -> "ApplicationPaper | None":
        """Return an earlier paper with the very same content, if there is one."""
        for one in self.application.papers:
            if one is self:
                return None
            if one.attachment.sha256 == self.attachment.sha256:
                return one
        return None

    @property
    def label(self) -> str:
        if self.asked is not None:
            return self.asked.label
        return questionnaires.label_of(self.application.call.year, self.kind) or "添付"
