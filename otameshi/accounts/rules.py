"""What a password must be, how long a link lives, how often one may try. No database, no web."""

import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from otameshi.core.labels import Labelled
from otameshi.core.roles import STAFF, Role
from otameshi.core.states import Refused, TooOften


class Purpose(Labelled):
    SIGN_UP = "sign_up", "利用登録"
    RESET = "reset", "パスワードの再設定"
    INVITE = "invite", "職員・選考委員の招待"
    NEW_ADDRESS = "new_address", "メールアドレスの変更"


class Group(Labelled):
    """How the administrator's list is divided."""

    STAFF = "staff", "職員・選考委員"
    APPLICANTS = "applicants", "応募者・参加者"
    CLOSED = "closed", "閉じた登録"


LIFETIME = {
    Purpose.SIGN_UP: timedelta(hours=24),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITE: timedelta(days=7),
    Purpose.NEW_ADDRESS: timedelta(hours=24),
}

# NIST SP 800-63B-4: 15 characters where the password is the only factor; no composition rules.
SHORTEST, LONGEST = 15, 128
# What must be left when everything that can be guessed is taken away.
LEAST_OWN, LEAST_DIFFERENT = 6, 5
# quality.md S14
TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, WINDOW = 5, 30, timedelta(minutes=15)
TRIES_IN_A_ROW = 100  # NIST SP 800-63B-4, 3.2.2
# Letters that anybody can have sent to an address, so that nobody's mailbox is filled.
LETTERS, LETTER_WINDOW = 3, timedelta(hours=1)

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "あいうえおかきくけこさしすせそ")
SHORTEST_RUN = 3
COMMON = (
    "password", "passw0rd", "p@ssword", "p@ssw0rd", "パスワード", "letmein", "welcome", "login",
    "ログイン", "admin", "administrator", "管理者", "iloveyou", "sunshine", "princess", "dragon",
    "football", "baseball", "monkey", "secret", "master", "correct", "horse", "battery", "staple",
    "otameshi", "おためし", "おためしナガノ", "nagano", "ナガノ", "ながの", "長野", "長野県",
    "信州", "shinshu", "県庁", "kencho", "令和", "reiwa", "sakura", "tokyo", "japan", "nippon",
)  # fmt: skip


def folded(password: str) -> str:
    """Return the one form a password is compared in.

    NFKC, as SP 800-63B-4 advises: with a Japanese keyboard the same keys may send full- or
    half-width letters, and the same kana whole or with its mark apart.
    """
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, known: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, too long or guessable; any characters are welcome.

    `known` are words that belong to its owner: the name, the mail address.
    """
    plain = folded(password)
    if len(plain) < SHORTEST:
        raise Refused(f"パスワードは{SHORTEST}文字以上にしてください。短い文でもかまいません。")
    if len(plain) > LONGEST:
        raise Refused(f"パスワードは{LONGEST}文字以内にしてください。")
    own = _unguessable(plain.casefold(), [*_words(known), *COMMON])
    if len(own) < LEAST_OWN or len(set(own)) < LEAST_DIFFERENT:
        raise Refused(
            "推測されやすいパスワードです。名前、メールアドレス、よくある言葉、"
            "同じ文字や並んだ文字だけに頼らないものにしてください。"
        )


def _words(known: Iterable[str]) -> list[str]:
    """Split 「見本 太郎」 and taro.mihon@example.jp into their parts."""
    text = " ".join(folded(one).casefold() for one in known)
    for mark in "@._-+":
        text = text.replace(mark, " ")
    return [word for word in text.split() if len(word) >= SHORTEST_RUN or not word.isascii()]


def _unguessable(text: str, words: Collection[str]) -> str:
    """Return what a password has beyond known words, repetitions and runs."""
    period = (text + text).find(text, 1)
    left = text[:period]
    for word in sorted(map(str.casefold, words), key=len, reverse=True):
        left = left.replace(word, "")
    return "".join(c for n, c in enumerate(left) if not _in_run(left, n))


def _in_run(text: str, end: int) -> bool:
    """Whether the character continues 111, abc, cba or a row of keys."""
    last = text[max(0, end - SHORTEST_RUN + 1) : end + 1]
    if len(last) < SHORTEST_RUN:
        return False
    steps = {ord(b) - ord(a) for a, b in pairwise(last)}
    return (
        steps in ({0}, {1}, {-1})
        or any(last in row or last[::-1] in row for row in ROWS)
    )  # fmt: skip


def check_tries(account: int, address: int, in_a_row: int) -> None:
    """Refuse when too many tries failed; the owner can always come in by a mail link."""
    if in_a_row >= TRIES_IN_A_ROW:
        raise Refused(
            "ログインの失敗が続いたため、パスワードでの受付を止めています。"
            "「パスワードを忘れた方」からメールで再設定してください。"
        )
    if account >= TRIES_PER_ACCOUNT or address >= TRIES_PER_ADDRESS:
        raise TooOften(
            "ログインの失敗が続いたため、15分ほど受付を止めています。"
            "お急ぎの場合は「パスワードを忘れた方」からメールで再設定してください。",
            WINDOW,
        )


def expiry(purpose: Purpose, made: datetime) -> datetime:
    return made + LIFETIME[purpose]


def check_staff_roles(roles: Collection[Role]) -> None:
    if not roles:
        raise Refused("権限を1つ以上選んでください。")
    if not STAFF.issuperset(roles):
        raise Refused("職員・選考委員に付けられない権限です。")


def device(user_agent: str) -> str:
    """Name a browser so that its owner recognises it: 「Windows・Chrome」."""
    systems = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows",
               "Mac OS": "Mac", "Linux": "Linux"}  # fmt: skip
    browsers = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    names = [
        next((name for mark, name in known.items() if mark in user_agent), None)
        for known in (systems, browsers)
    ]
    return "・".join(name for name in names if name) or "不明な端末"
