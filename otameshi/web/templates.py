"""How templates are found, and how little each use of one costs."""

from collections import ChainMap
from collections.abc import MutableMapping
from types import CodeType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import BytecodeCache, StrictUndefined
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """The code of each template, made once in a process however many applications it makes."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


class Templates(Environment):
    """Templates that share one plain mapping of globals.

    Each import of macros compares the globals of both templates: quick between two dictionaries,
    and a call in Python for every name between the two chains that jinja would make of them.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return ChainMap(d, self.globals) if d else self.globals


COMPILED = Compiled()


def init_app(app: Flask) -> None:
    app.jinja_environment = Templates
    app.jinja_options = {**app.jinja_options, "bytecode_cache": COMPILED}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
