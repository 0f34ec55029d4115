"""選考の方法: how a year turns its reviewers' points into an order. No database, no web."""

from dataclasses import dataclass

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused

WHOLE = 100  # %


class Averaging(Labelled):
    """How the totals of a candidate's reviewers become one figure."""

    MEAN = "mean", "平均"
    MEDIAN = "median", "中央値"
    TRIMMED = "trimmed", "最高と最低を除いた平均"


class Unfinished(Labelled):
    """What becomes of a candidate whose sheets are not all finished."""

    REMARK = "remark", "確定した採点票だけで順位を付け、終わっていない委員を示す"
    UNRANKED = "unranked", "全員が確定するまで順位を付けない"


class TieRule(Labelled):
    """In which order a list names those of one rank; the rank itself stays shared."""

    CRITERIA = (
        "criteria",
        "重みの大きい審査基準の点が高い順。それも同じなら、委員の点の開きが小さい順",
    )
    SPREAD = "spread", "委員の点の開きが小さい順"
    LOT = "lot", "抽選で決める（一覧では受付番号の順に並べる）"
    NUMBER = "number", "順を付けない（一覧では受付番号の順に並べる）"


@dataclass(frozen=True, slots=True)
class Method:
    """What an officer sets; each field is a column of the year's `SelectionPlan`."""

    averaging: Averaging = Averaging.MEAN
    unfinished: Unfinished = Unfinished.REMARK
    tie_rule: TieRule = TieRule.CRITERIA
    show_adjusted: bool = False  # a second column with each reviewer's severity taken out
    interview_share: int = 0  # %: how much of the score is the 面談; 0 ranks by paper alone
    blind: bool = True  # reviewers see neither name, photo, sex nor age
    show_others: bool = False  # after closing, reviewers see how others scored the same
    recall_minutes: int = 60  # so long do the letters of a decision wait, and can be recalled
    answer_days: int = 14  # in which a selected or promoted group accepts or declines


# What each setting is called, on its form and in the history.
WORDS = {
    "averaging": "委員の点のまとめ方",
    "unfinished": "採点が終わっていない応募の扱い",
    "tie_rule": "同点の並べ方",
    "show_adjusted": "委員の甘さ・辛さを除いた点も並べて示す",
    "interview_share": "点に占める面談の割合（％）",
    "blind": "氏名などを選考委員に伏せる",
    "show_others": "採点の締切の後、ほかの委員の点を委員に示す",
    "recall_minutes": "通知を取り消せる時間（分）",
    "answer_days": "参加の承諾・辞退を答える日数",
}


def check_method(settings: Method) -> None:
    """Refuse figures that no selection can follow."""
    if not 0 <= settings.interview_share <= WHOLE:
        raise Refused("面談の割合は、0から100までにしてください。")
    if settings.recall_minutes < 0 or settings.answer_days < 1:
        raise Refused("通知を取り消せる時間は0分以上、答える日数は1日以上にしてください。")


def must_say_why(changed: bool, note: str) -> None:  # noqa: FBT001  # a fact, not a switch
    """Refuse to change how scores count, once there are some, without a reason in writing."""
    if changed and not note.strip():
        raise Refused("採点が始まっています。選考の方法を変える理由を記入してください。")
