"""The form by which an open-data package is asked for."""

from collections.abc import Sequence

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.core.wareki import fiscal_year_label
from otameshi.web.forms import Chosen, PageForm, options


class PackageForm(PageForm):
    years = SelectMultipleField(
        "公開する年度",
        validators=[Chosen()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def __init__(self, years: Sequence[int]) -> None:
        super().__init__(data={"years": [str(one) for one in years]})
        self.years.choices = options((str(one), fiscal_year_label(one)) for one in years)

    @property
    def chosen(self) -> list[int]:
        return [int(one) for one in self.years.data or ()]
