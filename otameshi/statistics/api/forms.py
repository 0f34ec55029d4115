"""The form by which a token is issued."""

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.statistics.api.rules import Life, Scope
from otameshi.web.forms import PageForm, labelled, options, text


class TokenForm(PageForm):
    name = text("名前", 100)
    scopes = SelectMultipleField(
        "読めるもの",
        choices=options((one.value, one.label) for one in Scope),
        coerce=lambda value: Scope(str(value)),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    life = labelled("有効な期間", Life, radio=True, default=Life.QUARTER)
