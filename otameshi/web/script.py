"""What a script of ours is told: a few words and a number as JSON, never a page or a redirect."""

from flask import Response, jsonify, request


def asks() -> bool:
    """Return whether a script asks, and not a person who wants to see a page."""
    return request.headers.get("Accept") == "application/json"


def tell(message: str, status: int) -> Response:
    answer = jsonify(message=message)
    answer.status_code = status
    return answer
