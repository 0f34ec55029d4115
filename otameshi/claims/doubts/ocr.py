"""The door to the machine that reads pictures: the extra `ocr`. Without it, nothing is read.

It runs by itself (`python -m otameshi.claims.doubts.ocr`): it takes seconds and half a gigabyte,
which are given back when it ends, and what breaks it breaks nothing else.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from otameshi.claims.doubts.facts import Reading
from otameshi.claims.doubts.reading import Box, reading, rows

AVAILABLE = find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
ROOT = Path(__file__).parents[3]
PATIENCE = 120  # seconds on the wall
SURE = 0.6  # of 1: what the machine is less sure of is not taken

Corners = Sequence[tuple[float, float]]  # from the upper left, clockwise, in pixels

log = logging.getLogger(__name__)


def read(picture: bytes) -> Reading:
    """Return what is read from a re-encoded picture; nothing where the machine breaks."""
    try:
        done = subprocess.run(  # a fixed command; the picture goes to its input
            [sys.executable, "-m", "otameshi.claims.doubts.ocr"],
            input=picture,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as broken:
        log.warning("a receipt was not read: %s", broken)
        return Reading()
    boxes = [Box(*one) for one in json.loads(done.stdout)]
    return reading(rows(boxes))


def main() -> None:
    """Read a picture from the input; print what stands where."""
    from rapidocr import RapidOCR  # noqa: PLC0415  # an extra, and slow to load

    found = RapidOCR(params={"Global.log_level": "error"})(sys.stdin.buffer.read())
    seen = [
        (text, [(float(x), float(y)) for x, y in corners])
        for corners, text, score in zip(
            () if found.boxes is None else found.boxes,
            found.txts or (),
            found.scores or (),
            strict=True,
        )
        if score >= SURE
    ]
    print(json.dumps(upright(seen)))  # noqa: T201  # its answer


def upright(seen: Sequence[tuple[str, Corners]]) -> list[list[object]]:
    """Return text, left, middle and height of each piece, the paper turned back to the level."""
    slopes = sorted((b[1] - a[1]) / max(b[0] - a[0], 1) for _, (a, b, *_) in seen)
    slope = slopes[len(slopes) // 2] if slopes else 0.0
    level = [(text, [(x, y - slope * x) for x, y in corners]) for text, corners in seen]
    return [
        [
            text,
            min(x for x, _ in corners),
            sum(y for _, y in corners) / len(corners),
            max(y for _, y in corners) - min(y for _, y in corners),
        ]
        for text, corners in level
    ]


if __name__ == "__main__":
    main()
