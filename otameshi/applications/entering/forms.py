"""What the pages of entering on somebody's behalf ask for. Shape only."""

from collections.abc import Sequence
from typing import Any, Self

from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import ValidationError

from otameshi.accounts.forms import address
from otameshi.applications.entering.actions import Sender
from otameshi.core.wareki import fiscal_year_label
from otameshi.programme.models import Call
from otameshi.web.forms import (
    Chosen,
    DateParts,
    PageForm,
    Required,
    clock,
    given,
    moment_of,
    options,
    row_key,
    text,
)


class _OfCall(PageForm):
    call = SelectField("募集", coerce=row_key, validators=[Chosen()])
    calls: Sequence[Call] = ()

    @classmethod
    def of(cls, calls: Sequence[Call]) -> Self:
        form = cls()
        form.calls = calls
        named = (
            (str(one.id), f"{fiscal_year_label(one.year.fiscal_year)} {one.title}") for one in calls
        )
        form.call.choices = options(named)
        return form

    @property
    def chosen(self) -> Call:
        return next(one for one in self.calls if one.id == self.call.data)


class SenderForm(_OfCall):
    name = text("代表者の氏名", 100)
    email = address("応募者のメールアドレス")
    received_on = DateParts("応募書が届いた日", validators=[Required()])
    received_time = clock("応募書が届いた時刻")

    @property
    def sender(self) -> Sender:
        return Sender(
            name=given(self.name.data),
            email=given(self.email.data),
            received_at=moment_of(self.received_on.data, self.received_time.data),
        )


class TableForm(_OfCall):
    table = FileField("応募の表", render_kw={"accept": ".csv,.xlsx"})

    def validate_table(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("表のファイルを選んでください。")

    @property
    def file(self) -> tuple[str, bytes]:
        return self.table.data.filename, self.table.data.stream.read()
