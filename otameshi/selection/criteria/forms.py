"""What the page of one criterion asks for. Shape only."""

from typing import Self

from wtforms import BooleanField

from otameshi.programme.forms import CriterionForm
from otameshi.programme.models import Criterion, ProgrammeYear
from otameshi.web.forms import long_text


class RubricForm(CriterionForm):
    """A criterion; once it was scored by, also why it changes and what becomes of the points."""

    words_alone = BooleanField(
        "言葉の手直しだけなので、付けた点をそのまま使う",
        description="誤字など、意味の変わらない手直しのときだけ選びます。",
    )
    reason = long_text(
        "変更の理由",
        2_000,
        required=False,
        render_kw={"rows": 3},
        description="必ず記入してください。履歴に残り、採点をお願いし直す選考委員にも知らせます。",
    )

    @classmethod
    def in_use(cls, year: ProgrammeYear, criterion: Criterion | None) -> Self:
        last = max((one.position for one in year.criteria), default=0)
        form = cls.of(criterion, last + 1)
        if not year.scored:
            del form.reason
        if not year.scored or criterion is None:
            del form.words_alone
        return form

    @property
    def why(self) -> str:
        return (self.reason.data or "") if "reason" in self else ""

    @property
    def keeps_points(self) -> bool:
        return "words_alone" in self and bool(self.words_alone.data)
