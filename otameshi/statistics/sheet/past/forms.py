"""What the page of past totals asks for. Shape only."""

from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from otameshi.web.forms import PageForm, long_text


class TableForm(PageForm):
    table = FileField("過去の集計の表", render_kw={"accept": ".csv,.xlsx"})

    def validate_table(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("表のファイルを選んでください。")

    @property
    def file(self) -> tuple[str, bytes]:
        return self.table.data.filename, self.table.data.stream.read()


class TakeForm(PageForm):
    reason = long_text("値を変える理由", 500, required=False)
