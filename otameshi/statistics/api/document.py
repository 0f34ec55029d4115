"""The API's own description (OpenAPI), made from the schemas of its answers."""

from http import HTTPStatus
from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint

from otameshi.statistics.api.schemas import Problem
from otameshi.web.problems import MEDIA_TYPE, WORDS

VERSION = "1.0.0"
SECURITY = {"type": "http", "scheme": "bearer", "description": "管理者が発行したトークン"}


class Described(Api):  # type: ignore[misc]  # flask-smorest ships no types
    """An API whose errors are told by `web/errors.py`, as all of this system's are."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """Leave the application's handlers as they are: this one would answer people in JSON."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            self._problem(status.name, WORDS.get(status, (status.phrase, ""))[0])
        self._problem(self.DEFAULT_ERROR_RESPONSE_NAME, "そのほかの誤り")

    def _problem(self, name: str, words: str) -> None:
        content = {MEDIA_TYPE: {"schema": Problem}}
        self.spec.components.response(name, {"description": words, "content": content}, lazy=True)


def describe(app: Flask, pages: Blueprint) -> None:
    """Register the pages, and their description with the application they belong to."""
    api = Described(
        spec_kwargs={
            "title": "おためしナガノ 統計API",
            "version": VERSION,
            "openapi_version": "3.0.3",
            "info": {
                "description": "長野県「おためしナガノ」の統計を、ほかのプログラムから読めます。"
            },
            "security": [{"token": []}],
        }
    )
    api.init_app(app)
    api.spec.components.security_scheme("token", SECURITY)
    api.register_blueprint(pages)


def of(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an application's API."""
    known: dict[str, Any] = app.extensions["flask-smorest"]["apis"]
    found: dict[str, Any] = known[""]["ext_obj"].spec.to_dict()
    return found
