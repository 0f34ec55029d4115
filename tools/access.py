"""Prints who may open which page, from what the views declare: docs/access.md."""

import tempfile
from pathlib import Path

from flask import Flask

from config import Config
from otameshi.app import create_app
from otameshi.core.roles import ANYONE, SIGNED_IN, Role
from otameshi.web.access import borne, needed

HEAD = """# Who may open which page

Made by `python -m tools.access > docs/access.md` from the declarations on the views; a test holds
the two together, so that a new page or a changed permission is seen in review. ● may open the page;
whose rows one sees there is decided by `visible_to` of the stage. Anyone is everybody, signed in or
not. A page for programs is opened by a token with the scope that is named, or by any token; who is
signed in makes no difference to it.

"""
ROLES = [role for role in Role if role is not Role.VISITOR]


def without_database() -> Flask:
    with tempfile.TemporaryDirectory() as folder:
        return create_app(
            Config(
                SECRET_KEY="only-to-list-the-pages-" + "0" * 16,
                SQLALCHEMY_DATABASE_URI="sqlite://",
                FILE_STORE=Path(folder).as_uri(),
                TESTING=True,
            )
        )


def _cells(roles: frozenset[Role], scope: str | None) -> str:
    if scope is not None:
        return " | ".join([f"token `{scope}`" if scope else "token", *("" for _ in ROLES)])
    if roles == ANYONE:
        return " | ".join(["anyone", *("●" for _ in ROLES)])
    first = "signed in" if roles == SIGNED_IN else ""
    return " | ".join([first, *("●" if role in roles else "" for role in ROLES)])


def table(app: Flask) -> str:
    """Return the page as Markdown: one line a route, in the order of the addresses."""
    lines = [
        f"| address | methods | | {' | '.join(role.label for role in ROLES)} |",
        f"|---|---|---|{'---|' * len(ROLES)}",
    ]
    with app.app_context():
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: (str(one), one.endpoint)):
            if rule.endpoint != "static":
                methods = " ".join(sorted((rule.methods or set()) & {"GET", "POST"}))
                address = str(rule).replace("|", "\\|")
                cells = _cells(needed(rule.endpoint), borne(rule.endpoint))
                lines.append(f"| `{address}` | {methods} | {cells} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(table(without_database()), end="")
