"""The cases of a test have an order."""

import subprocess
import sys

import pytest

from tools.chromium import ROOT

SOURCE = "import pytest\n@pytest.mark.parametrize('case', {cases})\ndef test_a(case): pass\n"


def run(folder, cases):
    (folder / "test_it.py").write_text(SOURCE.format(cases=cases))
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", folder]
    command += ["-p", "tests.plugins.ordered", "-p", "no:cacheprovider", folder]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own interpreter


def test_cases_from_a_set_are_refused_with_what_to_do(tmp_path):
    done = run(tmp_path, "{'a', 'b'}")
    assert done.returncode != pytest.ExitCode.OK
    assert "with sorted" in done.stdout + done.stderr


def test_cases_in_an_order_run(tmp_path):
    assert run(tmp_path, "sorted({'a', 'b'})").returncode == pytest.ExitCode.OK
