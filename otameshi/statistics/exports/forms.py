"""The form by which a table is asked for."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.core.wareki import fiscal_year_label
from otameshi.statistics.exports.columns import Column
from otameshi.web.forms import Chosen, PageForm, options

BOXES: dict[str, Any] = {
    "option_widget": CheckboxInput(),
    "widget": ListWidget(prefix_label=False),
}


class TableForm(PageForm):
    years = SelectMultipleField("年度", **BOXES)
    columns = SelectMultipleField("列", validators=[Chosen()], **BOXES)

    def __init__(self, years: Sequence[int], columns: Sequence[Column]) -> None:
        usual = [one.key for one in columns if not one.personal]
        super().__init__(data={"years": [], "columns": usual})
        self.years.choices = options((str(one), fiscal_year_label(one)) for one in years)
        self.columns.choices = options((one.key, _words(one)) for one in columns)

    @property
    def chosen_years(self) -> list[int]:
        return [int(one) for one in self.years.data or ()]


def _words(column: Column) -> str:
    marks = "（個人情報）" if column.personal else ""
    return f"{column.label}{marks}{'：' if column.meaning else ''}{column.meaning}"
