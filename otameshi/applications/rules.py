"""What an application must hold, and how it moves. No database, no web."""

from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move
from otameshi.core.yen import Yen


class State(Labelled):
    DRAFT = "draft", "作成中"
    SUBMITTED = "submitted", "提出済"
    WITHDRAWN = "withdrawn", "取下げ"


ALIVE = frozenset({State.DRAFT, State.SUBMITTED})

# Until the deadline a submitted application is corrected as it stands: it never falls back to a
# draft that somebody forgets to send again.
APPLICATION = Machine(
    Move("submit", "提出する", frozenset({State.DRAFT}), State.SUBMITTED, by=Role.APPLICANT),
    Move("correct", "修正する", frozenset({State.SUBMITTED}), State.SUBMITTED, by=Role.APPLICANT),
    Move(
        "withdraw", "応募を取り下げる", ALIVE, State.WITHDRAWN, by=Role.APPLICANT, needs_note=True
    ),
)


class Kind(Labelled):
    INDIVIDUAL = "individual", "個人"
    SOLE = "sole", "個人事業主"
    COMPANY = "company", "法人"
    EMPLOYEE = "employee", "会社員"


class Paper(Labelled):
    PLAN = "plan", "事業計画書"
    PHOTO = "photo", "参加者の顔写真"
    OTHER = "other", "その他の資料"


NEEDED_PAPERS = (Paper.PLAN, Paper.PHOTO)


class PageName(Labelled):
    """The seven pages of the application, in order."""

    KIND = "kind", "応募区分"
    MEMBERS = "members", "代表者とメンバー"
    BUSINESS = "business", "事業と経歴"
    PLAN = "plan", "おためし計画"
    COSTS = "costs", "経費の見込み"
    FILES = "files", "添付"
    CONFIRM = "confirm", "確認・誓約・同意"


@dataclass(frozen=True, slots=True)
class MemberFact:
    name: str
    kana: str
    birth_date: date | None
    prefecture: str
    address: str
    occupation: str
    has_base: bool  # 県内に拠点を有する


@dataclass(frozen=True, slots=True)
class PlannedCostFact:
    kind: str
    amount: Yen


@dataclass(frozen=True, slots=True)
class ApplicationFact:
    kind: Kind | None
    trade_name: str
    corporate_number: str
    leader: str  # 法人の代表者名
    employer_consent: bool
    members: tuple[MemberFact, ...]
    business: str
    career: str
    plan: str
    wishes: tuple[str, ...]  # municipalities, first wish first
    stay_from: date | None
    stay_to: date | None
    nights_a_month: int | None
    costs: tuple[PlannedCostFact, ...]
    papers: frozenset[Paper]
    pledged: bool
    consented: bool
