"""What may be claimed and settled, and how a claim moves to the payment. No database, no web."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from otameshi.core.labels import Labelled, TwoWorded
from otameshi.core.names import HIRAGANA
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.yen import Yen, total
from otameshi.subsidy import Assessment, Contract, Facts, Line, LineResult, Note, Rulebook, assess


class State(TwoWorded):
    DRAFT = "draft", "作成中", "入力中"
    SUBMITTED = "submitted", "確認中", "県が確認中"
    RETURNED = "returned", "差戻し", "修正のお願い"
    CHECKED = "checked", "額の確定待ち", "県が確認中"
    SETTLED = "settled", "額の確定", "補助金の額が確定"
    INVOICED = "invoiced", "支払待ち", "支払の手続き中"
    PAID = "paid", "支払済", "支払済み"


EDITABLE = frozenset({State.DRAFT, State.RETURNED})
SUBMITTED = frozenset({State.SUBMITTED})
CHECKED = frozenset({State.CHECKED})
FIXED = frozenset({State.SETTLED, State.INVOICED, State.PAID})

# A return says why by its lines, or by its note where it concerns the whole: see `must_say_why`.
CLAIM = Machine(
    Move("submit", "実績を報告する", EDITABLE, State.SUBMITTED, Role.APPLICANT),
    Move("return", "差し戻す", SUBMITTED, State.RETURNED, Role.OFFICER),
    Move("check", "確認を終え、額の確定に上げる", SUBMITTED, State.CHECKED, Role.OFFICER),
    Move("send_back", "担当者に戻す", CHECKED, State.SUBMITTED, Role.MANAGER, needs_note=True),
    Move("settle", "額を確定する", CHECKED, State.SETTLED, Role.MANAGER),
    Move("invoice", "請求する", frozenset({State.SETTLED}), State.INVOICED, Role.APPLICANT),
    Move("pay", "支払を記録する", frozenset({State.INVOICED}), State.PAID, Role.TREASURER),
)
# Invoice and payment ask for more than a reason: they have pages of their own.
WITH_OWN_PAGE = frozenset({"invoice", "pay"})

# Who in the office holds it now is the office's own matter: both states read alike.
BEING_CHECKED = (
    "県が領収書と照らし合わせています。額が確定したら、メールとこのページでお知らせします。"
)
NEXT = {
    State.DRAFT: "経費を記録し、そろったら実績を報告してください。",
    State.SUBMITTED: BEING_CHECKED,
    State.RETURNED: "差し戻された行を直し、もう一度報告してください。",
    State.CHECKED: BEING_CHECKED,
    State.SETTLED: "補助金の額が確定しました。振込先を記入して請求してください。",
    State.INVOICED: "請求を受け付けました。支払をお待ちください。",
    State.PAID: "支払が済みました。",
}
NEXT_AT_THE_DESK = {
    State.DRAFT: "参加者が記録中です。実績の報告を待ってください。",
    State.SUBMITTED: "担当者が1行ずつ領収書と見比べ、認める・減額する・差し戻すを決めてください。",
    State.RETURNED: "参加者が直しています。再報告を待ってください。",
    State.CHECKED: "決裁者（確認した人とは別の人）が額を確定するか、担当者に戻してください。",
    State.SETTLED: "参加者の請求を待ってください。",
    State.INVOICED: "会計（確認・確定した人とは別の人）が支払い、支払日を記録してください。",
    State.PAID: "支払済みです。",
}
TONE = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "info",
    State.RETURNED: "warn",
    State.CHECKED: "info",
    State.SETTLED: "good",
    State.INVOICED: "info",
    State.PAID: "good",
}


class Verdict(TwoWorded):
    """What the officer said of one line; told once the whole claim is returned or settled."""

    OPEN = "open", "未確認", "未確認"
    ACCEPTED = "accepted", "認める", "認められました"
    REDUCED = "reduced", "減額して認める", "減額して認められました"
    RETURNED = "returned", "差し戻す", "修正のお願い"


BEING_WEIGHED = SUBMITTED | CHECKED
GOOD = frozenset({Verdict.ACCEPTED, Verdict.REDUCED})
VERDICT_TONE = {
    Verdict.OPEN: "neutral",
    Verdict.ACCEPTED: "good",
    Verdict.REDUCED: "warn",
    Verdict.RETURNED: "bad",
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an officer says of one line, and why."""

    verdict: Verdict
    reduced_to: Yen | None = None
    reason: str = ""


class Change(Labelled):
    """What can be done to a line, as the history names it."""

    ADD = "add_line", "経費を追加する"
    CHANGE = "change_line", "経費を直す"
    REMOVE = "remove_line", "経費を取り下げる"
    REMOVE_RECEIPT = "remove_receipt", "証拠書類を外す"
    ACCEPT = "accept_line", "経費を認める"
    REDUCE = "reduce_line", "経費を減額して認める"
    RETURN = "return_line", "経費を差し戻す行とする"
    REOPEN = "reopen_line", "経費を未確認に戻す"


