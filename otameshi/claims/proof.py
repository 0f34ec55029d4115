"""What a receipt says beside the sum: who issued it, how it was paid. No database, no web."""

import re
import unicodedata

from stdnum.jp import cn

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused


class PaidWith(Labelled):
    """支払方法: an expense recorded before it was asked for has none."""

    UNSAID = "unsaid", "記録なし"
    CASH = "cash", "現金"
    CARD = "card", "クレジットカード"
    DEBIT = "debit", "デビットカード・口座振替"
    TRANSFER = "transfer", "銀行振込"
    E_MONEY = "e_money", "交通系IC・電子マネー"
    QR = "qr", "QRコード決済"
    OTHER = "other", "その他"


REGISTRATION = re.compile(r"T[0-9]{13}")
SEPARATORS = re.compile(r"[\s\-‐－―ー]")


def registration_number(text: str) -> str:
    """Return 登録番号 as T and 13 digits, or nothing where none was typed; refuse another form.

    The 13 digits are those of 国税庁適格請求書発行事業者公表サイト「登録番号とは」
    (https://www.invoice-kohyo.nta.go.jp/about-toroku/).
    """
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not plain:
        return ""
    if re.fullmatch("[0-9]{13}", plain):
        plain = f"T{plain}"
    if not REGISTRATION.fullmatch(plain):
        raise Refused("登録番号は、Tに続く13桁の数字で入力してください。")
    return plain


def is_corporate(number: str) -> bool:
    """Say whether the 13 digits are a 法人番号, by its 検査用数字.

    Of a corporation the digits are its 法人番号, whose first one is the check digit
    (法人番号の指定等に関する省令 第2条). Those of 個人事業者 are only said not to be one: no check
    digit is published for them, so a number that fails may still be right.
    """
    return bool(cn.is_valid(number.removeprefix("T")))
