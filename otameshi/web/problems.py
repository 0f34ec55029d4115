"""What a program is told when something goes wrong: problem details (RFC 9457) in Japanese."""

from typing import Any

from flask import Response, json, request
from werkzeug.exceptions import HTTPException

PLACE, MEDIA_TYPE = "/api/", "application/problem+json"
WORDS = {
    400: ("要求を読み取れません", "送った内容を確かめてください。"),
    401: ("トークンが必要です", "Authorization: Bearer に続けて、有効なトークンを送ってください。"),
    403: ("このトークンでは読めません", "必要な場合は、管理者に発行を依頼してください。"),
    404: ("見つかりません", "アドレスと年度を確かめてください。"),
    405: ("この操作はできません", "このAPIは読むだけのものです。GETを使ってください。"),
    422: ("受け取れない値があります", "errorsに挙げた値を直してください。"),
    429: ("短い時間に要求が続きました", "Retry-Afterの秒数だけ待ってから、続けてください。"),
    500: ("システムで問題が起きました", "時間をおいて、もう一度お試しください。"),
    503: ("ただいま混み合っています", "少し待って、もう一度お試しください。"),
}
OTHER = ("要求に応えられません", "アドレスと送った内容を確かめてください。")


def asked() -> bool:
    """Return whether a program asks: what stands below this address is for programs alone."""
    return request.path.startswith(PLACE)


def tell(error: HTTPException) -> Response:
    """Answer an error with the headers that belong to it, and with what was wrong where."""
    status = error.code or 500
    answer = page(status, errors=_wrong(error))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers.add(name, value)
    return answer


def page(
    status: int, *, detail: str = "", number: str = "", errors: dict[str, Any] | None = None
) -> Response:
    title, advice = WORDS.get(status, OTHER)
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or advice,
    }
    if number:
        told["number"] = number
    if errors:
        told["errors"] = errors
    return Response(json.dumps(told), status, content_type=MEDIA_TYPE)


def _wrong(error: HTTPException) -> dict[str, Any] | None:
    """Return what webargs found wrong with each value, without where in the request it stood."""
    found: dict[str, dict[str, Any]] = getattr(error, "data", {}).get("messages", {})
    return {name: said for place in found.values() for name, said in place.items()} or None
