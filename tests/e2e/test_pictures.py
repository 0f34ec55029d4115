"""The picture of the README, made from the demonstration: `make pictures` keeps it in docs/."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from otameshi.cli.demo import cast, load
from otameshi.db import db
from tests.e2e.conftest import DESK, PHONE, Visitor

pytestmark = pytest.mark.e2e

GAP = 32
COLOURS = 20  # a blank or broken page has fewer


def signed_in(visit: Callable[..., Visitor], mailbox: str, screen: dict[str, int]) -> Visitor:
    person = visit(screen)
    person.open("/accounts/sign-in")
    person.fill(email=f"{mailbox}@{cast.DOMAIN}", password=cast.PASSWORD)
    person.click("ログイン")
    return person


def shot(person: Visitor, path: str) -> Image.Image:
    person.open(path)
    return Image.open(BytesIO(person.page.screenshot()))


def beside(pictures: list[Image.Image]) -> Image.Image:
    """Lay pictures beside each other, as high as the first."""
    height = pictures[0].height
    scaled = [one.resize((one.width * height // one.height, height)) for one in pictures]
    width = sum(one.width for one in scaled) + GAP * (len(scaled) + 1)
    sheet = Image.new("RGB", (width, height + 2 * GAP), "#e8f1fe")
    left = GAP
    for one in scaled:
        sheet.paste(one, (left, GAP))
        left += one.width + GAP
    return sheet


def test_the_picture_of_the_readme_shows_the_phone_and_the_desk(
    served: tuple[Flask, str], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    with served[0].app_context():
        assert load()
        db.session.commit()
        db.session.remove()
    pictures = [
        shot(signed_in(visit, "tantou", DESK), "/desk/statistics/"),
        shot(visit(PHONE), "/"),
        shot(signed_in(visit, "sanka", PHONE), "/my/"),
    ]
    folder = Path(os.environ.get("OTAMESHI_PICTURES", tmp_path))
    sheet = beside(pictures)
    sheet.quantize(128).save(folder / "overview.png", optimize=True)
    assert all(len(one.convert("RGB").getcolors(2**24) or ()) > COLOURS for one in pictures)
