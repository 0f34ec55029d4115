"""The settings of a 募集回."""

from typing import Self

from wtforms import BooleanField

from otameshi.core.clock import in_japan
from otameshi.programme.forms.named import named_number, named_text
from otameshi.programme.models import Call
from otameshi.programme.rules import WORDS, CallSettings
from otameshi.web.forms import DateParts, PageForm, Required, clock, given, moment_of


class CallForm(PageForm):
    title = named_text("title")
    opens_on = DateParts("募集を始める日", validators=[Required()])
    opens_time = clock("募集を始める時刻")
    closes_on = DateParts(
        "締切の日",
        validators=[Required()],
        description="日本の日付と時刻です。締切の時刻ちょうどは遅れになります。",
    )
    closes_time = clock("締切の時刻")
    quota = named_number("quota", 1, 1000)
    quota_soft = BooleanField(WORDS["quota_soft"])
    grace_seconds = named_number(
        "grace_seconds",
        0,
        600,
        required=False,
        description=(
            "締切の前に送信が始まった提出を、締切の後も受け付ける秒数です。"
            "0は猶予なし。0より大きいときは、応募のページに表示します。"
        ),
    )

    @classmethod
    def of(cls, call: Call | None) -> Self:
        if call is None:
            return cls(data={"opens_time": "9:00", "closes_time": "17:00", "grace_seconds": 0})
        opens, closes = in_japan(call.opens_at), in_japan(call.closes_at)
        known = {
            "opens_on": opens.date(),
            "opens_time": f"{opens.hour}:{opens.minute:02}",
            "closes_on": closes.date(),
            "closes_time": f"{closes.hour}:{closes.minute:02}",
        }
        return cls(obj=call, data=known)

    def settings(self) -> CallSettings:
        return CallSettings(
            title=given(self.title.data),
            opens_at=moment_of(self.opens_on.data, self.opens_time.data),
            closes_at=moment_of(self.closes_on.data, self.closes_time.data),
            quota=given(self.quota.data),
            quota_soft=bool(self.quota_soft.data),
            grace_seconds=self.grace_seconds.data or 0,
        )
