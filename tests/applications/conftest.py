"""A call that is open, and an applicant with files that are what they say."""

from io import BytesIO

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from otameshi.applications import answering
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from tests import make


def pdf(pages: int = 1) -> bytes:
    file = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(file)
    return file.getvalue()


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def draft(app: Flask) -> Application:
    """An application that lacks nothing but its files."""
    del app
    made = make.application(state=ApplicationState.DRAFT)
    made.members[0].phone = "026-000-0000"
    return made


@pytest.fixture
def whole(draft: Application) -> Application:
    """An application that lacks nothing."""
    by = draft.applicant
    answering.attach(draft, {"plan": [("事業計画.pdf", pdf())]}, by, make.NOON)
    answering.attach(draft, {"photo": [("写真.png", png())]}, by, make.NOON)
    return draft