RULED = {
    Verdict.ACCEPTED: Change.ACCEPT,
    Verdict.REDUCED: Change.REDUCE,
    Verdict.RETURNED: Change.RETURN,
    Verdict.OPEN: Change.REOPEN,
}
ADDED_LATER = "差戻しのあとに追加された行です。"


class AccountKind(Labelled):
    """預金種目, with the number of the 全銀 record."""

    ORDINARY = "1", "普通"
    CURRENT = "2", "当座"
    SAVINGS = "4", "貯蓄"


@dataclass(frozen=True, slots=True)
class Expense:
    """One line of 経費明細; `amount` is with tax, `papers` is what its receipts show."""

    key: str
    kind: str
    sub_kind: str
    contract: str
    incurred_on: date
    paid_on: date
    amount: Yen
    papers: frozenset[str]
    traveller: str = ""
    verdict: Verdict = Verdict.OPEN
    reduced_to: Yen | None = None

    @property
    def counted(self) -> Yen:
        """Return what the officer has left of it; nothing while it is sent back."""
        if self.verdict is Verdict.RETURNED:
            return Yen(0)
        return self.amount if self.reduced_to is None else self.reduced_to


@dataclass(frozen=True, slots=True)
class Terms:
    """What the grant promised, frozen at 交付決定; `settled_before` is what it has paid so far."""

    rulebook: Rulebook
    amount: Yen
    cap: Yen
    heads: int
    cohort_heads: int
    trial: Period
    decided_on: date
    paid_by: date
    settled_before: Yen

    @property
    def left(self) -> Yen:
        """Return what other claims of this grant have left of it."""
        return Yen(max(min(self.amount, self.cap) - self.settled_before, 0))


@dataclass(frozen=True, slots=True)
class Judged:
    """One line with what the rules say of it."""

    expense: Expense
    label: str
    result: LineResult
    late: str
    findings: tuple[Note, ...]
    remarks: tuple[Note, ...]

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Return each reduction of this line alone as (reason, article)."""
        own = [(step.reason, step.article) for step in self.result.steps if not step.scope]
        return (*([(self.late, "")] if self.late else []), *own)


@dataclass(frozen=True, slots=True)
class KindSum:
    label: str
    claimed: Yen
    eligible: Yen


@dataclass(frozen=True, slots=True)
class Judgement:
    """A whole claim: `granted` is what could be settled now, within cap and grant."""

    lines: tuple[Judged, ...]
    claimed: Yen
    eligible: Yen
    granted: Yen
    assessment: Assessment
    terms: Terms

    @property
    def left_after(self) -> Yen:
        return Yen(self.terms.left - self.granted)

    def line(self, key: str) -> Judged:
        return next(one for one in self.lines if one.expense.key == key)

    @property
    def by_kind(self) -> tuple[KindSum, ...]:
        """Sum by kind of cost, in the rulebook's order."""
        return tuple(
            KindSum(
                label=kind.label,
                claimed=total(one.expense.amount for one in found),
                eligible=total(one.result.eligible for one in found),
            )
            for kind in self.terms.rulebook.kinds
            if (found := [one for one in self.lines if one.expense.kind == kind.key])
        )

    @property
    def findings(self) -> tuple[Note, ...]:
        return (*self.assessment.findings, *self.assessment.undecided)


def judge(terms: Terms, expenses: Sequence[Expense]) -> Judgement:
    """Apply the frozen rules to the lines, then keep within what the grant has left."""
    late = {one.key: paid_late(one, terms) for one in expenses}
    lines = tuple(_line(one, paid_late=bool(late[one.key])) for one in expenses)
    found = assess(terms.rulebook, facts(terms, lines))
    return Judgement(
        lines=tuple(
            Judged(
                expense=one,
                label=cost_label(terms.rulebook, one.kind, one.sub_kind),
                result=found.line(one.key),
                late=late[one.key],
                findings=_of(one, (*found.findings, *found.undecided)),
                remarks=_of(one, found.remarks),
            )
            for one in expenses
        ),
        claimed=total(one.amount for one in expenses),
        eligible=found.eligible,
        granted=settlement(found.granted, terms),
        assessment=found,
        terms=terms,
    )


def cost_label(rulebook: Rulebook, kind: str, sub_kind: str) -> str:
    """Return the words for a cost: 業務上の交通費：新幹線."""
    found = rulebook.kind(kind)
    if found is None:
        return kind
    part = found.sub_kind(sub_kind)
    return f"{found.label}：{part.label}" if part else found.label


