"""What the office types around the list of applications."""

from wtforms import BooleanField

from otameshi.web.forms import PageForm, text

LONGEST_NAME = 40  # characters: it must fit on a button


class ViewForm(PageForm):
    name = text("条件の名前", LONGEST_NAME)
    shared = BooleanField("ほかの職員も使えるようにする")
    first = BooleanField("応募の一覧を開いたとき、はじめにこの条件を使う")
