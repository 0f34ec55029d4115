"""The deadline is asked in one place: no other module compares a call's times by itself."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "otameshi"
ASKS = re.compile(r"\bcall\.(closes_at|opening\()")
# Where the window is made, and where a manager is shown the deadline that is put off.
MAY = {"applications/extension"}
FILES = sorted(
    one
    for folder in ("applications", "desk/paths.py", "desk/steps.py")
    for one in ([ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"))
)


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.relative_to(ROOT).as_posix())
def test_nobody_but_the_window_knows_the_calls_deadline(file: Path) -> None:
    if any(file.relative_to(ROOT).as_posix().startswith(one) for one in MAY):
        assert "window_of" in (ROOT / "applications/extension/models.py").read_text("utf-8")
        return
    assert ASKS.findall(file.read_text(encoding="utf-8")) == []