def costs(rulebook: Rulebook) -> list[tuple[str, str]]:
    """Return every cost to choose from as (key, label); the key joins kind and part."""
    return [
        (f"{kind.key}:{part}", cost_label(rulebook, kind.key, part))
        for kind in rulebook.kinds
        for part in ([sub.key for sub in kind.sub_kinds] or [""])
    ]


def as_reported(expenses: Iterable[Expense]) -> list[Expense]:
    """Count what was sent back again, while its group mends it and reports anew."""
    return [
        replace(one, verdict=Verdict.OPEN) if one.verdict is Verdict.RETURNED else one
        for one in expenses
    ]


def settlement(assessed: Yen, terms: Terms) -> Yen:
    """Return 確定額: what the rules give, never above what cap and grant have left."""
    return Yen(max(min(assessed, terms.left), 0))


def paid_late(expense: Expense, terms: Terms) -> str:
    """Say why a payment after the year's last day of payment does not count."""
    if expense.paid_on <= terms.paid_by:
        return ""
    by = terms.paid_by
    return (
        f"支払の期限（{by.year}年{by.month}月{by.day}日）より後に支払ったため、対象になりません。"
    )


def _line(expense: Expense, *, paid_late: bool) -> Line:
    return Line(
        key=expense.key,
        kind=expense.kind,
        sub_kind=expense.sub_kind,
        contract=Contract(expense.contract or Contract.NONE),
        incurred_on=expense.incurred_on,
        paid_on=expense.paid_on,
        amount=Yen(0) if paid_late else expense.counted,
        evidence=expense.papers,
        person=expense.traveller,
    )


def replayed(terms: Terms, expenses: Sequence[Expense]) -> Facts:
    """Return the expenses of a 組 as they were reported, for another rulebook to judge."""
    return facts(terms, tuple(_line(one, paid_late=False) for one in as_claimed(expenses)))


def as_claimed(expenses: Iterable[Expense]) -> list[Expense]:
    """Count every expense in full, whatever the office has said of it."""
    return [replace(one, verdict=Verdict.OPEN, reduced_to=None) for one in expenses]


def facts(terms: Terms, lines: tuple[Line, ...]) -> Facts:
    return Facts(
        lines=lines,
        heads=terms.heads,
        cohort_heads=terms.cohort_heads,
        trial=terms.trial,
        decided_on=terms.decided_on,
        granted=terms.amount,
        already_paid=terms.settled_before,
    )


def _of(expense: Expense, notes: Iterable[Note]) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.line == expense.key)


def as_told(state: State, expenses: Iterable[Expense]) -> list[Expense]:
    """Return the lines as the claimant may see them: rulings still being made are not told."""
    if state not in BEING_WEIGHED:
        return list(expenses)
    return [replace(one, verdict=Verdict.OPEN, reduced_to=None) for one in expenses]


def may_change(state: State, verdict: Verdict, *, some_returned: bool) -> bool:
    """Say whether the participant may change a line.

    After a return that is about single lines only those are open; after one about the whole, all
    that the office has not yet accepted.
    """
    if state is State.RETURNED and some_returned:
        return verdict is Verdict.RETURNED
    return state in EDITABLE and verdict not in GOOD


def ready_to_submit(judgement: Judgement) -> None:
    """Refuse an 実績報告 that lacks something, and name every line that does."""
    if not judgement.lines:
        raise Refused("経費が1件も記録されていません。")
    faults = [
        f"{number}行目：{note.message}"
        for number, judged in enumerate(judgement.lines, start=1)
        for note in judged.findings
    ]
    faults += [note.message for note in judgement.findings if not note.line]
    if faults:
        raise Refused("".join(faults))
    if judgement.granted <= 0:
        raise Refused("交付できる経費がありません。各行の理由を確かめてください。")


def must_say_why(verdicts: Collection[Verdict], note: str) -> None:
    """Refuse a return that gives neither a returned line nor a note."""
    if Verdict.RETURNED not in verdicts and not note.strip():
        raise Refused("差し戻す行を選んで理由を書くか、全体への連絡事項を記入してください。")


def ready_to_check(verdicts: Collection[Verdict]) -> None:
    """Refuse to end the check while a line is open or sent back."""
    if Verdict.RETURNED in verdicts:
        raise Refused("差し戻す行があります。差し戻すか、その行の判断を改めてください。")
    if Verdict.OPEN in verdicts:
        raise Refused("まだ確認していない行があります。すべての行を確認してください。")


def ready_to_settle(judgement: Judgement) -> Yen:
    """Return 確定額, or refuse where the rules block it or nothing is left to grant."""
    blocked = [note.message for note in judgement.findings]
    if blocked:
        raise Refused("規則の判定が終わっていないため、額を確定できません。" + "".join(blocked))
    if judgement.granted <= 0:
        raise Refused("確定できる額がありません。担当者に戻し、内容を確かめてください。")
    return judgement.granted


