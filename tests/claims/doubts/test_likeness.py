"""The print of a picture, on receipts that are drawn and then photographed, scaled and cut."""

from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from otameshi.claims.doubts.facts import Item, Shown
from otameshi.claims.doubts.pairs import FINE_MOST, NEAR_MOST, same_picture
from otameshi.files import gate, likeness
from tests.claims.doubts.photographs import (
    brighter,
    cropped,
    drawn,
    greyer,
    jpeg,
    on_table,
    paper,
    smaller,
    turned,
)
from tests.claims.doubts.test_doubt_rules import item

TREATED = {
    "smaller": smaller,
    "compressed": lambda image: Image.open(BytesIO(jpeg(image, 40))),
    "brighter": brighter,
    "greyer": greyer,
    "cut at the margin": cropped,
    "turned left": turned,
    "upside down": lambda image: turned(image, 2),
    "turned right and smaller": lambda image: smaller(turned(image, 3)),
}


def of(image: Image.Image) -> likeness.Print:
    found = likeness.of(jpeg(image, 92))
    assert found is not None
    return found


def with_print(found: likeness.Print) -> Item:
    return item(files=(Shown(sha256=f"{found.near}-{found.fine}", print=found),))


@pytest.mark.parametrize("how", TREATED)
def test_a_receipt_is_known_again(how):
    for seed in range(4):
        strip = drawn(paper(seed))
        again = TREATED[how](strip)
        assert same_picture(with_print(of(strip)), with_print(of(again)))


@pytest.mark.parametrize("how", ["smaller", "compressed", "greyer", "turned left"])
def test_a_photograph_of_a_receipt_on_a_table_is_known_again(how):
    for seed in range(3):
        photograph = on_table(drawn(paper(seed)), seed)
        again = TREATED[how](photograph)
        assert same_picture(with_print(of(photograph)), with_print(of(again)))


def test_other_receipts_of_one_shop_are_not_taken_for_one():
    """Two lines each, of the same shop: only the goods, the day and the amounts are others."""
    strips = [of(drawn(paper(seed, "コワーキング見本", 2))) for seed in range(1000, 1024)]
    least = min((a.fine ^ b.fine).bit_count() for a, b in combinations(strips, 2))
    assert least > FINE_MOST
    near = sum((a.near ^ b.near).bit_count() <= NEAR_MOST for a, b in combinations(strips, 2))
    assert near > 0  # 64 bits alone would take some for one


def test_a_picture_of_one_colour_has_no_print():
    assert likeness.of(jpeg(Image.new("RGB", (40, 40), "white"))) is None


def test_a_tiny_picture_and_one_with_a_turn_in_its_exif_have_one():
    strip = drawn(paper(1))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    out = BytesIO()
    turned(strip, 1).save(out, "JPEG", quality=92, exif=exif)
    upright = likeness.of(out.getvalue())
    assert upright is not None
    assert same_picture(with_print(of(strip)), with_print(upright))
    dot = Image.new("RGB", (2, 1), "white")
    dot.putpixel((0, 0), (0, 0, 0))
    assert likeness.of(jpeg(dot)) is not None


def test_the_limited_program_makes_the_print(app):
    picture = jpeg(drawn(paper(2)))
    answer = gate.examined("print", picture)
    assert answer == f"{[*vars_of(likeness.of(picture))]}\n".encode()
    assert gate.examined("print", jpeg(Image.new("RGB", (9, 9)))) == b"null\n"
    assert gate.examined("print", b"no picture") is None


def vars_of(found: likeness.Print | None) -> tuple[int, int]:
    assert found is not None
    return found.near, found.fine
