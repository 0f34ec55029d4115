"""The papers of a grant: 交付申請書 with its 収支予算書, 交付決定通知書 and 不交付決定通知書."""

from datetime import date

from otameshi.core.wareki import fiscal_year_label, wareki
from otameshi.core.yen import total
from otameshi.documents.official import yen_words
from otameshi.documents.paper import Amounts, Heading, Items, Prose, sheet
from otameshi.grants import letterhead
from otameshi.grants.letterhead import project
from otameshi.grants.models import Grant
from otameshi.grants.reckoning import Prospect


def _period(first: date, last: date) -> str:
    return f"{wareki(first)}から{wareki(last)}まで"


def _expenditure(grant: Grant, found: Prospect) -> Amounts:
    sums = found.estimate.assessment.subtotals
    return Amounts(
        ("区分", "補助事業に要する経費", "補助対象経費"),
        [(each.label, each.claimed, each.eligible) for each in sums],
        total=("合計", grant.expenditure, total(each.eligible for each in sums)),
    )


def application(grant: Grant, found: Prospect, on: date) -> bytes:
    """Return 補助金交付申請書 with its 収支予算書."""
    group, budget = grant.participation, grant.budget
    year = group.year
    income = Amounts(
        ("区分", "予算額"),
        (
            ("県補助金", budget.asked),
            ("ほかの補助金・支援", budget.other_funds),
            ("自己資金", budget.own_funds),
        ),
        total=("合計", budget.income),
    )
    return sheet(
        letterhead.submission(
            group,
            "補助金交付申請書",
            f"{fiscal_year_label(year.fiscal_year)}において補助事業を実施したいので、"
            f"{year.guidelines}の規定により、下記のとおり補助金の交付を申請します。",
            (
                Items(
                    (
                        project(group),
                        ("交付申請額", yen_words(budget.asked)),
                        ("実施期間", _period(group.first_day, group.last_day)),
                        ("参加者", f"{found.heads}名"),
                        ("目的・内容", grant.purpose),
                        ("ほかの支援", grant.other_support or "なし"),
                        (
                            "誓約",
                            "暴力団その他の反社会的勢力に該当せず、申請の内容に相違ありません。",
                        ),
                    )
                ),
                Heading("収支予算書　収入の部"),
                income,
                Heading("収支予算書　支出の部"),
                _expenditure(grant, found),
            ),
            dated=on,
        )
    )


def decision(grant: Grant, found: Prospect) -> bytes:
    """Return 補助金交付決定通知書 of a grant that has just been decided."""
    if (
        grant.amount is None
        or grant.decided_on is None
        or grant.applied_on is None
        or grant.paid_by is None
    ):
        raise ValueError
    group = grant.participation
    year = group.year
    return sheet(
        letterhead.notice(
            group,
            "補助金交付決定通知書",
            f"{wareki(grant.applied_on)}付けで申請のあった補助金については、"
            f"{year.guidelines}の規定により、下記のとおり交付することに決定したので通知します。",
            (
                Items(
                    (
                        project(group),
                        ("補助事業に要する経費", yen_words(grant.expenditure)),
                        ("補助対象経費", yen_words(found.eligible)),
                        ("補助金の額", yen_words(grant.amount)),
                        ("実施期間", _period(group.first_day, group.last_day)),
                        ("完了の期限", wareki(group.last_day)),
                        ("支払の期限", wareki(grant.paid_by)),
                        ("経費の配分", "次のとおりとする。"),
                    )
                ),
                _expenditure(grant, found),
                Prose(_since_when(grant) + "補助金の額は、実績の報告を受けて確定します。"),
                Heading("交付の条件"),
                Items(year.grant_plan.conditions),
            ),
            number=grant.document_number,
            dated=grant.decided_on,
        )
    )


def _since_when(grant: Grant) -> str:
    decided_on = grant.decided_on or date.max
    if grant.early_from is None or grant.early_from >= decided_on:
        return "交付決定日より前に生じた経費は、補助の対象となりません。"
    return (
        f"事前着手を承認した{wareki(grant.early_from)}より前に生じた経費は、"
        "補助の対象となりません。"
    )


def refusal(grant: Grant, reason: str) -> bytes:
    """Return 補助金不交付決定通知書."""
    if grant.applied_on is None or grant.decided_on is None:
        raise ValueError
    group = grant.participation
    return sheet(
        letterhead.notice(
            group,
            "補助金不交付決定通知書",
            f"{wareki(grant.applied_on)}付けで申請のあった補助金については、"
            "下記の理由により交付しないことに決定したので通知します。",
            (Items((project(group), ("理由", reason))),),
            number=grant.document_number,
            dated=grant.decided_on,
        )
    )
