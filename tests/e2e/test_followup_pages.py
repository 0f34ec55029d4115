"""The office's pages of the follow-up, with the demonstration in them, held to axe and 320 px."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from otameshi.cli.demo import load
from otameshi.db import db
from tests.e2e.conftest import Visitor

pytestmark = pytest.mark.e2e

STARTS = (
    "/desk/followup/",
    "/desk/followup/new",
    "/desk/followup/copy",
    "/desk/followup/tasks",
    "/desk/followup/groups/",
)
LINKS = "e => e.map(one => one.getAttribute('href'))"
# Pages of one question are those of the application's questions, which other tests look at.
OURS = re.compile(r"/desk/(followup|contacts)/(?!.*questions/(edit|new|versions))[a-z0-9/]*$")
FEWEST = 14


def test_every_page_of_the_follow_up_is_for_everybody(
    served: tuple[Flask, str], visit: Callable[..., Visitor]
) -> None:
    with served[0].app_context():
        assert load()
        db.session.commit()
    me = visit()
    me.open("/accounts/sign-in")
    me.fill(email="tantou@example.jp", password="otameshi-nagano-demo")
    me.click("ログイン")
    waiting, shapes = list(STARTS), set[str]()
    for path in waiting:  # which grows by the links of each page
        shape = re.sub(r"\d+", "0", path)
        if shape in shapes:
            continue
        shapes.add(shape)
        me.open(path)
        found = me.page.locator("main a[href]").evaluate_all(LINKS)
        waiting += [one for one in found if OURS.match(one)]
    assert len(shapes) >= FEWEST, shapes
