"""A run in which something was skipped is not a green run."""

import subprocess
import sys

import pytest

from tools.chromium import ROOT

SKIPS = {
    "a test": "import pytest\n@pytest.mark.skip\ndef test_a(): pass\n",
    "in the middle": "import pytest\ndef test_a(): pytest.skip('no server')\n",
    "a whole file": "import pytest\npytest.skip('no browser', allow_module_level=True)\n",
}


def run(folder, source, *options):
    (folder / "test_it.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", folder]
    command += ["-p", "tests.plugins.no_skips", "-p", "no:cacheprovider", *options, folder]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own interpreter


@pytest.mark.parametrize(
    ("what", "workers"), [*((what, "0") for what in SKIPS), ("in the middle", "1")]
)
def test_a_skip_fails_the_run_and_is_named(tmp_path, what, workers):
    done = run(tmp_path, SKIPS[what] + "def test_b(): pass\n", "-n", workers)
    assert done.returncode != pytest.ExitCode.OK
    assert "skipped, therefore failed" in done.stdout
    assert "test_it.py" in done.stdout


def test_a_run_without_skips_stays_green_also_with_an_expected_failure(tmp_path):
    source = "import pytest\n@pytest.mark.xfail\ndef test_a(): assert False\ndef test_b(): pass\n"
    assert run(tmp_path, source).returncode == pytest.ExitCode.OK
