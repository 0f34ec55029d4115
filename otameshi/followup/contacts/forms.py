"""What is asked for about addresses and consent. Shape only."""

from typing import Any

from wtforms import BooleanField, Field
from wtforms.validators import StopValidation

from otameshi.accounts.forms import address_if_any
from otameshi.applications.reading import is_phone, is_postal_code, phone, postal_code
from otameshi.followup.contacts.rules import TOLD_TO_STAFF, Address, How
from otameshi.web.forms import PageForm, labelled, long_text, text

PHONE, CODE, ADDRESS, NOTE = 20, 10, 200, 500


def _phone(_: object, field: Field) -> None:
    if field.data and not is_phone(field.data):
        raise StopValidation("電話番号は、市外局番から数字で入力してください。")


def _code(_: object, field: Field) -> None:
    if field.data and not is_postal_code(field.data):
        raise StopValidation("郵便番号は7桁の数字で入力してください。")


def phone_field() -> Any:
    return text(
        "電話番号",
        PHONE,
        required=False,
        filters=[phone],
        validators=[_phone],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )


def code_field() -> Any:
    return text(
        "郵便番号",
        CODE,
        required=False,
        filters=[postal_code],
        validators=[_code],
        render_kw={"autocomplete": "postal-code", "inputmode": "numeric"},
    )


def address_field() -> Any:
    return text("住所", ADDRESS, required=False, render_kw={"autocomplete": "street-address"})


class ContactForm(PageForm):
    email = address_if_any()
    phone = phone_field()
    postal_code = code_field()
    address = address_field()
    how = labelled("どのように聞いたか", How, radio=True, only=TOLD_TO_STAFF)
    note = long_text("いきさつ", NOTE, required=False)

    @property
    def fact(self) -> Address:
        return Address(
            self.email.data or "",
            self.phone.data or "",
            self.postal_code.data or "",
            self.address.data or "",
        )


class ConsentForm(PageForm):
    how = labelled("どのように聞いたか", How, radio=True, only=TOLD_TO_STAFF)
    read = BooleanField("利用目的を本人に読み上げ、または見せて、同意を得た")

    def validate(self, extra_validators: Any = None) -> bool:
        well_formed = bool(super().validate(extra_validators))
        if not self.read.data:
            self.read.errors = ["利用目的を本人に伝えてから記録してください。"]
        return well_formed and bool(self.read.data)


class WithdrawForm(PageForm):
    how = labelled("どのように聞いたか", How, radio=True, only=TOLD_TO_STAFF)
    note = long_text("いきさつ", NOTE, required=False)


class ExportForm(PageForm):
    purpose = text("何に使うか", ADDRESS)
