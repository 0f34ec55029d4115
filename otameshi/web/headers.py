"""What every answer carries so that a browser treats it with care."""

from flask import Flask, current_app, request, session
from werkzeug.wrappers import Response

from otameshi.web import guests

POLICY = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"
A_YEAR = "public, max-age=31536000, immutable"


def protect(response: Response) -> Response:
    for name, value in POLICY.items():
        response.headers.setdefault(name, value)
    if current_app.config["SECURE"]:
        response.headers["Strict-Transport-Security"] = HSTS
    if request.endpoint == "static":
        response.headers["Cache-Control"] = A_YEAR if "v" in request.args else "no-cache"
    elif session or request.method == "POST" or guests.cookie() in request.cookies:
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    return response


def keep_the_link(response: Response) -> Response:
    """Let no other page and no cache learn the address, which is the key."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def init_app(app: Flask) -> None:
    app.after_request(protect)
