"""Addresses after the stay, and consent to be written to in the long term. No database, no web."""

from dataclasses import dataclass

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused

# Its own purpose of use (利用目的): an address kept under it serves this and nothing else.
PURPOSE = (
    "長野県が行う、移住・二地域居住・関係人口・仕事づくりに関する催しや制度のご案内と、"
    "「おためしナガノ」に参加された方どうしの交流のご案内をお送りするために使います。"
    "ほかの目的には使わず、第三者に提供しません。いつでも、理由を述べずに取りやめることができます。"
)


class How(Labelled):
    """How the office learnt of it."""

    LINK = "link", "本人がリンクから"
    TELEPHONE = "telephone", "電話などで担当者が聞き取り"
    PAPER = "paper", "書面・メール"


TOLD_TO_STAFF = (How.TELEPHONE, How.PAPER)


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is reached; what is empty is not known, or as it was on the application."""

    email: str = ""
    phone: str = ""
    postal_code: str = ""
    address: str = ""


def changes(before: Address, after: Address) -> dict[str, list[str]]:
    """Return what differs, each with what it was and what it becomes."""
    named = {
        "メールアドレス": (before.email, after.email),
        "電話番号": (before.phone, after.phone),
        "郵便番号": (before.postal_code, after.postal_code),
        "住所": (before.address, after.address),
    }
    return {label: [was, is_] for label, (was, is_) in named.items() if was != is_}


def must_differ(found: dict[str, list[str]]) -> None:
    if not found:
        raise Refused("連絡先は、登録されているものと同じです。")


def must_be_reachable(email: str, address: str) -> None:
    """Refuse consent of somebody to whom nothing could be sent."""
    if not (email or address):
        raise Refused("ご案内を受け取るには、メールアドレスか住所が必要です。")


def must_consent_once(*, consents: bool) -> None:
    if consents:
        raise Refused("すでに、ご案内を受け取ることに同意しています。")


def must_have_consented(*, consents: bool) -> None:
    if not consents:
        raise Refused("同意は、すでに取りやめられています。")


def masked(email: str) -> str:
    """Return an address by which its owner knows it and nobody else does: h…@example.jp."""
    box, at, domain = email.partition("@")
    return f"{box[:1]}…{at}{domain}" if at else ""
