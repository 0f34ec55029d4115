"""Which opened page sent a form: the script that saves while one types names each page it opens."""

from flask import request, session

SAVED_TABS = "saved_tabs"
LONGEST_TAB, MOST_TABS = 32, 12


def sent() -> str:
    """Return the name of the opened page that sent this form, or nothing."""
    tab = request.form.get("tab", "")
    return tab if len(tab) <= LONGEST_TAB else ""


def saved() -> None:
    """Note that an opened page was saved by its button: the tab may forget what was typed there."""
    if sent():
        session[SAVED_TABS] = [*session.get(SAVED_TABS, []), sent()][-MOST_TABS:]


def saved_lately() -> str:
    """Return the opened pages that were saved by their buttons last, for the script."""
    return " ".join(session.get(SAVED_TABS, []))
