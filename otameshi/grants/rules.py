"""What a group may ask for, and how a grant moves to 交付決定. No database, no web."""

from collections.abc import Sequence
from dataclasses import dataclass

from otameshi.core.labels import TwoWorded
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.yen import Yen, total
from otameshi.subsidy import Contract, Estimate, Facts, Kind, Line, Rulebook, cap, estimate


class State(TwoWorded):
    DRAFT = "draft", "申請書作成中", "入力中"
    APPLIED = "applied", "申請中", "県が確認中"
    RETURNED = "returned", "差戻し", "修正のお願い"
    CHECKED = "checked", "決裁待ち", "県が確認中"
    DECIDED = "decided", "交付決定", "交付決定"
    REFUSED = "refused", "不交付", "不交付"
    WITHDRAWN = "withdrawn", "取下げ", "取り下げました"


EDITABLE = frozenset({State.DRAFT, State.RETURNED})
WITHDRAWABLE = frozenset({State.DRAFT, State.RETURNED, State.APPLIED})
APPLIED = frozenset({State.APPLIED})
CHECKED = frozenset({State.CHECKED})

GRANT = Machine(
    Move("apply", "交付申請を提出する", EDITABLE, State.APPLIED, Role.APPLICANT),
    Move("withdraw", "取り下げる", WITHDRAWABLE, State.WITHDRAWN, Role.APPLICANT, needs_note=True),
    Move("reopen", "申請をやり直す", frozenset({State.WITHDRAWN}), State.DRAFT, Role.APPLICANT),
    Move("return", "差し戻す", APPLIED, State.RETURNED, Role.OFFICER, needs_note=True),
    Move("check", "確認して決裁に上げる", APPLIED, State.CHECKED, Role.OFFICER),
    Move("send_back", "担当者に戻す", CHECKED, State.APPLIED, Role.MANAGER, needs_note=True),
    Move("decide", "交付を決定する", CHECKED, State.DECIDED, Role.MANAGER),
    Move("refuse", "不交付とする", CHECKED, State.REFUSED, Role.MANAGER, needs_note=True),
)


# Who in the office holds it now is the office's own matter: both states read alike.
BEING_CHECKED = "県が申請の内容を確認しています。結果は、メールとこのページでお知らせします。"
NEXT = {
    State.DRAFT: "交付申請書を書き上げて提出してください。",
    State.APPLIED: BEING_CHECKED,
    State.RETURNED: "差戻しの理由を確かめ、申請書を直して、もう一度提出してください。",
    State.CHECKED: BEING_CHECKED,
    State.DECIDED: "交付が決定しました。交付決定日以後の経費を記録してください。",
    State.REFUSED: "交付しないことに決まりました。通知書を確かめてください。",
    State.WITHDRAWN: "申請は取り下げられています。",
}
TONE = {
    State.DRAFT: "neutral",
    State.APPLIED: "info",
    State.RETURNED: "warn",
    State.CHECKED: "info",
    State.DECIDED: "good",
    State.REFUSED: "bad",
    State.WITHDRAWN: "neutral",
}
NEXT_AT_THE_DESK = {
    State.DRAFT: "申請者が作成中です。提出を待ってください。",
    State.APPLIED: "担当者が応募時の計画と見比べ、確認して決裁に上げるか、差し戻してください。",
    State.RETURNED: "申請者が直しています。再提出を待ってください。",
    State.CHECKED: "決裁者（確認した人とは別の人）が、交付を決定するか、担当者に戻してください。",
    State.DECIDED: "交付決定済みです。実績報告を待ってください。",
    State.REFUSED: "不交付で終わっています。",
    State.WITHDRAWN: "取下げで終わっています。",
}


