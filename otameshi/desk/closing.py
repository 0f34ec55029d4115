"""When an account may be closed, what goes at once, what is kept and why. No database, no web."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from otameshi.applications.rules import State as Application
from otameshi.claims.rules import State as Claim
from otameshi.core.period import fiscal_year
from otameshi.core.wareki import wareki
from otameshi.grants.rules import State as Grant
from otameshi.participation.rules import State as Place
from otameshi.programme.rules import Opening
from otameshi.selection.rules import TOLD
from otameshi.selection.rules import State as Candidacy

# 文書の保存期間: counted from the end of the fiscal year in which the matter was completed.
YEARS_KEPT = 5
ENDS_IN_MARCH = (3, 31)


@dataclass(frozen=True, slots=True)
class PathEnd:
    """How far one application has come; `title` names it to the person."""

    title: str
    application: Application
    opening: Opening
    completed_on: date  # the day of the latest thing that was done
    candidacy: Candidacy | None = None
    place: Place | None = None
    grant: Grant | None = None
    claims: tuple[Claim, ...] = ()
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    what: str
    why: str
    until: str


def hindrances(paths: Sequence[PathEnd]) -> list[str]:
    """Say what is to be finished before the account can be closed."""
    return [text for one in paths for text in _open(one)]


def _open(one: PathEnd) -> Iterator[str]:
    if one.application is not Application.SUBMITTED:
        return
    if one.candidacy not in TOLD:
        yield f"{one.title}：{_while_selecting(one.opening)}"
    elif one.candidacy is Candidacy.SELECTED and one.place is None:
        yield f"{one.title}：参加するか辞退するかを、先に回答してください。"
    if one.place is Place.ACTIVE:
        yield (
            f"{one.title}：参加中です。おためし期間が終わるか、"
            "途中辞退の手続きが済んでから閉じてください。"
        )
    yield from _money(one)


def _while_selecting(opening: Opening) -> str:
    if opening is Opening.OPEN:
        return "選考を受けないときは、先に応募を取り下げてください。"
    return (
        "選考中です。結果が届いてから閉じるか、辞退することをメッセージで事務局にお知らせください。"
    )


GRANT_OPEN = {
    Grant.DRAFT: "交付申請書が作成中です。提出するか、取り下げてください。",
    Grant.APPLIED: "交付申請の結果を待っています。結果が届いてから閉じてください。",
    Grant.CHECKED: "交付申請の結果を待っています。結果が届いてから閉じてください。",
    Grant.RETURNED: "交付申請書の修正をお願いしています。直して提出するか、取り下げてください。",
}
CLAIM_OPEN = {
    Claim.DRAFT: "経費の入力が途中です。実績の報告を済ませてください。",
    Claim.SUBMITTED: "実績報告を確認中です。支払が済んでから閉じてください。",
    Claim.CHECKED: "実績報告を確認中です。支払が済んでから閉じてください。",
    Claim.RETURNED: "実績報告の修正をお願いしています。直して報告してください。",
    Claim.SETTLED: "補助金の額が確定しています。請求書を出し、支払が済んでから閉じてください。",
    Claim.INVOICED: "支払の手続き中です。支払が済んでから閉じてください。",
}


def _money(one: PathEnd) -> Iterator[str]:
    if one.grant in GRANT_OPEN:
        yield f"{one.title}：{GRANT_OPEN[one.grant]}"
    if one.grant is Grant.DECIDED and not one.claims:
        yield f"{one.title}：交付決定した補助金の実績報告を済ませてください。"
    for state in one.claims:
        if state in CLAIM_OPEN:
            yield f"{one.title}：{CLAIM_OPEN[state]}"


def kept(paths: Sequence[PathEnd], *, wrote: bool) -> list[Kept]:
    """List what stays after the account is closed; `wrote` says whether there are messages."""
    found = [_kept(one) for one in paths if one.application is not Application.DRAFT]
    if found or wrote:
        why = "県が行った手続きを後から確かめられるようにするためです。"
        until = (
            "上の記録と同じ期間" if found else f"最後のやりとりの年度が終わってから{YEARS_KEPT}年間"
        )
        found.append(Kept("お知らせ、メッセージ、手続きの履歴", why, until))
    return found


def _kept(one: PathEnd) -> Kept:
    until = wareki(end_of_keeping(one.completed_on)) + "まで"
    if one.paid:
        why = "補助金の支払を証明する書類として、保存することが定められています。"
        return Kept(f"{one.title}の応募から支払までの書類", why, until)
    return Kept(
        f"{one.title}の応募と選考の記録", "選考の経過を説明できるようにするためです。", until
    )


def end_of_keeping(completed_on: date) -> date:
    """Return the last day of keeping: 31 March, five fiscal years after that of completion."""
    return date(fiscal_year(completed_on) + 1 + YEARS_KEPT, *ENDS_IN_MARCH)


def removed(drafts: int, *, nothing_kept: bool) -> list[str]:
    """List what goes at once."""
    found = ["パスワード", "すべての端末のログイン", "メールで届いた手続き用のリンク"]
    if drafts:
        found.append(f"提出していない応募の下書き{drafts}件と、その添付ファイル")
    if nothing_kept:
        found.append("氏名とメールアドレス")
    return found
