"""What an application must hold, and how it moves. No database, no web."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.yen import Yen
from otameshi.programme.rules import Terms


class State(TwoWorded):
    DRAFT = "draft", "作成中", "入力中"
    SUBMITTED = "submitted", "提出済", "提出済み"
    WITHDRAWN = "withdrawn", "取下げ", "取り下げました"


class Channel(Labelled):
    """How an application came."""

    ONLINE = "online", "オンライン"
    PAPER = "paper", "紙（担当者が入力）"
    TABLE = "table", "表からの取込"


ENTERED = frozenset({Channel.PAPER, Channel.TABLE})  # by the office, on somebody's behalf

TONE = {State.DRAFT: "warn", State.SUBMITTED: "good", State.WITHDRAWN: "neutral"}
SETTLED = frozenset({State.SUBMITTED, State.WITHDRAWN})
ALIVE = frozenset({State.DRAFT, State.SUBMITTED})

# Until the deadline a submitted application is corrected as it stands: it never falls back to a
# draft that somebody forgets to send again.
APPLICATION = Machine(
    Move("save", "保存する", frozenset({State.DRAFT}), State.DRAFT, by=Role.APPLICANT),
    # Who has no account yet may fill in and no more; whose draft it is, `own` says.
    Move("save", "保存する", frozenset({State.DRAFT}), State.DRAFT, by=Role.VISITOR),
    Move("submit", "提出する", frozenset({State.DRAFT}), State.SUBMITTED, by=Role.APPLICANT),
    Move("correct", "修正する", frozenset({State.SUBMITTED}), State.SUBMITTED, by=Role.APPLICANT),
    # What came on paper is entered by an officer, for whoever sent it.
    Move("enter", "代わりに入力する", frozenset({State.DRAFT}), State.DRAFT, by=Role.OFFICER),
    Move("receive", "代わりに提出する", frozenset({State.DRAFT}), State.SUBMITTED, by=Role.OFFICER),
    Move(
        "amend",
        "入力の誤りを直す",
        frozenset({State.SUBMITTED}),
        State.SUBMITTED,
        by=Role.OFFICER,
    ),
    Move(
        "withdraw", "応募を取り下げる", ALIVE, State.WITHDRAWN, by=Role.APPLICANT, needs_note=True
    ),
    # What an officer entered, for somebody who told the office; see entering/withdrawal.py.
    Move(
        "withdraw_for",
        "本人の申し出により取り下げる",
        ALIVE,
        State.WITHDRAWN,
        by=Role.OFFICER,
        needs_note=True,
    ),
)

CHANGES = frozenset({"save", "correct", "enter", "amend"})


def change(roles: Collection[Role], state: State) -> Move[State]:
    """Return the move that a changed answer means: a draft is saved, a submission corrected."""
    for move in APPLICATION.open_to(roles, state):
        if move.name in CHANGES:
            return move
    raise Refused("この応募は、今の状態では変更できません。")


def changeable(state: State) -> bool:
    return any(state in move.sources for move in APPLICATION.moves if move.name in CHANGES)


class Kind(Labelled):
    INDIVIDUAL = "individual", "個人"
    SOLE = "sole", "個人事業主"
    COMPANY = "company", "法人"
    EMPLOYEE = "employee", "会社員"


MOST_COSTS = 30
MOST_WISHES = 3


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
    phone: str = ""
    age_explanation: str = ""
    consent_owed: bool = False  # 本人の同意 that the year wants


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
    papers: frozenset[str]  # the keys of those attached
    pledged: bool
    consented: bool
    work: str = ""  # 事業の分野
    work_explanation: str = ""
    months_explanation: str = ""
    nights_explanation: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that stands in the way of submitting, on the page where it is given."""

    page: PageName
    text: str
    position: int = 0  # of the member it is about
    field: str = ""
    requirement: str = ""  # the condition of the year that is not met or not explained


def missing(fact: ApplicationFact, terms: Terms) -> tuple[Missing, ...]:
    """List all that is not filled in yet, page by page."""
    return (
        *_kind(fact),
        *_members(fact),
        *_business(fact, terms),
        *_plan(fact),
        *_files(fact, terms),
    )


KIND_NEEDS = {
    Kind.COMPANY: (
        ("trade_name", "法人名を入力してください。"),
        ("corporate_number", "法人番号を入力してください。"),
        ("leader", "法人の代表者の職・氏名を入力してください。"),
    ),
    Kind.EMPLOYEE: (
        ("trade_name", "勤務先を入力してください。"),
        ("employer_consent", "参加について勤務先の承諾を得てください。"),
    ),
}


def _kind(fact: ApplicationFact) -> Iterator[Missing]:
    if fact.kind is None:
        yield Missing(PageName.KIND, "応募区分を選んでください。")
        return
    for name, text in KIND_NEEDS.get(fact.kind, ()):
        if not getattr(fact, name):
            yield Missing(PageName.KIND, text)


