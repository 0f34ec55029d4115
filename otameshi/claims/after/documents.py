"""The papers of taking back: 交付決定取消通知書 and 返還命令書. Both are stamped with 公印."""

from otameshi.claims.after.models import Cancellation, Repayment
from otameshi.claims.after.rules import Cause
from otameshi.core.wareki import wareki
from otameshi.documents.official import yen_words
from otameshi.documents.paper import Grid, Heading, Items, Prose, sheet
from otameshi.grants import letterhead
from otameshi.grants.letterhead import cited, project
from otameshi.programme.models import ProgrammeYear


def remedies(year: ProgrammeYear) -> Prose:
    """Return 教示: what can be done against this (行政不服審査法第82条, 行政事件訴訟法第46条)."""
    return Prose(
        "この処分に不服があるときは、この処分があったことを知った日の翌日から起算して3か月以内に、"
        f"{year.issuer}に対して審査請求をすることができます。また、この処分があったことを知った日の"
        "翌日から起算して6か月以内に、県を被告として、処分の取消しの訴えを提起することができます。"
    )


def cancellation(one: Cancellation) -> bytes:
    """Return 補助金交付決定取消通知書 of a decision that has just been taken back."""
    if one.decided_on is None:
        raise ValueError
    group = one.grant.participation
    year = group.year
    what = "全部" if one.whole else "一部"
    return sheet(
        letterhead.notice(
            group,
            "補助金交付決定取消通知書",
            f"{cited(one.grant)}で通知した補助金の交付の決定については、"
            f"{year.guidelines}の規定により、下記のとおりその{what}を取り消したので通知します。",
            (
                Items(
                    (
                        project(group),
                        ("取り消した範囲", f"交付決定の{what}"),
                        ("取消前の交付決定額", yen_words(one.amount_before)),
                        ("取り消した額", yen_words(one.taken_back)),
                        ("取消後の交付決定額", yen_words(one.stands)),
                        ("取消の理由", f"{one.reason.label}ため\n{one.words}"),
                    )
                ),
                Prose(
                    "すでに支払った補助金が取消後の交付決定額を超えるときは、その返還を別に命じます。"
                ),
                remedies(year),
            ),
            number=one.document_number,
            dated=one.decided_on,
            stamped=True,
        )
    )


WHY = {
    Cause.CANCELLED: "交付の決定を取り消したため",
    Cause.SURPLUS: "概算払の額が確定した額を超えたため",
    Cause.TAX: "消費税及び地方消費税に係る仕入控除税額が確定したため",
}


def _terms(one: Repayment) -> Prose:
    extra = (
        "返還する補助金には、受領の日から納付の日までの日数に応じ、"
        f"年{one.percent}パーセントの割合で計算した加算金がかかります。"
        if one.surcharged
        else "この返還には、加算金はかかりません。"
    )
    return Prose(
        f"{extra}納期日までに納付しないときは、納期日の翌日から納付の日までの日数に応じ、未納の額に"
        f"年{one.percent}パーセントの割合で計算した延滞金がかかります。年当たりの割合は、閏年の日を含む"
        "期間についても365日当たりの割合とし、1円未満は切り捨てます。一部を納付したときは、"
        "返還する補助金に先に充て、その翌日からは残りの額について計算します。"
    )


def order(one: Repayment) -> bytes:
    """Return 補助金返還命令書 of an order that has just been given."""
    if one.ordered_on is None or one.due_on is None:
        raise ValueError
    group = one.grant.participation
    year = group.year
    return sheet(
        letterhead.notice(
            group,
            "補助金返還命令書",
            f"{cited(one.grant)}で交付を決定した補助金については、{WHY[one.cause]}、"
            f"{year.guidelines}の規定により、下記のとおり返還を命じます。",
            (
                Items(
                    (
                        project(group),
                        ("返還する額", yen_words(one.amount)),
                        ("納期日", wareki(one.due_on)),
                        ("納付の方法", "同封する納入通知書による"),
                    )
                ),
                Heading("返還する補助金を受領した日と額（円）"),
                _received(one),
                _terms(one),
                remedies(year),
            ),
            number=one.document_number,
            dated=one.ordered_on,
            stamped=True,
        )
    )


def _received(one: Repayment) -> Grid:
    return Grid(
        ("受領した日", "返還する額"),
        [(wareki(each.on), f"{each.amount:,}") for each in one.sums],
        aligns="lr",
        total=("合計", f"{one.amount:,}"),
    )
