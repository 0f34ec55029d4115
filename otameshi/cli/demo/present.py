"""The current year: one call decided, one being selected, one open now. Played by the actions.

Every date is counted from today, so that the demonstration is alive whenever it is loaded.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from otameshi.applications import actions as applications
from otameshi.applications import answering
from otameshi.applications.answers import (
    BusinessAnswers,
    CostAnswers,
    KindAnswers,
    MemberAnswers,
    PlanAnswers,
)
from otameshi.applications.models import Application, ApplicationPaper
from otameshi.applications.rules import Kind
from otameshi.cli.demo import (
    asked,
    cast,
    deciding,
    interviews,
    joining,
    mending,
    places,
    seating,
    talk,
    trying,
    years,
)
from otameshi.core.clock import JAPAN, day_in_japan
from otameshi.core.period import fiscal_year
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import paper
from otameshi.files import storage
from otameshi.people import Person
from otameshi.programme.models import Call, Municipality, PlannedStep, ProgrammeYear
from otameshi.programme.rules import WORKS
from otameshi.programme.schedule import Precision, Step
from otameshi.selection import actions as selection
from otameshi.selection.actions import scoring
from otameshi.selection.models import Candidacy
from otameshi.selection.models import Sheet as ScoreSheet
from otameshi.selection.panel import actions as panel
from otameshi.selection.rules import Outcome, SheetState
from otameshi.selection.scoring import actions as closing

CLOSING = time(17, 0)
# Days after the closing of a call.
PLANNED = ((Step.PAPERS, 20), (Step.INTERVIEW, 30), (Step.RESULT, 45), (Step.GRANT, 75))
SENDER = 17  # the municipality of a reviewer who is invited: no candidate wishes for it first
TRIAL_BEGAN, TRIAL_ENDS = 40, 140  # days before and after today


@dataclass(frozen=True, slots=True)
class Group:
    """One applying group: the representative's mailbox, its kind and how many people."""

    mailbox: str
    kind: Kind
    people: int
    trade_name: str = ""
    wish: int = 0


DECIDED = (
    Group("sanka", Kind.SOLE, 2, "例示デザイン", 5),
    Group("kumi-b", Kind.COMPANY, 3, "株式会社見本ソフト", 15),
    Group("kumi-c", Kind.INDIVIDUAL, 1, "", 11),
    Group("kumi-d", Kind.SOLE, 1, "架空映像", 10),
    Group("kumi-e", Kind.EMPLOYEE, 2, "想定システム株式会社", 6),
    Group("kumi-f", Kind.SOLE, 1, "練習編集室", 2),
    Group("kumi-g", Kind.INDIVIDUAL, 1, "", 8),
)
IN_SELECTION = (
    Group("kumi-h", Kind.SOLE, 1, "試作ゲームス", 9),
    Group("kumi-i", Kind.COMPANY, 2, "合同会社雛形", 12),
    Group("kumi-j", Kind.INDIVIDUAL, 1, "", 0),
    Group("kumi-k", Kind.SOLE, 2, "標本ウェブ", 17),
    Group("kumi-l", Kind.EMPLOYEE, 1, "模擬商事株式会社", 3),
)
POINTS = ((5, 4, 4, 5), (4, 5, 4, 4), (4, 4, 4, 3), (4, 3, 5, 4), (3, 4, 4, 4), (3, 3, 3, 4),
          (2, 2, 3, 3))  # fmt: skip
OUTCOMES = (Outcome.SELECTED,) * 5 + (Outcome.WAITLISTED, Outcome.REJECTED)
# 国税庁's own 法人番号, which everybody may know; the made-up companies borrow it.
CORPORATE_NUMBER = "7000012050002"