def _members(fact: ApplicationFact) -> Iterator[Missing]:
    page = PageName.MEMBERS
    if not fact.members:
        yield Missing(page, "代表者を入力してください。", 1)
    for position, one in enumerate(fact.members, start=1):
        who = member_title(position)
        for value, what in (
            (one.name, "氏名"),
            (one.kana, "フリガナ"),
            (one.birth_date, "生年月日"),
            (one.prefecture, "都道府県"),
            (one.address, "住所"),
            (one.phone or position > 1, "電話番号"),
            (one.occupation, "職業・職種"),
        ):
            if not value:
                yield Missing(page, f"{who}の{what}を入力してください。", position)
        if one.consent_owed:
            yield Missing(page, f"{who}の本人の同意を得てください。{BY_LINK}", position)


BY_LINK = "「本人に入力してもらう」から依頼できます。"


def member_title(position: int) -> str:
    return "代表者" if position == 1 else f"メンバー{position}"


def _business(fact: ApplicationFact, terms: Terms) -> Iterator[Missing]:
    if terms.works and not fact.work:
        yield Missing(PageName.BUSINESS, "事業の分野を選んでください。")
    if not fact.business:
        yield Missing(PageName.BUSINESS, "事業の内容を入力してください。")
    if not fact.career:
        yield Missing(PageName.BUSINESS, "経歴を入力してください。")


def _plan(fact: ApplicationFact) -> Iterator[Missing]:
    page = PageName.PLAN
    if not fact.wishes:
        yield Missing(page, "希望する市町村を選んでください。")
    if fact.stay_from is None or fact.stay_to is None:
        yield Missing(page, "おためしの期間を入力してください。")
    if fact.nights_a_month is None:
        yield Missing(page, "1か月に泊まる数を入力してください。")
    if not fact.plan:
        yield Missing(page, "期間中の活動計画を入力してください。")


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _files(fact: ApplicationFact, terms: Terms) -> Iterator[Missing]:
    for paper in terms.papers:
        if paper.required and paper.key not in fact.papers:
            yield Missing(PageName.FILES, f"{paper.label}を添付してください。")


def complete(lacking: Collection[Missing]) -> None:
    """Refuse while something stands in the way, and name each thing with its page."""
    if lacking:
        listed = "".join(f"\n・{one.page.label}：{one.text}" for one in lacking)
        raise Refused(f"次のことが整っていないため、受け付けできません。{listed}")


def acting(applicant_id: int, channel: Channel, person_id: int, roles: Collection[Role]) -> None:
    """Refuse who is neither the applicant nor an officer who enters what came on paper."""
    if not (channel in ENTERED and Role.OFFICER in roles):
        owned(applicant_id, person_id)


def asked_of(lacking: Collection[Missing], channel: Channel) -> tuple[Missing, ...]:
    """Leave out the files of what came on paper: they stay there, and screening looks at them."""
    if channel is Channel.ONLINE:
        return tuple(lacking)
    return tuple(one for one in lacking if one.page is not PageName.FILES)


def owned(applicant_id: int, person_id: int) -> None:
    if applicant_id != person_id:
        raise Refused("この応募は、応募した本人だけが手続きできます。")


PLEDGE = "誓約の内容を確かめ、すべてにチェックを付けてください。"
CONSENT = "個人情報の取扱いに同意し、チェックを付けてください。"


def promises(*, pledged: bool, consented: bool) -> tuple[Missing, ...]:
    """List which of the two promises is not given: the last page asks for both."""
    return tuple(
        Missing(PageName.CONFIRM, text)
        for given, text in (
            (pledged, PLEDGE),
            (consented, CONSENT),
        )
        if not given
    )


def untouched(fact: ApplicationFact) -> frozenset[PageName]:
    """Return the pages on which nothing stands yet."""
    touched = {
        PageName.KIND: fact.kind,
        PageName.MEMBERS: fact.members,
        PageName.BUSINESS: fact.business or fact.career,
        PageName.PLAN: fact.plan or fact.wishes or fact.stay_from or fact.nights_a_month,
        PageName.COSTS: fact.costs,
        PageName.FILES: fact.papers,
        PageName.CONFIRM: fact.pledged and fact.consented,
    }
    return frozenset(page for page, given in touched.items() if not given)


def next_step(state: State, in_time: bool, *, lacking: bool) -> str:  # noqa: FBT001  # read as a pair
    """Say what the applicant does next."""
    match state:
        case State.WITHDRAWN:
            return "取り下げた応募です。手続きはありません。"
        case State.SUBMITTED:
            later = "締切までは修正と取下げができます。" if in_time else ""
            return f"提出されています。{later}選考の結果をお待ちください。"
        case State.DRAFT:
            if not in_time:
                return "締切を過ぎたため、提出できません。入力した内容は読むことができます。"
            if lacking:
                return "足りないものを入力してください。"
            return "内容を確かめて、提出してください。"
