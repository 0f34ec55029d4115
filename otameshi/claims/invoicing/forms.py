"""What the pages of banks, accounts and invoices ask for. Shape only."""

from collections.abc import Iterator
from typing import Any

from flask_wtf.file import FileField, FileRequired, MultipleFileField

from otameshi.claims.account import AccountKind
from otameshi.claims.actions import File
from otameshi.claims.invoicing.rules import Side
from otameshi.files.kinds import RECEIPTS, accept, accepted
from otameshi.web.forms import (
    DIGITS,
    DIGITS_ANEW,
    DateParts,
    PageForm,
    Required,
    YenField,
    labelled,
    long_text,
    text,
)

PICTURES = {"accept": accept(RECEIPTS)}


class ListForm(PageForm):
    file = FileField(
        "一覧のファイル",
        [FileRequired("一覧のファイルを選んでください。")],
        render_kw={"accept": ".csv,.json"},
    )
    dated = DateParts("いつの一覧か", [Required()])


class AccountForm(PageForm):
    """The account at a bank and branch of the list."""

    kind = labelled("預金種目", AccountKind, radio=True)
    number = text("口座番号", 20, render_kw=DIGITS_ANEW)
    holder = text("口座名義（カナ）", 60, render_kw={"autocomplete": "off"})
    cover = MultipleFileField("通帳の表紙", render_kw=PICTURES)
    spread = MultipleFileField("通帳の見開き", render_kw=PICTURES)
    taken = accepted(RECEIPTS)

    @property
    def pages(self) -> tuple[tuple[Side, File], ...]:
        return (*_files(Side.COVER, self.cover), *_files(Side.SPREAD, self.spread))


class PostForm(AccountForm):
    """The account at ゆうちょ銀行, by 記号・番号."""

    kind = labelled(
        "貯金の種類", AccountKind, radio=True, only=(AccountKind.ORDINARY, AccountKind.SAVINGS)
    )
    symbol = text("記号", 10, render_kw=DIGITS_ANEW)
    number = text("番号", 12, render_kw=DIGITS_ANEW)


class TypedForm(AccountForm):
    """The account at a bank that the list does not have."""

    bank = text("金融機関", 60)
    branch = text("支店", 60)
    bank_code = text("金融機関コード", 8, required=False, render_kw=DIGITS_ANEW)
    branch_code = text("支店コード", 8, required=False, render_kw=DIGITS_ANEW)


def _files(side: Side, field: Any) -> Iterator[tuple[Side, File]]:
    for one in field.data or ():
        if one and one.filename:
            yield side, File(one.filename, one.stream.read())


class ConfirmForm(PageForm):
    """The invoice as it is shown, sent by one button."""


class AskForm(PageForm):
    """概算払: how much, and why it is needed before the work is done."""

    amount = YenField("概算払の額", [Required()], render_kw=DIGITS)
    reason = long_text("概算払を必要とする理由", 400)
