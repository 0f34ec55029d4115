"""What the page of a year's 選考の方法 asks for. Shape only."""

from dataclasses import asdict
from typing import Self

from wtforms import BooleanField

from otameshi.programme.method import WHOLE, WORDS, Averaging, Method, TieRule, Unfinished
from otameshi.programme.models import ProgrammeYear
from otameshi.web.forms import (
    DIGITS,
    NumberField,
    PageForm,
    Required,
    given,
    labelled,
    long_text,
    within,
)

LONGEST_RECALL = 7 * 24 * 60  # minutes
LONGEST_ANSWER = 90  # days


def _number(name: str, least: int, most: int, description: str) -> NumberField:
    return NumberField(
        WORDS[name],
        [Required(), within(least, most)],
        description=description,
        render_kw=DIGITS,
    )


class MethodForm(PageForm):
    averaging = labelled(
        WORDS["averaging"],
        Averaging,
        radio=True,
        description=(
            "委員ごとに、各基準の点を重みで平均した点を出し、それをまとめます。"
            "「最高と最低を除いた平均」は、確定した採点票が3枚以上のときに除きます。"
        ),
    )
    unfinished = labelled(WORDS["unfinished"], Unfinished, radio=True)
    tie_rule = labelled(
        WORDS["tie_rule"],
        TieRule,
        radio=True,
        description="同点はいつも同じ順位として示します。ここで決めるのは一覧に並べる順だけです。",
    )
    show_adjusted = BooleanField(
        WORDS["show_adjusted"],
        description="参考の列です。順位は、いつも委員が付けたままの点で決まります。",
    )
    interview_share = _number(
        "interview_share", 0, WHOLE, "0は書類審査の点だけ、30は書類70％と面談30％です。"
    )
    blind = BooleanField(
        WORDS["blind"],
        description="氏名、屋号、写真、性別、年齢を、選考委員が開くすべてのページで伏せます。",
    )
    show_others = BooleanField(
        WORDS["show_others"],
        description="締切の後に、自分が採点した応募だけについて、委員の名前を出さずに示します。",
    )
    recall_minutes = _number(
        "recall_minutes",
        0,
        LONGEST_RECALL,
        "決定した通知は、この時間だけ送らずに待ち、その間は取り消せます。0はすぐに送ります。",
    )
    answer_days = _number(
        "answer_days",
        1,
        LONGEST_ANSWER,
        "採択または補欠からの繰上げを知らせてから、本人が答えるまでの日数です。",
    )
    note = long_text(
        "変更の理由",
        2_000,
        required=False,
        render_kw={"rows": 3},
        description="採点が始まった後に変えるときは、必ず記入してください。履歴に残ります。",
    )

    @classmethod
    def of(cls, year: ProgrammeYear) -> Self:
        return cls(data=asdict(year.selection_plan.fact))

    def settings(self) -> Method:
        return Method(
            averaging=self.averaging.data,
            unfinished=self.unfinished.data,
            tie_rule=self.tie_rule.data,
            show_adjusted=bool(self.show_adjusted.data),
            interview_share=given(self.interview_share.data),
            blind=bool(self.blind.data),
            show_others=bool(self.show_others.data),
            recall_minutes=given(self.recall_minutes.data),
            answer_days=given(self.answer_days.data),
        )