def may_judge(state: State) -> None:
    if state not in SUBMITTED:
        raise Refused("確認中の請求だけを判断できます。")


def reduction(amount: Yen, ruling: Ruling) -> Yen | None:
    """Return what a line is brought down to, or None; refuse a ruling that does not say why."""
    if ruling.verdict in {Verdict.REDUCED, Verdict.RETURNED} and not ruling.reason.strip():
        raise Refused("理由を記入してください。")
    if ruling.verdict is not Verdict.REDUCED:
        return None
    if ruling.reduced_to is None or not 0 <= ruling.reduced_to < amount:
        raise Refused(f"減額後の額は、0円以上{amount:,}円未満で入力してください。")
    return ruling.reduced_to


def judges(state: State, roles: Collection[Role]) -> bool:
    """Say whether a holder of these roles may judge lines now."""
    return state in SUBMITTED and Role.OFFICER in roles


def next_open(verdicts: Sequence[Verdict]) -> int | None:
    """Return the place of the next line that nobody has judged yet."""
    return next((n for n, verdict in enumerate(verdicts) if verdict is Verdict.OPEN), None)


WAYS = frozenset(Contract) - {Contract.NONE}


def known_papers(rulebook: Rulebook, shows: Collection[str]) -> None:
    """Refuse files of which nobody says what they show."""
    if not shows or not set(shows) <= {paper.key for paper in rulebook.papers}:
        raise Refused("添付した書類で分かるもの（領収書など）を選んでください。")


def worded(rulebook: Rulebook, kind: str, sub_kind: str, contract: str) -> tuple[str, str]:
    """Return kind of part and of contract where the rulebook asks for them.

    Words that are not of the rulebook, or that it still asks for, are refused.
    """
    found = rulebook.kind(kind)
    if found is None:
        raise Refused("対象経費の区分にない費目です。選び直してください。")
    if found.sub_kinds and found.sub_kind(sub_kind) is None:
        raise Refused(f"{found.label}の種類を選んでください。")
    if found.asks_contract and contract not in WAYS:
        raise Refused(f"{found.label}では、購入か賃借かを選んでください。")
    return (sub_kind if found.sub_kinds else ""), (contract if found.asks_contract else "")


def paid_already(paid_on: date, today: date) -> None:
    if paid_on > today:
        raise Refused("支払日が今日より後になっています。支払ってから記録してください。")


SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
STROKES = re.compile(r"[\s・･.,、。()（）ー\-‐－―]")
HOLDER = re.compile(r"[ァ-ヶー・゛゜\u3099\u309aA-Z0-9 ().,\-/¥｢｣「」]+")
NUMBER = re.compile(r"[0-9]{7}")


def kana_key(text: str) -> str:
    """Fold a name in kana as banks do: width, small kana, spaces and strokes do not count."""
    plain = unicodedata.normalize("NFKC", text).translate(HIRAGANA).upper()
    return STROKES.sub("", plain.translate(SMALL))


def holder_fault(holder: str, grantee: str, *, company: bool) -> str:
    """Compare 口座名義カナ with the grantee's kana; return the remark for the office, or refuse.

    The kana of a company's name is not known here: another holder than its representative is
    remarked on, and the office compares it with the passbook.
    """
    plain = unicodedata.normalize("NFKC", holder).translate(HIRAGANA).upper()
    if not HOLDER.fullmatch(plain):
        raise Refused("口座名義は、通帳のとおりカタカナで入力してください。")
    if kana_key(holder) == kana_key(grantee):
        return ""
    if company:
        return "口座名義が代表者と異なります。法人名の口座か、通帳の写しで確かめてください。"
    raise Refused(
        f"口座名義が、交付を受ける方の名前（{grantee}）と一致しません。本人名義の口座を入力してください。"
    )


def account_number(text: str) -> str:
    """Return 口座番号 of seven digits; shorter ones get zeros before them, as banks write them."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("-", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 7:  # noqa: PLR2004  # 7 digits
        raise Refused("口座番号は7桁以内の数字で入力してください。")
    return plain.zfill(7)


def payable(paid_on: date, invoiced_on: date, today: date) -> None:
    """Refuse a day of payment before the invoice or still to come."""
    if paid_on < invoiced_on:
        raise Refused("支払日は、請求日以後の日にしてください。")
    if paid_on > today:
        raise Refused("支払日は、今日までの日にしてください。支払ってから記録します。")


SEES_ACCOUNT = frozenset({Role.OFFICER, Role.MANAGER, Role.TREASURER})
BANK_PAPER = "claim_invoice"  # it shows the bank account: not for everybody in the office
