"""Settings come from the environment; this file says which, and what they default to."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).parent
VAR = HERE / "var"
KEPT_KEY = VAR / "secret_key"
SHORTEST_KEY = 32
MEGABYTE = 1024 * 1024


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in {"1", "true", "yes"}


def _megabytes(name: str, standard: int) -> int:
    return int(os.environ.get(name) or standard) * MEGABYTE


def _secret() -> str:
    """Return SECRET_KEY, or the key that `make run` keeps for this installation."""
    key = os.environ.get("SECRET_KEY", "")
    if not key and KEPT_KEY.exists():
        key = KEPT_KEY.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST_KEY:
        message = "SECRET_KEY must be set to at least 32 random characters."
        raise RuntimeError(message)
    return key


@dataclass(frozen=True, kw_only=True)
class Config:
    SECRET_KEY: str = field(default_factory=_secret)
    SQLALCHEMY_DATABASE_URI: str = field(
        default_factory=lambda: os.environ.get("DATABASE_URL", f"sqlite:///{VAR / 'otameshi.db'}")
    )
    # A folder, or an object store such as s3://bucket/prefix
    FILE_STORE: str = field(
        default_factory=lambda: os.environ.get("FILE_STORE", (VAR / "files").as_uri())
    )
    # The virus scanner clamd, as unix:/path or host:port; without one, files are not scanned.
    CLAMD: str = field(default_factory=lambda: os.environ.get("CLAMD", ""))
    # Links in letters are made from this alone, never from the Host header.
    SITE_URL: str = field(
        default_factory=lambda: os.environ.get("SITE_URL", "http://127.0.0.1:5000").rstrip("/")
    )
    # A proxy in front overwrites the headers that say when a request reached it (web/arrival.py).
    TRUST_ARRIVAL: bool = field(default_factory=lambda: _flag("TRUST_ARRIVAL"))
    # The demonstration: sample people with passwords anybody may know.
    DEMONSTRATION: bool = field(default_factory=lambda: _flag("OTAMESHI_DEMO"))

    MAIL_SERVER: str = field(default_factory=lambda: os.environ.get("MAIL_SERVER", ""))
    MAIL_PORT: int = field(default_factory=lambda: int(os.environ.get("MAIL_PORT", "25")))
    MAIL_USE_TLS: bool = field(default_factory=lambda: _flag("MAIL_USE_TLS"))
    MAIL_USERNAME: str | None = field(default_factory=lambda: os.environ.get("MAIL_USERNAME"))
    MAIL_PASSWORD: str | None = field(default_factory=lambda: os.environ.get("MAIL_PASSWORD"))
    MAIL_DEFAULT_SENDER: str = field(
        default_factory=lambda: os.environ.get("MAIL_DEFAULT_SENDER", "otameshi@pref.example.jp")
    )

    # Of one file, and of all files of one application together.
    LARGEST_FILE: int = field(default_factory=lambda: _megabytes("LARGEST_FILE_MB", 20))
    LARGEST_IN_ALL: int = field(default_factory=lambda: _megabytes("LARGEST_IN_ALL_MB", 60))

    MAX_FORM_MEMORY_SIZE: int = 500_000
    MAX_FORM_PARTS: int = 1_000

    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    PERMANENT_SESSION_LIFETIME: timedelta = timedelta(hours=12)
    # The session's own life bounds the token's: a form left open overnight must not be lost.
    WTF_CSRF_TIME_LIMIT: int | None = None
    # Pages behind a personal link send no Referer, by their own policy; the token is checked.
    WTF_CSRF_SSL_STRICT: bool = False
    TESTING: bool = False

    @property
    def largest_request(self) -> int:
        """Return how large a form may be in bytes: all files at once, and what is typed."""
        return self.LARGEST_IN_ALL + 4 * MEGABYTE

    @property
    def secure(self) -> bool:
        """Whether the site is served by HTTPS, so that cookies may be bound to it."""
        return self.SITE_URL.startswith("https://")
