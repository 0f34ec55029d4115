"""The print of a picture: bits that stay the same when it is photographed, scaled or turned anew.

A perceptual hash by the signs of the low frequencies (pHash; C. Zauner, "Implementation and
Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1). The sign stands where pHash
compares with the median, so that a turn by a quarter only moves and flips bits: one hash serves all
four. What surrounds the paper is cut off first, so that another framing does not matter.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps

from otameshi.files.image import FORMATS

SIDE = 64  # pixels, the picture that is transformed
NEAR, FINE = 8, 32  # frequencies each way: 64 bits that find a picture, 1,024 that tell two apart
NEAR_BITS, FINE_BITS = NEAR * NEAR, FINE * FINE
LOOK = 1_024  # pixels along the longer side, while the paper is looked for
APART = 48  # of 255: how far a point of the paper is from what surrounds it
SPECK = 0.01  # of a row or column: less than this is dust
LEAST_PART = 0.1  # of the picture: what is found must be that much of it
PLAIN = 4  # of 255: a picture with less contrast has nothing to tell

COSINES = tuple(
    tuple(math.cos(math.pi * k * (2 * x + 1) / (2 * SIDE)) for x in range(SIDE))
    for k in range(1, FINE + 1)
)


@dataclass(frozen=True, slots=True)
class Print:
    near: int  # 64 bits
    fine: int  # 1,024 bits

    def turned(self) -> "Print":
        """Return the print of the same picture turned left by a quarter."""
        return Print(_turned(self.near, NEAR), _turned(self.fine, FINE))

    def turns(self) -> tuple["Print", "Print", "Print", "Print"]:
        first = self.turned()
        second = first.turned()
        return self, first, second, second.turned()

    def near_turns(self) -> tuple[int, int, int, int]:
        """Return the 64 bits of the four turns."""
        return _near_turns(self.near)


def of(content: bytes) -> Print | None:
    """Return the print of a JPEG, PNG or HEIC; None where all of it is of one colour."""
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        opened.draft("L", (LOOK, LOOK))
        grey = ImageOps.exif_transpose(opened).convert("L")
    values = grey.tobytes()
    if max(values) - min(values) < PLAIN:
        return None
    return _signs(_paper(grey))


def _paper(grey: Image.Image) -> Image.Image:
    """Return what lies on the table, or is written on the paper, as a small square."""
    scale = LOOK / max(grey.size)
    size = max(round(grey.width * scale), 1), max(round(grey.height * scale), 1)
    seen = grey.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR)
    around = _around(seen)
    marked = seen.point([255 * (abs(value - around) > APART) for value in range(256)])
    left, right = _span(marked.resize((seen.width, 1), Image.Resampling.BOX))
    top, bottom = _span(marked.resize((1, seen.height), Image.Resampling.BOX))
    if (right - left) * (bottom - top) < LEAST_PART * seen.width * seen.height:
        left, top, right, bottom = 0, 0, seen.width, seen.height
    x, y = grey.width / seen.width, grey.height / seen.height
    box = (left * x, top * y, right * x, bottom * y)
    return grey.resize((SIDE, SIDE), Image.Resampling.LANCZOS, box=box)


def _around(seen: Image.Image) -> int:
    """Return the middle value along the edges."""
    width, height = seen.size
    edges = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height))
    found = b"".join(seen.crop(edge).tobytes() for edge in (*edges, (width - 1, 0, width, height)))
    return sorted(found)[len(found) // 2]


def _span(line: Image.Image) -> tuple[int, int]:
    found = [place for place, value in enumerate(line.tobytes()) if value > 255 * SPECK]
    return (found[0], found[-1] + 1) if found else (0, max(line.size))


def _signs(small: Image.Image) -> Print:
    """Return the signs of the cosine transform, its constant part left out, row by row."""
    points = [float(value) for value in small.tobytes()]
    rows = [points[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    across = [[_dot(row, wave) for wave in COSINES] for row in rows]
    columns = list(zip(*across, strict=True))
    both = [[_dot(column, wave) > 0 for column in columns] for wave in COSINES]
    return Print(_bits([row[:NEAR] for row in both[:NEAR]]), _bits(both))


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(map(float.__mul__, one, other))


def _bits(rows: Sequence[Sequence[bool]]) -> int:
    return int("".join("01"[bit] for row in rows for bit in row), 2)


def _turned(bits: int, side: int) -> int:
    """Turn a print left by a quarter: rows become columns, and odd frequencies change their sign.

    With y' = side - 1 - x and x' = y, the cosine of frequency k along x' = 1 - x is (-1)^k times
    that along x.
    """
    known = f"{bits:0{side * side}b}"
    rows = [[known[row * side + column] == "1" for column in range(side)] for row in range(side)]
    return _bits([[rows[u][v] != (v % 2 == 0) for u in range(side)] for v in range(side)])


# What each byte of the 64 bits gives to the turned ones, and what is flipped by the turn alone.
FLIPPED = _turned(0, NEAR)
TURNED = tuple(
    tuple(_turned(byte << 8 * place, NEAR) ^ FLIPPED for byte in range(256))
    for place in reversed(range(NEAR))
)


@lru_cache(maxsize=16_384)
def _near_turns(near: int) -> tuple[int, int, int, int]:
    first = _by_table(near)
    second = _by_table(first)
    return near, first, second, _by_table(second)


def _by_table(near: int) -> int:
    turned = FLIPPED
    for table, part in zip(TURNED, near.to_bytes(NEAR), strict=True):
        turned ^= table[part]
    return turned
