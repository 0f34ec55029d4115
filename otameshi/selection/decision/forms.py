"""The shape of what is sent about decisions: notices, reasons, changes, meetings."""

from typing import Any

from wtforms import SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.selection.rules import Outcome
from otameshi.web.forms import (
    DateParts,
    NumberField,
    PageForm,
    Required,
    labelled,
    long_text,
    options,
    text,
)

LONGEST_REASON = 1_000
LONGEST_GIST = 4_000
IN_ORDER = NumberRange(1, 999, message="補欠の順位は1から999までの数で入力してください。")


class SendForm(PageForm):
    """Which kinds of notices leave; an empty choice is refused by the rule and sends nothing."""

    kinds = SelectMultipleField(
        "送る通知",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def offer(self, kinds: dict[str, str]) -> None:
        self.kinds.choices = options(kinds.items())


class ReasonForm(PageForm):
    reason = long_text("通知に書く理由", LONGEST_REASON, required=False)


class ChangeForm(PageForm):
    """Another decision than the one that stands."""

    outcome = labelled("変更後の結果", Outcome, radio=True)
    waitlist_rank = NumberField("補欠の順位", validators=[Optional(), IN_ORDER])
    note = long_text("変更する理由（事務局の記録）", 2_000)
    reason = long_text("応募者に知らせる理由", LONGEST_REASON)


class MeetingForm(PageForm):
    """選考会議: what the minutes say beside the ranking and the decisions."""

    on = DateParts("開催日", validators=[Required()])
    hours = text("時間", 40)
    place = text("場所", 100)
    present = long_text("出席者", 2_000)
    absent = long_text("欠席者", 2_000, required=False)
    gist = long_text("議事の要旨", LONGEST_GIST)

    @property
    def written(self) -> dict[str, Any]:
        return {
            "on": self.on.data,
            "hours": self.hours.data or "",
            "place": self.place.data or "",
            "present": self.present.data or "",
            "absent": self.absent.data or "",
            "gist": self.gist.data or "",
        }
