"""The browser of the tests draws Japanese with the fonts that come with the checkout."""

import pytest

from tools.chromium import FLAGS

MISSING = "\U00013000"  # an Egyptian hieroglyph: drawn as the box that stands for a missing glyph
PAGE = """<!doctype html><meta charset="utf-8"><title>字</title>
<p id="shown" lang="ja" style="font: 48px {family}; display: inline-block">{text}</p>"""


@pytest.fixture(scope="module")
def draw(playwright, chromium_path):
    browser = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
    page = browser.new_page()

    def picture(text, family):
        page.set_content(PAGE.format(text=text, family=family))
        return page.locator("#shown").screenshot()

    yield picture
    browser.close()


@pytest.mark.parametrize("family", ["sans-serif", "serif", "monospace"])
def test_every_character_is_drawn_and_none_is_a_box(draw, family):
    pictures = [draw(character, family) for character in ("長", "野", "県", "𠮷", "ん", MISSING)]
    assert len(set(pictures)) == len(pictures)


def test_serif_and_sans_serif_are_different_fonts(draw):
    assert draw("長野", "serif") != draw("長野", "sans-serif")
