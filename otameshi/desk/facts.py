"""The words of the whole path: its stages, what is known of each, what is to be done."""

from dataclasses import dataclass
from datetime import date, datetime

from otameshi.applications.rules import State as Application
from otameshi.claims.rules import State as Claim
from otameshi.core.labels import Labelled
from otameshi.core.yen import Yen
from otameshi.grants.rules import State as Grant
from otameshi.participation.rules import State as Place
from otameshi.programme.rules import Opening
from otameshi.programme.schedule import Expected
from otameshi.selection.interviews.rules import State as Interview
from otameshi.selection.rules import State as Candidacy


class Stage(Labelled):
    APPLICATION = "application", "応募"
    SELECTION = "selection", "選考"
    PARTICIPATION = "participation", "参加"
    GRANT = "grant", "交付"
    CLAIM = "claim", "請求"
    PAYMENT = "payment", "支払"
    FOLLOWUP = "followup", "追跡調査"


class Standing(Labelled):
    DONE = "done", "済"
    CURRENT = "current", "いまここ"
    NEXT = "next", "これから"


class Need(Labelled):
    """What only the applicant can do; the label stands on the button."""

    FINISH_APPLICATION = "finish_application", "応募の続きを入力する"
    ANSWER_CORRECTION = "answer_correction", "補正して回答する"
    CHOOSE_INTERVIEW = "choose_interview", "面談の日時を選ぶ"
    ANSWER_OFFER = "answer_offer", "参加するかどうかを回答する"
    APPLY_FOR_GRANT = "apply_for_grant", "交付申請を始める"
    FINISH_GRANT = "finish_grant", "交付申請書の続きを入力する"
    CORRECT_GRANT = "correct_grant", "差し戻された交付申請書を直す"
    BEGIN_CLAIM = "begin_claim", "経費の入力を始める"
    FINISH_CLAIM = "finish_claim", "経費を入力し、実績を報告する"
    CORRECT_CLAIM = "correct_claim", "差し戻された実績報告を直す"
    INVOICE = "invoice", "請求書を出す"
    ANSWER_SURVEY = "answer_survey", "追跡調査に回答する"


SUBSIDY = frozenset({Stage.GRANT, Stage.CLAIM, Stage.PAYMENT})
NO_CLAIM = frozenset({Stage.CLAIM, Stage.PAYMENT})
THE_END = frozenset(Stage)


@dataclass(frozen=True, slots=True)
class InterviewFact:
    """The interview as its candidate knows it; `time` is the booked one, in words."""

    state: Interview
    choose_until: datetime
    time: str = ""


@dataclass(frozen=True, slots=True)
class PlaceFact:
    state: Place
    accepted_on: date
    first_day: date
    last_day: date
    wants_grant: bool


@dataclass(frozen=True, slots=True)
class GrantFact:
    state: Grant
    decided_on: date | None = None
    amount: Yen | None = None


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """The claim of the latest round; 円."""

    state: Claim
    settled: Yen | None = None
    asked: Yen | None = None  # without what was paid in advance
    invoiced_on: date | None = None
    paid: Yen | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class SurveyFact:
    asked_on: date
    closes_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathFact:
    """One application and all that followed from it; None where nothing is there yet."""

    application: Application
    opening: Opening
    closes_at: datetime
    submitted_on: date | None = None
    correction_due: date | None = None  # 補正依頼: answered by the end of this day
    candidacy: Candidacy | None = None
    interview: InterviewFact | None = None
    decided_on: date | None = None
    answer_by: date | None = None  # until when an offered place is to be answered
    place: PlaceFact | None = None
    grant: GrantFact | None = None
    claim: ClaimFact | None = None
    paid_by: date | None = None  # 支払期限: what is paid later does not count
    surveys: tuple[SurveyFact, ...] = ()
    plan: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    need: Need
    by: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the path; `drops` are the later stages that it makes needless."""

    stage: Stage
    standing: Standing
    note: str = ""
    on: date | None = None
    task: Task | None = None
    drops: frozenset[Stage] = frozenset()
