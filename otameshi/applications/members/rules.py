"""What a member is asked, how long the link lives, what a consent is worth. No database, no web."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from otameshi.applications.rules import PLEDGE
from otameshi.core.clock import day_in_japan, in_japan
from otameshi.core.keys import mail_key
from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move, Refused
from otameshi.core.wareki import wareki

LIFETIME = timedelta(days=14)
MOST_A_DAY, DAY = 10, timedelta(days=1)  # letters of one application, so that it fills no mailbox
# What a member consents to: a change of any of these makes it a consent to something earlier.
CONTENT = (
    "name", "kana", "birth_date", "postal_code", "prefecture", "address", "phone", "occupation",
    "has_base", "age_explanation",
)  # fmt: skip


class State(Labelled):
    NONE = "none", "依頼なし"  # before it is sent; never stored
    WAITING = "waiting", "依頼中"
    ANSWERED = "answered", "回答済み"
    REPLACED = "replaced", "送り直し済み"
    REVOKED = "revoked", "取消"


REQUEST = Machine(
    Move("ask", "本人に入力してもらう", frozenset({State.NONE}), State.WAITING, by=Role.APPLICANT),
    Move("replace", "送り直す", frozenset({State.WAITING}), State.REPLACED, by=Role.APPLICANT),
    Move("revoke", "依頼を取り消す", frozenset({State.WAITING}), State.REVOKED, by=Role.APPLICANT),
    # Whoever holds the link: it stands in the member's letter and nowhere else.
    Move("answer", "入力して同意する", frozenset({State.WAITING}), State.ANSWERED, by=Role.VISITOR),
)


class Consent(Labelled):
    """What a member's consent is worth now."""

    NONE = "none", "本人の入力・同意なし"
    WAITING = "waiting", "依頼中"
    GIVEN = "given", "本人が入力し、同意済み"
    EARLIER = "earlier", "同意の後に内容を変更"


TONE = {
    Consent.NONE: "neutral",
    Consent.WAITING: "info",
    Consent.GIVEN: "good",
    Consent.EARLIER: "warn",
}


@dataclass(frozen=True, slots=True)
class RequestFact:
    """One letter to a member, and what came of it."""

    state: State
    sent_at: datetime
    expires_at: datetime
    answered_at: datetime | None = None
    content: str = ""  # the hash of what was consented to


@dataclass(frozen=True, slots=True)
class Standing:
    consent: Consent
    waiting: RequestFact | None = None
    given_at: datetime | None = None

    @property
    def words(self) -> str:
        """Say it with its moment: 「本人が入力し、同意済み（令和8年5月11日12時00分）」."""
        return f"{self.consent.label}{self.when}"

    @property
    def when(self) -> str:
        """Return the moment in brackets; of a letter, the day it was sent."""
        if self.waiting is None:
            return f"（{self._given}）" if self.given_at else ""
        sent = f"（{wareki(day_in_japan(self.waiting.sent_at))}送信）"
        return f"{sent}。以前の内容への同意：{self._given}" if self.given_at else sent

    @property
    def tone(self) -> str:
        return TONE[self.consent]

    @property
    def _given(self) -> str:
        if self.given_at is None:
            return ""
        local = in_japan(self.given_at)
        return f"{wareki(local.date())}{local:%H時%M分}"

    def expired(self, at: datetime) -> bool:
        return self.waiting is not None and self.waiting.expires_at <= at


def standing(requests: Sequence[RequestFact], content: str) -> Standing:
    """Return what the letters to a member, oldest first, are worth for the content as it stands."""
    answered = [one for one in requests if one.state is State.ANSWERED]
    for one in reversed(answered):
        if one.content == content:
            return Standing(Consent.GIVEN, given_at=one.answered_at)
    given_at = answered[-1].answered_at if answered else None
    waiting = next((one for one in requests if one.state is State.WAITING), None)
    if waiting is not None:
        return Standing(Consent.WAITING, waiting, given_at)
    return Standing(Consent.EARLIER if answered else Consent.NONE, given_at=given_at)


def content_hash(values: Sequence[object]) -> str:
    """Return the SHA-256 over a member's fields, in the order of CONTENT."""
    written = json.dumps([str(one) for one in values], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def owed(position: int, found: Standing, *, wanted: bool, on_its_way: bool) -> bool:
    """Whether a consent is missing: where the year wants it, of each member, until submission.

    What is submitted is not opened to a link any more, so nothing could mend it there; and what an
    officer enters was signed on paper.
    """
    return wanted and on_its_way and position > 1 and found.consent is not Consent.GIVEN


def may_join(*, wanted: bool, submitted: bool) -> None:
    """Refuse a further member of a submitted application where every member has to consent."""
    if wanted and submitted:
        raise Refused(
            "この年度は、メンバー本人の同意が必要です。提出した後は、メンバーを追加できません。"
            "追加するときは、締切の前に応募を取り下げて、もう一度応募してください。"
        )


def must_be_draft(*, submitted: bool) -> None:
    """Refuse to open what is submitted to a member's link."""
    if submitted:
        raise Refused("提出した応募のメンバーには、入力を依頼できません。")


def must_be_a_member(position: int, members: int, limit: int) -> None:
    """Refuse the representative, and a place that no member has or may have next."""
    if position == 1:
        raise Refused("代表者の欄は、代表者が入力してください。")
    if not 1 < position <= min(limit, members + 1):
        raise Refused("そのメンバーはいません。メンバーの一覧から選び直してください。")


def may_be_written_to(email: str, representative: str, *, lately: int, crowded: bool) -> None:
    """Refuse the representative's own address, and more letters than anybody needs.

    `lately` is how many letters of this application left within DAY; `crowded` says that the
    address itself had enough of them.
    """
    if mail_key(email) == mail_key(representative):
        raise Refused(
            "代表者のメールアドレスには送れません。メンバー本人のアドレスを入力してください。"
        )
    if crowded:
        raise Refused(
            "このメールアドレスには、続けて送っています。1時間ほどおいてから送ってください。"
        )
    if lately >= MOST_A_DAY:
        raise Refused(f"1日に送れる依頼は{MOST_A_DAY}通までです。明日になってから送ってください。")


def must_be_promised(*, pledged: bool, consented: bool) -> None:
    if not pledged:
        raise Refused(PLEDGE)
    if not consented:
        raise Refused(CONSENT)


CONSENT = "個人情報の取扱いと応募への参加に同意し、チェックを付けてください。"
USED = (
    "このリンクでは、もう入力できません。期限が過ぎたか、すでに使われたか、"
    "応募が提出されています。代表者にお尋ねください。"
)
