"""What a password must be, how long a link lives, how often one may try. No database, no web."""

from datetime import timedelta

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused


class Purpose(Labelled):
    SIGN_UP = "sign_up", "利用登録"
    RESET = "reset", "パスワードの再設定"
    INVITE = "invite", "職員・選考委員の招待"
    NEW_ADDRESS = "new_address", "メールアドレスの変更"


LIFETIME = {
    Purpose.SIGN_UP: timedelta(hours=24),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITE: timedelta(days=7),
    Purpose.NEW_ADDRESS: timedelta(hours=24),
}

# NIST SP 800-63B-4: 15 characters where the password is the only factor; no composition rules.
SHORTEST, LONGEST = 15, 128
# quality.md S14
TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, WINDOW = 5, 30, timedelta(minutes=15)


def check_tries(account: int, address: int) -> None:
    """Refuse when too many tries failed lately; the owner can still come in by a mail link."""
    if account >= TRIES_PER_ACCOUNT or address >= TRIES_PER_ADDRESS:
        raise Refused(
            "サインインの失敗が続いたため、15分ほど受け付けを止めています。"
            "お急ぎの場合は「パスワードを忘れた方」からメールで再設定してください。"
        )
