"""Mutation tests of the subsidy engine: break it in thousands of ways and see that a test notices.

Not part of `make test`: it takes half an hour. Needs mutmut 3. Survivors are explained in
docs/rulebook-mutants.md.
"""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PLACE = HOME / "build" / "mutate"
SLOW = "100000 or all_time or whatever or piece_lost"
SETTINGS = f"""[mutmut]
source_paths=
    otameshi/subsidy
pytest_add_cli_args_test_selection=
    tests/subsidy
pytest_add_cli_args=
    -x
    -q
    --ignore=tests/subsidy/test_random.py
    --ignore=tests/subsidy/test_properties.py
    -k
    not ({SLOW})
also_copy=
    otameshi
    docs
"""


def main() -> int:
    if importlib.util.find_spec("mutmut") is None:
        print("mutmut がありません。開発環境に mutmut 3 を入れてください。", file=sys.stderr)
        return 1
    lay_out()
    ended = subprocess.run([sys.executable, "-m", "mutmut", "run"], cwd=PLACE, check=False)
    found = subprocess.run(
        [sys.executable, "-m", "mutmut", "results"],
        cwd=PLACE,
        check=True,
        capture_output=True,
        text=True,
    )
    print("\n".join(line for line in found.stdout.splitlines() if "survived" in line))
    return ended.returncode


def lay_out() -> None:
    """Copy only what the engine's tests need, so that no page and no database is loaded."""
    shutil.rmtree(PLACE, ignore_errors=True)
    for part in ("otameshi/core", "otameshi/subsidy", "tests/subsidy"):
        shutil.copytree(HOME / part, PLACE / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("otameshi/__init__.py", "tests/__init__.py", "docs/rulebook.md"):
        (PLACE / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / name, PLACE / name)
    (PLACE / "setup.cfg").write_text(SETTINGS, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
