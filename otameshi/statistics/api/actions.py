"""Tokens are issued, revoked, found by what a program sends, and counted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, case, select, update

from otameshi import history
from otameshi.db import db, locked, unchanged
from otameshi.people import Person, digest, new_token
from otameshi.statistics.api import rules
from otameshi.statistics.api.models import ApiToken
from otameshi.statistics.api.rules import Life, Scope


def tokens() -> Select[ApiToken]:
    """Select all tokens, the newest first; only administrators have a page that shows them."""
    return select(ApiToken).order_by(ApiToken.id.desc())


def issue(
    name: str, scopes: Collection[Scope], life: Life, by: Person | None, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token and return it with its text, which is kept nowhere."""
    text = rules.PREFIX + new_token()
    token = ApiToken(
        name=name,
        token_hash=digest(text),
        scopes=sorted(one.value for one in scopes),
        made_at=at,
        made_by_id=by.id if by else None,
        expires_at=at + life.span,
    )
    db.session.add(token)
    label, until = f"APIトークン「{name}」の発行", token.expires_at
    history.record(
        token, "issued", label, by=by, at=at, name=name, scopes=token.scopes, expires_at=until
    )
    return token, text


def revoke(token_id: int, by: Person | None, at: datetime, version: int | None = None) -> ApiToken:
    """End a token at once."""
    token = locked(ApiToken, token_id)
    unchanged(token, version)
    rules.check_revocable(token.standing(at))
    token.revoked_at = at
    history.record(token, "revoked", f"APIトークン「{token.name}」の取消し", by=by, at=at)
    return token


def found(text: str) -> ApiToken | None:
    """Return the token that a program sent, whatever it is still worth."""
    if not rules.looks_like_one(text):
        return None
    return db.session.scalar(select(ApiToken).where(ApiToken.token_hash == digest(text)))


def used(token_id: int, at: datetime) -> None:
    """Count an answer in its minute, and note when the token was last used."""
    window = rules.window_of(at)
    again = case((ApiToken.window == window, ApiToken.asked + 1), else_=1)
    db.session.execute(
        update(ApiToken)
        .where(ApiToken.id == token_id)
        .values(asked=again, window=window, last_used_at=at)
        .execution_options(synchronize_session=False)
    )
