"""Forms for one's own account and for the accounts of staff."""

import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import Field, PasswordField, SelectMultipleField, StringField
from wtforms.validators import EqualTo, Length, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.accounts.rules import LONGEST
from otameshi.core.roles import STAFF, Role
from otameshi.web.forms import PageForm, Required, options, text

LONGEST_ADDRESS = 254


def plain_address(typed: str) -> str:
    """Return the one form an address is kept in; full-width letters and capitals are folded."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def _deliverable(_: object, field: Field) -> None:
    try:
        validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise StopValidation(
            "メールアドレスの形になっていません。例のように入力してください。例：name@example.jp"
        ) from None


def _address(label: str, *checks: Any) -> StringField:
    return StringField(
        label,
        filters=[lambda typed: None if typed is None else plain_address(typed)],
        validators=[Required(), *checks],
        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email"},
    )


LIMIT = Length(max=LONGEST_ADDRESS, message=f"{LONGEST_ADDRESS}文字以内で入力してください。")


def address(label: str = "メールアドレス") -> StringField:
    return _address(label, LIMIT, _deliverable)


def address_if_any(label: str = "メールアドレス") -> StringField:
    """Make a field for an address of somebody who may have none."""
    return StringField(
        label,
        filters=[lambda typed: None if typed is None else plain_address(typed)],
        validators=[Optional(), LIMIT, _deliverable],
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email"},
    )


def address_again(label: str = "メールアドレス（確認）") -> StringField:
    """Make the second field of an address that is typed twice; it may be pasted."""
    return _address(
        label,
        EqualTo("email", message="上のメールアドレスと違います。同じものを入力してください。"),
    )


def password(label: str, autocomplete: str, *checks: Any) -> PasswordField:
    limit = Length(max=LONGEST, message=f"{LONGEST}文字以内で入力してください。")
    return PasswordField(
        label,
        validators=[Required(), limit, *checks],
        render_kw={"autocomplete": autocomplete},
    )


def repeated() -> PasswordField:
    same = EqualTo("password", message="上のパスワードと違います。同じものを入力してください。")
    return password("新しいパスワード（確認）", "new-password", same)


class AddressForm(PageForm):
    email = address()


class SignUpForm(AddressForm):
    email_again = address_again()


class SignInForm(PageForm):
    email = address()
    password = password("パスワード", "current-password")


class JoinForm(PageForm):
    name = text("氏名", 100, render_kw={"autocomplete": "name"})
    password = password("新しいパスワード", "new-password")
    again = repeated()


class NewPasswordForm(PageForm):
    password = password("新しいパスワード", "new-password")
    again = repeated()


class ChangePasswordForm(NewPasswordForm):
    current = password("今のパスワード", "current-password")


class NameForm(PageForm):
    name = text("氏名", 100, render_kw={"autocomplete": "name"})


class NewAddressForm(PageForm):
    email = address("新しいメールアドレス")
    email_again = address_again("新しいメールアドレス（確認）")
    current = password("今のパスワード", "current-password")


def _roles() -> SelectMultipleField:
    return SelectMultipleField(
        "権限",
        choices=options((role.value, role.label) for role in Role if role in STAFF),
        coerce=Role,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class InviteForm(PageForm):
    email = address()
    name = text("氏名", 100)
    organisation = text("所属", 100, required=False)
    roles = _roles()


class RolesForm(PageForm):
    roles = _roles()
