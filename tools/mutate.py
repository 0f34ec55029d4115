"""Mutation tests of the subsidy engine: break it in thousands of ways and see that a test notices.

Not part of `make test`: all of it takes half an hour. Named modules (`make mutate
MODULE=otameshi/subsidy/rules/caps.py`) take minutes. Survivors are explained in
docs/rulebook-mutants.md.
"""

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


def main(modules: list[str]) -> int:
    unknown = [name for name in modules if not (HOME / name).is_file()]
    if unknown:
        print(f"{'、'.join(unknown)} というファイルはありません。", file=sys.stderr)
        return 2
    lay_out(modules)
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


def lay_out(modules: list[str]) -> None:
    """Copy only what the engine's tests need, so that no page and no database is loaded."""
    shutil.rmtree(PLACE, ignore_errors=True)
    for part in ("otameshi/core", "otameshi/subsidy", "tests/subsidy"):
        shutil.copytree(HOME / part, PLACE / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("otameshi/__init__.py", "tests/__init__.py", "docs/rulebook.md"):
        (PLACE / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / name, PLACE / name)
    only = "".join(f"    {name}\n" for name in modules)
    settings = f"{SETTINGS}only_mutate=\n{only}" if only else SETTINGS
    (PLACE / "setup.cfg").write_text(settings, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