class Builder:
    """Plays the current year from its first call to today."""

    def __init__(
        self, now: datetime, staff: dict[str, Person], towns: dict[str, Municipality]
    ) -> None:
        self.now, self.staff, self.today = now, staff, day_in_japan(now)
        self.year: ProgrammeYear = years.open_year(
            fiscal_year(self.today),
            self.day(-TRIAL_BEGAN),
            self.day(TRIAL_ENDS),
            7_000_000,
            self.at(-130),
        )
        self.hosts = places.host(self.year, towns)
        self.plan_pdf = paper.sheet(
            paper.Paper(
                title="事業計画書（見本）",
                body=(paper.Prose("県内の事業者と組み、ITを活用した仕事を行う計画です。"),),
                look=paper.Look.COPY,
            )
        )
        picture = BytesIO()
        Image.new("RGB", (240, 320), "#c8d7e6").save(picture, "PNG")
        self.photo = picture.getvalue()

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 10) -> datetime:
        """Return that hour in Japan, so many days from today, but never after now."""
        wanted = datetime.combine(self.day(offset), time(hour), tzinfo=JAPAN)
        return wanted if offset > 0 else min(wanted, self.now)

    def call(self, title: str, opens: int, closes: int) -> Call:
        call = Call(
            year=self.year,
            title=title,
            opens_at=datetime.combine(self.day(opens), time(9), tzinfo=JAPAN),
            closes_at=datetime.combine(self.day(closes), CLOSING, tzinfo=JAPAN),
            quota=8,
            quota_soft=True,
            plan=[
                PlannedStep(step=step, on=self.day(closes + after), precision=Precision.THIRD)
                for step, after in PLANNED
            ],
        )
        db.session.add(call)
        db.session.flush()
        return call

    def build(self) -> None:
        first = self.call("第1回募集", -120, -90)
        second = self.call("第2回募集", -40, -3)
        third = self.call("第3回募集", -10, 20)
        for position, group in enumerate(DECIDED):
            self.apply(group, first, -95, position)
        self.decide(first)
        for position, group in enumerate(IN_SELECTION):
            self.apply(group, second, -6, position + 20)
        self.select_half(second)
        trying.try_out(second, self.staff["tantou"], self.at(-1, 16))
        waiting = self.candidates(second)[0].application
        mending.mend(waiting, self.staff["tantou"], self.at(-2, 16), self.at(-1, 12))
        mending.extend(second, self.staff["kessai"], self.at(-1))
        asked.ask(self.year, self.staff["tantou"], self.at(-9))
        self.begin_a_draft(third)
        talk.talk(third, first, self.staff, self.now)

    def person(self, group: Group, seed: int) -> Person:
        known = self.staff.get(group.mailbox)
        if known is not None:
            return known
        name, _ = cast.somebody(seed)
        email = f"{group.mailbox}@{cast.DOMAIN}"
        person = Person(name=name, email=email, verified_at=self.at(-125))
        person.give(Role.APPLICANT)
        db.session.add(person)
        db.session.flush()
        return person

    def apply(self, group: Group, call: Call, day: int, seed: int) -> Application:
        at, by = self.at(day), self.person(group, seed)
        application = applications.begin(call, by, at)
        self.answer(application, group, by, at, seed)
        applications.submit(application, by, at, pledged=True, consented=True)
        return application

    def answer(
        self, application: Application, group: Group, by: Person, at: datetime, seed: int
    ) -> None:
        company = group.kind is Kind.COMPANY
        answering.save_kind(
            application,
            KindAnswers(
                kind=group.kind,
                trade_name=group.trade_name,
                corporate_number=CORPORATE_NUMBER if company else "",
                leader=by.name if company else "",
                employer_consent=group.kind is Kind.EMPLOYEE,
            ),
            by,
            at,
        )
        for position in range(1, group.people + 1):
            answering.save_member(application, position, self.member(by, position, seed), by, at)
        answering.save_business(
            application,
            BusinessAnswers(
                business="ウェブサービスの企画と開発、地域の情報発信の支援（見本）",
                career="東京の制作会社で8年、独立して3年（見本）",
                work=WORKS[seed % len(WORKS)],
                homepage="https://example.jp/mihon",
            ),
            by,
            at,
        )
        answering.save_plan(application, self.plan(group), by, at)
        costs = (
            CostAnswers("office", Yen(90_000), "コワーキングスペース 6か月"),
            CostAnswers("travel", Yen(34_800 * group.people), "東京との往復", "shinkansen"),
        )
        answering.save_costs(application, costs, by, at)
        for kind, name, content, media in (
            ("plan", "事業計画書.pdf", self.plan_pdf, "application/pdf"),
            ("photo", "顔写真.png", self.photo, "image/png"),
        ):
            kept = storage.keep(content, name, media, by, at)
            application.papers.append(ApplicationPaper(kind=kind, attachment=kept))

    def member(self, by: Person, position: int, seed: int) -> MemberAnswers:
        name, kana = cast.somebody(seed * 5 + position)
        if position == 1:
            name, kana = by.name, cast.KANA[by.name]
        code, prefecture, town = cast.HOMES[seed % len(cast.HOMES)]
        return MemberAnswers(
            name=name,
            kana=kana,
            birth_date=date(self.year.fiscal_year - 26 - (seed + position) % 15, 5, 4 + position),
            postal_code=code,
            prefecture=prefecture,
            address=f"{town}1-2-3（見本）",
            phone=f"0300{seed:04}{position:02}",
            occupation="システム開発",
            has_base=False,
        )

    def plan(self, group: Group) -> PlanAnswers:
        host = self.hosts[group.wish]
        second = self.hosts[(group.wish + 7) % len(self.hosts)]
        return PlanAnswers(
            wishes=(host.id, second.id),
            office_id=host.offices[0].id,
            stay_from=self.year.trial_first,
            stay_to=self.year.trial_last,
            nights_a_month=8 + group.people,
            housing_help=bool(group.wish % 2),
            plan="地域の事業者とともに情報発信の仕事を立ち上げ、期間の後も拠点を置く（見本）",
            other_support="",
            heard_from="ウェブサイト",
        )

    def decide(self, call: Call) -> None:
        """Play the whole selection of a call: pile, sheets, proposal, decision."""
        officer, manager = self.staff["tantou"], self.staff["kessai"]
        selection.open_pile(call, officer, self.at(-89))
        seating.seat(call, self.staff, self.at(-88))
        for candidacy in self.candidates(call):
            selection.judge(candidacy, "pass", officer, self.at(-85), "要件を確認した。")
        panel.assign_all(call, officer, self.at(-84))
        for place, candidacy in enumerate(self.candidates(call)):
            for sheet_ in candidacy.sheets:
                self.score(sheet_, place, self.at(-75))
        closing.close(call, officer, self.at(-70), "全員の採点が終わったため")
        for place, candidacy in enumerate(self.candidates(call)):
            outcome = OUTCOMES[place]
            rank = 1 if outcome is Outcome.WAITLISTED else None
            selection.propose(candidacy, outcome, officer, self.at(-65), rank)
        selection.decide_all(call, manager, self.at(-60))
        deciding.tell(call, self.staff, self.at(-60))

    def select_half(self, call: Call) -> None:
        """Leave a selection under way: two to screen, two to score, one to decide."""
        officer = self.staff["tantou"]
        selection.open_pile(call, officer, self.at(-2))
        seating.seat(call, self.staff, self.at(-2, 11))
        seating.invite_another(call, self.hosts[SENDER], officer, self.at(-2, 11))
        waiting = self.candidates(call)
        for candidacy in waiting[2:]:
            selection.judge(candidacy, "pass", officer, self.at(-2, 14), "要件を確認した。")
        panel.assign_all(call, officer, self.at(-2, 15))
        for sheet_ in waiting[4].sheets:
            self.score(sheet_, 1, self.at(-1))
        closing.set_date(call, day_in_japan(self.at(7)), officer, self.at(-2, 16))
        interviews.hold(call, waiting[2:], self.staff, self.at)
        selection.propose(waiting[4], Outcome.SELECTED, officer, self.at(-1, 15))

    def candidates(self, call: Call) -> list[Candidacy]:
        of_call = select(Candidacy).join(Candidacy.application).where(Application.call == call)
        return list(db.session.scalars(of_call.order_by(Candidacy.id)).unique())

    def score(self, sheet_: ScoreSheet, place: int, at: datetime) -> None:
        if sheet_.state is SheetState.FINAL:
            return
        points = dict(zip((one.id for one in self.year.criteria), POINTS[place], strict=True))
        if sheet_.reviewer is self.staff["senkou2"]:  # who is harsher than the other
            last = self.year.criteria[-1].id
            points[last] = max(1, points[last] - 1)
        written = scoring.Written(points=points, comment="計画が具体的です（見本）。")
        selection.finish(sheet_, written, sheet_.reviewer, at)

    def begin_a_draft(self, call: Call) -> None:
        """Leave an application half written, for the applicant of the demonstration."""
        by, at = self.staff["oubo"], self.at(-2)
        application = applications.begin(call, by, at)
        answering.save_kind(
            application, KindAnswers(kind=Kind.SOLE, trade_name="見本デザイン室"), by, at
        )
        answering.save_member(application, 1, self.member(by, 1, 3), by, at)
        joining.invite(application, self.member(by, 2, 3), by, at)
