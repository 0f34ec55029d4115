"""Templates are compiled once in a process, and anew where their text has changed."""

from flask import Flask
from jinja2 import DictLoader

from otameshi.web.templates import COMPILED, Templates


def made_of(text):
    return Templates(Flask("any"), loader=DictLoader({"one.html": text}), bytecode_cache=COMPILED)


def test_a_template_that_another_application_knows_is_not_compiled_again(monkeypatch):
    assert made_of("{{ 1 + 1 }}").get_template("one.html").render() == "2"
    monkeypatch.setattr(Templates, "compile", lambda *_, **__: 1 / 0)
    assert made_of("{{ 1 + 1 }}").get_template("one.html").render() == "2"


def test_a_changed_template_is_compiled_anew():
    assert made_of("{{ 1 + 1 }}").get_template("one.html").render() == "2"
    assert made_of("{{ 2 + 2 }}").get_template("one.html").render() == "4"


def test_a_template_sees_the_globals_of_its_application_and_its_own():
    environment = made_of("{{ here }}{{ there }}")
    environment.globals["there"] = "b"
    assert environment.get_template("one.html", globals={"here": "a"}).render() == "ab"
