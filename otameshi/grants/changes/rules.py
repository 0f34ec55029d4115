"""How a request under a grant moves, and what each kind of it says. No database, no web."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.grants.rules import State as Grant


class Kind(Labelled):
    EARLY = "early_start", "事前着手届"
    PLAN = "plan", "変更承認申請"
    SUSPEND = "suspend", "中止承認申請"
    ABOLISH = "abolish", "廃止承認申請"
    ACCIDENT = "accident", "事故報告"


class State(TwoWorded):
    DRAFT = "draft", "作成中", "入力中"
    ASKED = "asked", "確認待ち", "県が確認中"
    RETURNED = "returned", "差戻し", "修正のお願い"
    CHECKED = "checked", "決裁待ち", "県が確認中"
    APPROVED = "approved", "承認", "承認されました"
    REFUSED = "refused", "不承認", "承認されませんでした"
    RECORDED = "recorded", "軽微な変更", "軽微な変更として記録しました"
    ACKNOWLEDGED = "acknowledged", "報告を受理", "県が受理しました"
    WITHDRAWN = "withdrawn", "取下げ", "取り下げました"


EDITABLE = frozenset({State.DRAFT, State.RETURNED})
ASKED = frozenset({State.ASKED})
CHECKED = frozenset({State.CHECKED})
OPEN = EDITABLE | ASKED | CHECKED
RECALLABLE = EDITABLE | ASKED

ASK = Move("ask", "提出する", EDITABLE, State.ASKED, Role.APPLICANT)
WITHDRAW = Move("withdraw", "取り下げる", RECALLABLE, State.WITHDRAWN, Role.APPLICANT)
RETURN = Move("return", "差し戻す", ASKED, State.RETURNED, Role.OFFICER, needs_note=True)
APPROVAL = (
    ASK,
    WITHDRAW,
    RETURN,
    Move("check", "確認して決裁に上げる", ASKED, State.CHECKED, Role.OFFICER),
    Move("send_back", "担当者に戻す", CHECKED, State.ASKED, Role.MANAGER, needs_note=True),
    Move("approve", "承認する", CHECKED, State.APPROVED, Role.MANAGER),
    Move("refuse", "承認しない", CHECKED, State.REFUSED, Role.MANAGER, needs_note=True),
)
# A minor change (軽微な変更) is told and kept; nobody approves it.
MINOR = Move("record", "軽微な変更として記録する", EDITABLE, State.RECORDED, Role.APPLICANT)
ACKNOWLEDGE = Move(
    "acknowledge", "受理して指示する", ASKED, State.ACKNOWLEDGED, Role.OFFICER, needs_note=True
)
CHANGE = Machine(*APPROVAL, MINOR, ACKNOWLEDGE)
# Which of these moves each kind has.
MACHINES = {
    Kind.EARLY: Machine(*APPROVAL),
    Kind.PLAN: Machine(*APPROVAL, MINOR),
    Kind.SUSPEND: Machine(*APPROVAL),
    Kind.ABOLISH: Machine(*APPROVAL),
    Kind.ACCIDENT: Machine(ASK, WITHDRAW, RETURN, ACKNOWLEDGE),
}
# Submitting and recording are buttons of the page on which the request is written.
WITH_OWN_PAGE = frozenset({"ask", "record"})

BEFORE_DECISION = frozenset({Grant.DRAFT, Grant.APPLIED, Grant.RETURNED, Grant.CHECKED})
DECIDED = frozenset({Grant.DECIDED})
STANDS = frozenset({Grant.DECIDED, Grant.ABOLISHED})
UNDER = {
    Kind.EARLY: BEFORE_DECISION,
    Kind.PLAN: DECIDED,
    Kind.SUSPEND: DECIDED,
    Kind.ABOLISH: DECIDED,
    Kind.ACCIDENT: STANDS,
}
ENDING = frozenset({Kind.SUSPEND, Kind.ABOLISH})
# Requests that give the grant other terms: one of them at a time.
ALTERING = frozenset({Kind.PLAN, *ENDING})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of a kind asks for, in its words; `help` says what it is for."""

    help: str
    what: str
    why: str
    considered: str
    day: str