@dataclass(frozen=True, slots=True)
class PlanFact:
    """One line of the expenditure (支出) that is planned."""

    kind: str
    amount: Yen


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the rules make of a plan, before anything is spent; `cap` is None if there is none."""

    estimate: Estimate
    cap: Yen | None
    heads: int
    cohort_heads: int

    @property
    def eligible(self) -> Yen:
        return self.estimate.assessment.eligible


@dataclass(frozen=True, slots=True)
class Budget:
    """収支予算書: what comes in equals what goes out."""

    asked: Yen
    own_funds: Yen
    other_funds: Yen
    expenditure: Yen

    @property
    def income(self) -> Yen:
        return total((self.asked, self.own_funds, self.other_funds))


def prospect(
    rulebook: Rulebook,
    plan: Sequence[PlanFact],
    *,
    heads: int,
    cohort_heads: int,
    trial: Period,
) -> Prospect:
    """Judge a plan as if each thing were bought and ridden in the way that the rules pay for."""
    lines = tuple(
        _planned(str(number), one, rulebook.kind(one.kind), trial)
        for number, one in enumerate(plan, start=1)
    )
    facts = Facts(lines=lines, heads=heads, cohort_heads=cohort_heads, trial=trial)
    return Prospect(
        estimate(rulebook, facts), cap(rulebook, heads, cohort_heads), heads, cohort_heads
    )


def _planned(key: str, one: PlanFact, kind: Kind | None, trial: Period) -> Line:
    contracts = kind.contracts if kind else ()
    parts = [sub.key for sub in kind.sub_kinds if sub.payable] if kind else []
    return Line(
        key=key,
        kind=one.kind,
        incurred_on=trial.first,
        amount=one.amount,
        contract=contracts[0] if contracts else Contract.NONE,
        sub_kind=parts[0] if parts else "",
    )


def most(found: Prospect, expenditure: Yen, other_funds: Yen) -> Yen:
    """Return the most that may be asked for; help from elsewhere is never paid a second time."""
    room = Yen(max(expenditure - other_funds, 0))
    limits = [found.estimate.low, room, *([] if found.cap is None else [found.cap])]
    return min(limits)


def balance(expenditure: Yen, other_funds: Yen, limit: Yen, asked: Yen | None) -> Budget:
    """Balance the 収支予算書: own funds bear what nobody else pays.

    `asked` None asks for all that the rules allow.
    """
    if other_funds > expenditure:
        raise Refused("ほかの補助金・支援の額が、支出の合計を超えています。額を確かめてください。")
    if asked is not None and asked > limit:
        raise Refused(
            f"交付申請額は{limit:,}円以下にしてください。空欄にすると最大の額になります。"
        )
    wanted = limit if asked is None else asked
    return Budget(wanted, Yen(expenditure - wanted - other_funds), other_funds, expenditure)


def complete(purpose: str, plan: Sequence[PlanFact], *, pledged: bool, asked: Yen) -> None:
    """Refuse a 交付申請 that lacks something, and say all that it lacks."""
    lacking = [
        words
        for words, there in (
            ("事業の目的・内容を記入してください。", bool(purpose.strip())),
            ("支出の見込みを1行以上記入してください。", bool(plan)),
            ("誓約を確かめ、チェックを入れてください。", pledged),
        )
        if not there
    ]
    if plan and asked <= 0:
        lacking.append("補助の対象になる支出がありません。支出の見込みを確かめてください。")
    if lacking:
        raise Refused("".join(lacking))


def amount(asked: Yen, found: Prospect) -> Yen:
    """Return 交付決定額: what was asked for, as far as the rules of the day bear it."""
    limits = [asked, found.estimate.low, *([] if found.cap is None else [found.cap])]
    decided = min(limits)
    if decided <= 0:
        raise Refused("交付できる額がありません。申請の内容を確かめてください。")
    return decided


def within_budget(budget: Yen, decided: Yen, more: Yen) -> None:
    """Refuse a decision that the year's 予算額 no longer bears."""
    if decided + more > budget:
        left = max(budget - decided, 0)
        raise Refused(
            f"予算を超えるため交付決定できません。予算の残りは{left:,}円、この決定は{more:,}円です。"
        )
