"""Judges an answer by the document that describes it: the part of JSON Schema that it uses."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
    "array": (list,), "object": (dict,),
}  # fmt: skip
FORMATS: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
}


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def faults(document: dict[str, Any], schema: dict[str, Any], value: Any, at: str = "") -> list[str]:
    """Return where a value is not what its schema says."""
    schema = resolved(document, schema)
    if value is None:
        return [] if schema.get("nullable") else [f"{at}: null"]
    kind = schema.get("type", "object")
    if not _is(kind, value):
        return [f"{at}: {value!r} is no {kind}"]
    if kind == "array":
        each = (faults(document, schema["items"], one, f"{at}[]") for one in value)
        return [one for found in each for one in found]
    if kind == "object":
        return _object(document, schema, value, at)
    if schema.get("format") in FORMATS:
        FORMATS[schema["format"]](value)
    return []


def _is(kind: str, value: object) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _object(document: dict[str, Any], schema: dict[str, Any], value: Any, at: str) -> list[str]:
    known = schema.get("properties", {})
    found = [f"{at}: no {one}" for one in schema.get("required", ()) if one not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{at}: {one} is not described" for one in value if one not in known]
    for name, one in value.items():
        if name in known:
            found += faults(document, known[name], one, f"{at}.{name}")
    return found


def judged(document: dict[str, Any], path: str, answer: Any) -> list[str]:
    """Return what is wrong with an answer of a documented path."""
    described = document["paths"][path]["get"]["responses"]
    response = described.get(str(answer.status_code), described["default"])
    [(media_type, content)] = resolved(document, response)["content"].items()
    if answer.mimetype != media_type:
        return [f"{answer.mimetype} is no {media_type}"]
    return faults(document, content["schema"], answer.json, path)
