"""What closing the account asks for."""

from otameshi.accounts.forms import password
from otameshi.web.forms import PageForm


class CloseForm(PageForm):
    current = password("今のパスワード", "current-password")
