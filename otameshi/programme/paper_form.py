"""What the page of one kind of paper asks for. Shape only."""

from dataclasses import fields
from typing import Self

from wtforms import BooleanField

from otameshi.core.questions import Accepts
from otameshi.programme.asked import WORDS, Need, PaperSettings
from otameshi.programme.models import YearPaper
from otameshi.web.forms import (
    DIGITS,
    NumberField,
    PageForm,
    Required,
    given,
    labelled,
    long_text,
    text,
    within,
)

MOST_FILES = 10


class PaperForm(PageForm):
    position = NumberField(WORDS["position"], [Required(), within(1, 99)], render_kw=DIGITS)
    label = text(WORDS["label"], 50)
    help = long_text(
        WORDS["help"],
        500,
        required=False,
        render_kw={"rows": 3},
        description="応募者が読む文です。形式と大きさの説明は自動で付きます。",
    )
    need = labelled(
        WORDS["need"],
        Need,
        radio=True,
        description="「求めない」にすると応募の画面から消えます。添付済みのファイルは残ります。",
    )
    accepts = labelled(WORDS["accepts"], Accepts, radio=True)
    most = NumberField(WORDS["most"], [Required(), within(1, MOST_FILES)], render_kw=DIGITS)
    to_reviewers = BooleanField(
        WORDS["to_reviewers"],
        description="氏名を伏せた審査で、選考委員が開ける書類です。顔写真には付けないでください。",
    )

    @classmethod
    def of(cls, paper: YearPaper | None, position: int = 1) -> Self:
        if paper is None:
            first = {"need": Need.OPTIONAL, "accepts": Accepts.DOCUMENTS, "most": 1}
            return cls(data={"position": position, **first})
        return cls(data={each.name: getattr(paper, each.name) for each in fields(PaperSettings)})

    def settings(self) -> PaperSettings:
        return PaperSettings(
            position=given(self.position.data),
            label=given(self.label.data),
            help=self.help.data or "",
            need=self.need.data,
            accepts=self.accepts.data,
            most=given(self.most.data),
            to_reviewers=bool(self.to_reviewers.data),
        )
