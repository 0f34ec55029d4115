"""What a manager says to extend a deadline: for whom, of which call, until when, why."""

from collections.abc import Sequence
from datetime import datetime

from wtforms import SelectField

from otameshi.accounts.forms import address
from otameshi.programme.models import Call
from otameshi.web.forms import (
    DateParts,
    PageForm,
    Required,
    clock,
    given,
    long_text,
    moment_of,
    options,
)


class ExtensionForm(PageForm):
    call_id = SelectField("募集", coerce=int)
    email = address("応募する方のメールアドレス")
    closes_on = DateParts("新しい締切の日", validators=[Required()])
    closes_time = clock("新しい締切の時刻")
    note = long_text("理由", 1_000, render_kw={"rows": 4})

    def offer(self, calls: Sequence[Call]) -> None:
        # Somebody else's address: a browser must not fill in the manager's own.
        self.email.render_kw = {**(self.email.render_kw or {}), "autocomplete": "off"}
        self.call_id.choices = options(
            (str(one.id), f"{one.year.name}　{one.title}") for one in calls
        )

    @property
    def closes_at(self) -> datetime:
        return moment_of(self.closes_on.data, given(self.closes_time.data))
