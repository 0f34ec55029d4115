"""R4, R5 and R6 as taken over from paper: synthetic groups in the published numbers.

Published: R4 73.7 %, R5 60.0 %, R6 19組27名, 15 keep a base, 16 subsidised (事業改善シート R6).
Inferred: R4 14/19. Assumed: R5 12/20, who answered what beyond the count, and every person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from otameshi import history
from otameshi.applications.models import Application, Member, Wish
from otameshi.applications.rules import Kind
from otameshi.applications.rules import State as ApplicationState
from otameshi.claims.account import AccountKind
from otameshi.claims.models import Claim, ClaimLine, Payment, SettledShare
from otameshi.claims.rules import State as ClaimState
from otameshi.claims.rules import Verdict
from otameshi.cli.demo import cast, gatherings, places, years
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.yen import Yen, total
from otameshi.db import db
from otameshi.followup import asked, outcomes
from otameshi.followup.models import Invitation, Reply, Wave
from otameshi.followup.rules import Source
from otameshi.grants.models import Grant, GrantPlanLine
from otameshi.grants.rules import State as GrantState
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import State as ParticipationState
from otameshi.people import Person
from otameshi.programme.models import Call, Host, Municipality, ProgrammeYear
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import State as CandidacyState
from otameshi.subsidy.shares import spread

PREFECTURES = ("東京都", "神奈川県", "埼玉県", "大阪府", "愛知県", "京都府", "福岡県")
OCCUPATIONS = ("システム開発", "ウェブデザイン", "映像制作", "ゲーム制作", "編集・執筆")
KINDS = (Kind.SOLE, Kind.INDIVIDUAL, Kind.COMPANY, Kind.EMPLOYEE)
NOTE = "紙の記録から取り込み（見本データ）"


@dataclass(frozen=True, slots=True)
class Past:
    """One year as published: groups by size (組), how many kept a base, how many did not say."""

    fiscal_year: int
    singles: int
    pairs: int
    triples: int
    stayed: int
    silent: int
    subsidised: int
    applied: int
    sessions: int
    meetings: int
    large: int
    note: str

    @property
    def sizes(self) -> list[int]:
        return [1] * self.singles + [2] * self.pairs + [3] * self.triples

    @property
    def heads(self) -> int:
        return sum(self.sizes)


PAST = (
    # 28組38名 applied, 19組27名 took part (NERI22): 13 + 2 × 4 + 3 × 2 = 27
    Past(2022, 13, 4, 2, stayed=14, silent=1, subsidised=17, applied=28, sessions=8, meetings=3,
         large=0, note="14/19は公表値からの推定です。"),
    # 60.0 is 12/20, 9/15, …: the count is not published. 14 + 2 × 5 + 3 × 1 = 27
    Past(2023, 14, 5, 1, stayed=12, silent=2, subsidised=17, applied=34, sessions=9, meetings=3,
         large=0, note="12/20は仮定です（分子・分母は公表されていません）。"),
    # 19組27名, 15 keep a base, 16 subsidised, 10 sessions, 3 + 1 meetings: published
    Past(2024, 13, 4, 2, stayed=15, silent=1, subsidised=16, applied=36, sessions=10, meetings=3,
         large=1, note="19組27名、15組、補助16組は公表値です。"),
)  # fmt: skip


class Builder:
    """Takes over one past year, group by group."""

    def __init__(
        self, past: Past, staff: dict[str, Person], towns: dict[str, Municipality]
    ) -> None:
        self.past, self.staff = past, staff
        number = past.fiscal_year
        self.first, self.last = date(number, 8, 8), date(number + 1, 2, 28)
        self.at: datetime = japan(number + 1, 3, 20, 10)
        self.year: ProgrammeYear = years.open_year(
            number, self.first, self.last, past.heads * 300_000, japan(number, 4, 1, 9)
        )
        self.hosts: list[Host] = places.host(self.year, towns)
        self.call: Call = years.past_call(self.year)
        self.counter = 0

    def build(self) -> None:
        groups = [self._group(size) for size in self.past.sizes]
        for _ in range(self.past.applied - len(groups)):
            self._application(1, CandidacyState.REJECTED)
        db.session.flush()
        for position, group in enumerate(groups):
            if position < self.past.subsidised:
                self._grant(group, position)
        self._survey(groups)
        held = self.past.sessions, self.past.meetings, self.past.large
        gatherings.hold_past(self.year, groups, held)
        history.record(
            self.year,
            "import",
            "過年度の記録を取り込む",
            by=self.staff["tantou"],
            at=self.at,
            note=f"{NOTE}: {self.past.note}",
            groups=len(groups),
            people=self.past.heads,
        )

    def _application(self, size: int, state: CandidacyState) -> Candidacy:
        self.counter += 1
        n = self.counter + self.past.fiscal_year * 7
        name, _ = cast.somebody(n)
        mailbox = f"r{self.past.fiscal_year - years.REIWA_BEFORE}-{self.counter:02}"
        person = Person(name=name, email=f"{mailbox}@{cast.DOMAIN}", verified_at=self.call.opens_at)
        person.give(Role.APPLICANT)
        kind = KINDS[n % len(KINDS)]
        sent = self.call.closes_at - timedelta(hours=self.counter)
        trade_name = f"見本スタジオ{n % 89}" if kind in {Kind.SOLE, Kind.COMPANY} else ""
        application = Application(
            call=self.call,
            applicant=person,
            number=f"{mailbox.upper()}",
            state=ApplicationState.SUBMITTED,
            kind=kind,
            trade_name=trade_name,
            business="ITを活用した制作の仕事（見本）",
            career="制作会社などで経験を積む（見本）",
            plan="地域の事業者と組んで活動する（見本）",
            stay_from=self.first,
            stay_to=self.last,
            nights_a_month=6 + n % 9,
            housing_help=bool(n % 2),
            members=[self._member(n * 3 + place, place) for place in range(1, size + 1)],
            wishes=[Wish(host=self.hosts[n % len(self.hosts)], rank=1)],
            begun_at=self.call.opens_at,
            saved_at=sent,
            pledged_at=sent,
            consented_at=sent,
            submitted_at=sent,
            search_key=f"{mailbox}{name.replace('　', '')}{trade_name}",
        )
        candidacy = Candidacy(
            application=application,
            state=state,
            findings=[],
            proposed_by=self.staff["tantou"],
            decided_by=self.staff["kessai"],
            decided_at=japan(self.past.fiscal_year, 6, 24, 10),
            told=state,
            told_at=japan(self.past.fiscal_year, 6, 24, 10),
        )
        db.session.add(candidacy)
        return candidacy

    def _member(self, n: int, place: int) -> Member:
        name, kana = cast.somebody(n)
        return Member(
            position=place,
            name=name,
            kana=kana,
            birth_date=date(self.past.fiscal_year - 24 - n % 20, 1 + n % 12, 1 + n % 28),
            prefecture=PREFECTURES[n % len(PREFECTURES)],
            address="見本区1-2-3",
            occupation=OCCUPATIONS[n % len(OCCUPATIONS)],
        )

    def _group(self, size: int) -> Participation:
        candidacy = self._application(size, CandidacyState.SELECTED)
        application = candidacy.application
        host = application.wishes[0].host
        group = Participation(
            candidacy=candidacy,
            year=self.year,
            representative=application.applicant,
            title=application.trade_name or application.members[0].name,
            state=ParticipationState.ENDED,
            host=host,
            office=host.offices[0],
            base_address=f"{host.name}（見本）",
            first_day=self.first,
            last_day=self.last,
            wants_grant=self.counter <= self.past.subsidised,
            accepted_at=japan(self.past.fiscal_year, 6, 30, 10),
            people=[
                Participant(
                    position=one.position,
                    name=one.name,
                    kana=one.kana,
                    birth_date=one.birth_date,
                    prefecture=one.prefecture,
                    occupation=one.occupation,
                    joined_on=self.first,
                )
                for one in application.members
            ],
        )
        db.session.add(group)
        return group

    def _grant(self, group: Participation, position: int) -> None:
        heads = len(group.people)
        cap = Yen(heads * 240_000)  # 25名以上が参加した年の上限
        months = [date(self.past.fiscal_year, month, 28) for month in (8, 9, 10, 11, 12)]
        lines = [self._line("office", "", day, 15_000 + position * 500) for day in months]
        lines += [
            self._line("travel", "shinkansen", day, 17_400 * heads)
            for day in months[: 2 + position % 4]
        ]
        settled = Yen(min(cap, sum(line.amount for line in lines) // 1_000 * 1_000))
        grant = Grant(
            participation=group,
            state=GrantState.DECIDED,
            purpose="県内での事業活動（見本）",
            pledged=True,
            applied_on=date(self.past.fiscal_year, 7, 10),
            asked=cap,
            amount=cap,
            cap=cap,
            heads=heads,
            cohort_heads=self.past.heads,
            rulebook=self.year.rulebooks[0],
            first_day=self.first,
            last_day=self.last,
            paid_by=self.year.paid_by,
            decided_on=date(self.past.fiscal_year, 7, 29),
            checked_by=self.staff["tantou"],
            decided_by=self.staff["kessai"],
            plan=[GrantPlanLine(kind="office", amount=cap)],
        )
        claim = Claim(
            grant=grant,
            round=1,
            state=ClaimState.PAID,
            begun_at=self.at - timedelta(days=40),
            changed_at=self.at - timedelta(days=20),
            submitted_at=self.at - timedelta(days=20),
            settled=settled,
            settled_on=date(self.past.fiscal_year + 1, 3, 10),
            checked_by=self.staff["tantou"],
            settled_by=self.staff["kessai"],
            invoiced_on=date(self.past.fiscal_year + 1, 3, 12),
            bank="見本銀行",
            branch="見本支店",
            account_kind=AccountKind.ORDINARY,
            account_number="0000000",
            account_holder=group.people[0].kana.replace("　", " "),
            lines=lines,
            shares=_shares(lines, settled),
        )
        payment = Payment(
            claim=claim,
            amount=settled,
            paid_on=date(self.past.fiscal_year + 1, 3, 28),
            voucher=f"見本-{self.past.fiscal_year}-{position + 1:03}",
            person=self.staff["kaikei"],
        )
        db.session.add(payment)

    def _line(self, kind: str, sub_kind: str, day: date, amount: int) -> ClaimLine:
        return ClaimLine(
            kind=kind,
            sub_kind=sub_kind,
            contract="none",
            incurred_on=day,
            paid_on=day,
            payee="見本事業者",
            purpose="県内での業務のため（見本）",
            amount=Yen(amount),
            verdict=Verdict.ACCEPTED,
        )

    def _survey(self, groups: list[Participation]) -> None:
        number = self.past.fiscal_year
        survey, begins = asked.standard(), japan(number + 1, 3, 1, 9)
        wave = Wave(
            year=self.year,
            name="終了時調査",
            asked_on=date(number + 1, 3, 1),
            closes_on=date(number + 1, 3, 20),
            decisive=True,
            questions=[asked.first_version(survey.whole, self.staff["tantou"], begins)],
        )
        asked.plan_for(self.year, survey)
        options = survey.whole.questions[0].options
        said = len(groups) - self.past.silent
        for position, group in enumerate(groups):
            invitation = Invitation(
                wave=wave,
                participation=group,
                opens_on=date(number + 1, 3, 1),
                closes_on=date(number + 1, 3, 20),
                sent_at=begins,
            )
            if position < said:
                kept = position < self.past.stayed
                choice = options[0 if kept else 1]
                answered = japan(number + 1, 3, 10, 10) + timedelta(hours=position)
                invitation.answered_at = answered
                reply = Reply(
                    number=1,
                    questions=wave.questions[0],
                    answers={"q1": choice},
                    source=Source.TELEPHONE,
                    person=self.staff["tantou"],
                    answered_at=answered,
                )
                invitation.replies.append(reply)
            db.session.add(invitation)
        db.session.flush()
        outcomes.settle_year(self.year, self.at)


def _shares(lines: Sequence[ClaimLine], settled: Yen) -> list[SettledShare]:
    kinds = sorted({line.kind for line in lines})
    sums = [total(line.amount for line in lines if line.kind == kind) for kind in kinds]
    parts = zip(kinds, spread(sums, kinds, settled), strict=True)
    return [SettledShare(kind=kind, amount=part) for kind, part in parts if part]
