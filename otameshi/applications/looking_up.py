"""The button 「郵便番号から住所を入れる」: the form comes back filled, and nothing is saved."""

from typing import Any

from flask import request

from otameshi.applications.postcodes import Place, filled, places
from otameshi.web.forms import options
from otameshi.web.transaction import only_looked

ASK = "postcode"
UNKNOWN = "この郵便番号は見つかりません。番号を確かめるか、住所をそのまま入力してください。"
SEVERAL = (
    "この郵便番号には、いくつかの地域があります。下から選んで、もう一度ボタンを押してください。"
)
DONE = "住所を入れました。続きの番地などを入力してください。住所は書き直せます。"


def asked() -> bool:
    """Whether the button asked for the address, before anything is kept."""
    return request.method == "POST" and request.form.get("action") == ASK


def fill_in(form: Any) -> str:
    """Put the place of the form's postal code into its address; return what to say of it."""
    only_looked()
    if not form.postal_code.validate(form):
        return ""
    found = places(form.postal_code.data or "")
    if not found:
        form.postal_code.errors = [UNKNOWN]
        return ""
    if len(found) > 1:
        form.place.choices = options((one.label, one.label) for one in found)
    chosen = _chosen(found, form.place.data)
    if chosen is None:
        return SEVERAL
    _put(form, chosen, found)
    return DONE


def take_choice(form: Any) -> None:
    """Put in what was chosen among several, by somebody who then saved at once."""
    found = places(form.postal_code.data or "")
    chosen = _chosen(found, form.place.data) if form.place.data else None
    if chosen is not None and not form.address.data:
        _put(form, chosen, found)


def _put(form: Any, place: Place, offered: tuple[Place, ...]) -> None:
    form.prefecture.data = place.prefecture
    form.address.data = filled(form.address.data or "", place, offered)


def _chosen(found: tuple[Place, ...], label: str | None) -> Place | None:
    if len(found) == 1:
        return found[0]
    return next((one for one in found if one.label == label), None)
