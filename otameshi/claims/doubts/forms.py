"""What the pages of a remark ask for."""

from otameshi.web.forms import PageForm, long_text

LONGEST = 1_000


class ExplanationForm(PageForm):
    words = long_text("説明", LONGEST)


class LookForm(PageForm):
    note = long_text("確かめたこと", LONGEST)
