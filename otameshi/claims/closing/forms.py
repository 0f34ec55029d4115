"""What closing and opening a year ask for."""

from otameshi.web.forms import PageForm, long_text


class CloseForm(PageForm):
    note = long_text("済んでいないものを残して締める理由", 2_000, required=False)


class ReopenForm(PageForm):
    note = long_text("年度を開く理由", 2_000)
