"""Fill a form as somebody would who means it: each field with something it may hold."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from otameshi.core.clock import today
from tests.quality.crawl import Field, Form

WORDS = "確かめました。"
MAILBOX = "atarashii@example.jp"
LIKE = {
    "kana": "ナガノ ハナコ",
    "phone": "090-1234-5678",
    "postal_code": "380-8570",
    "email": MAILBOX,
    "email_again": MAILBOX,
    "current": "otameshi-nagano-demo",
    "password": "kawarazu-nagaku-tsukau",
    "again": "kawarazu-nagaku-tsukau",
    "homepage": "https://example.jp/",
}
SHELL = frozenset({"csrf_token", "once", "typist", "typed_version", "version", "then", ""})


def _typed(one: Field) -> str:
    day = today()
    part = one.name.rpartition("-")[2]
    dated = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
    if part in dated:
        return dated[part]
    if one.name.endswith("_time"):
        return "10:00"
    return LIKE.get(one.name) or ("1" if one.numeric else WORDS)


def _chosen(fields: list[Field]) -> list[str]:
    taken = [one.value for one in fields if one.kind == "check"]
    if taken or any(one.kind == "open" for one in fields):
        return taken or [one.value for one in fields]
    return [
        one.value or next((each for each in one.options if each), "")
        if one.kind == "choice"
        else one.value or (_typed(one) if one.typed else "")
        for one in fields
    ]


def filled(form: Form) -> dict[str, Any]:
    """Return what a browser sends when every empty field was filled in."""
    sent: dict[str, Any] = form.sent()
    for name, fields in _by_name(form):
        if name not in SHELL:
            sent[name] = _chosen(fields)
    return sent


def _by_name(form: Form) -> Iterator[tuple[str, list[Field]]]:
    told = [one for one in form.fields if one.kind not in {"button", "file"}]
    for name, group in groupby(sorted(told, key=lambda one: one.name), key=lambda one: one.name):
        yield name, list(group)