ASKS = {
    Kind.EARLY: Asked(
        "交付決定より前に契約や支払を始めるときに届け出ます。承認された日以後の経費が対象になります。",
        "先に始めること",
        "交付決定を待てない理由",
        "待った場合にどうなるか、ほかに検討したこと",
        "着手する日",
    ),
    Kind.PLAN: Asked(
        "経費の配分、交付決定額、期間、事業の内容を変えるときに申請します。",
        "何を変えるか",
        "なぜ変えるか",
        "変えずに済ませる方法など、検討したこと",
        "変更後の実施期間の末日",
    ),
    Kind.SUSPEND: Asked(
        "補助事業を途中で止め、その日までの経費で精算するときに申請します。",
        "どこまで実施したか",
        "なぜ中止するか",
        "続けるために検討したこと",
        "中止する日",
    ),
    Kind.ABOLISH: Asked(
        "補助事業をやめ、その日までの経費で精算するときに申請します。",
        "どこまで実施したか",
        "なぜ廃止するか",
        "続けるために検討したこと",
        "廃止する日",
    ),
    Kind.ACCIDENT: Asked(
        "期間内に完了できない見込みになったとき、事業を続けるのが難しくなったときに報告します。",
        "何が起きたか",
        "なぜ起きたか",
        "とった対応と、これからの見込み",
        "起きた日",
    ),
}

BEING_CHECKED = "県が内容を確認しています。結果は、メールとこのページでお知らせします。"
NEXT = {
    State.DRAFT: "書き上げて提出してください。",
    State.ASKED: BEING_CHECKED,
    State.RETURNED: "差戻しの理由を確かめて直し、もう一度提出してください。",
    State.CHECKED: BEING_CHECKED,
    State.APPROVED: "承認されました。通知書を確かめてください。",
    State.REFUSED: "承認されませんでした。理由を確かめてください。いまの交付決定のまま続きます。",
    State.RECORDED: "承認は要りません。実績報告のときに、実際にかかった額を報告してください。",
    State.ACKNOWLEDGED: "県が受理しました。指示を確かめてください。",
    State.WITHDRAWN: "取り下げられています。",
}
NEXT_AT_THE_DESK = {
    State.DRAFT: "参加者が作成中です。提出を待ってください。",
    State.ASKED: (
        "担当者が理由と変更前後を確かめ、決裁に上げるか（事故報告は受理するか）、差し戻してください。"
    ),
    State.RETURNED: "参加者が直しています。再提出を待ってください。",
    State.CHECKED: "決裁者（確認した人とは別の人）が承認するか、担当者に戻してください。",
    State.APPROVED: "承認済みです。",
    State.REFUSED: "不承認で終わっています。",
    State.RECORDED: "承認の要らない変更です。実績報告で確かめてください。",
    State.ACKNOWLEDGED: "受理済みです。",
    State.WITHDRAWN: "取下げで終わっています。",
}
TONE = {
    State.DRAFT: "neutral",
    State.ASKED: "info",
    State.RETURNED: "warn",
    State.CHECKED: "info",
    State.APPROVED: "good",
    State.REFUSED: "bad",
    State.RECORDED: "good",
    State.ACKNOWLEDGED: "good",
    State.WITHDRAWN: "neutral",
}


def open_kinds(grant: Grant, *, early_start: bool) -> list[Kind]:
    """Return what may be asked for under a grant in this state; the year may rule out 事前着手."""
    return [
        kind for kind in Kind if grant in UNDER[kind] and (early_start or kind is not Kind.EARLY)
    ]


def must_be_open(kind: Kind, grant: Grant, *, early_start: bool) -> None:
    if kind is Kind.EARLY and not early_start:
        raise Refused(
            "この年度では、交付決定より前の着手は認められません。交付決定を待って始めてください。"
        )
    if grant not in UNDER[kind]:
        raise Refused(f"{kind.label}は、いまの交付の状態では提出できません。")


def must_explain(kind: Kind, what: str, why: str, considered: str) -> None:
    """Refuse a request that does not say what, why, and what was considered instead."""
    asks = ASKS[kind]
    lacking = [
        label
        for label, words in ((asks.what, what), (asks.why, why), (asks.considered, considered))
        if not words.strip()
    ]
    if lacking:
        raise Refused("".join(f"「{label}」を記入してください。" for label in lacking))


def must_fit(kind: Kind, day: date | None, today: date, period: Period) -> None:
    """Refuse a day that the kind cannot have; `period` is the group's stay."""
    label = ASKS[kind].day
    if day is None:
        raise Refused(f"「{label}」を記入してください。")
    if kind is Kind.EARLY:
        if day < today:
            raise Refused(
                f"「{label}」は、届け出る日以後の日にしてください。すでに生じた経費は対象になりません。"
            )
        return
    if kind is Kind.ACCIDENT:
        if day > today:
            raise Refused(f"「{label}」は、今日までの日にしてください。")
        return
    if day not in period:
        span = f"{_day(period.first)}から{_day(period.last)}まで"
        raise Refused(
            f"「{label}」は、参加の期間（{span}）の中の日にしてください。"
            "期間を延ばすときは、先に参加の期間の変更を申し出てください。"
        )


def must_be_alone(others: Collection[Kind], kind: Kind) -> None:
    """Refuse a second request that would change the same terms."""
    if kind in ALTERING and others:
        raise Refused(
            "手続き中の変更があります。その結果を待つか、取り下げてから申請してください。"
        )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
