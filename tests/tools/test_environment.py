"""Who has no Python that serves is told so, and what to install."""

import os
import subprocess

from tools.chromium import ROOT


def make_environment(folder, python):
    command = ["/bin/sh", "tools/environment.sh", folder, "requirements.lock"]
    return subprocess.run(  # noqa: S603  # our own script
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )


def program(path, text):
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_an_old_python_is_refused_with_what_to_install(tmp_path):
    old = program(tmp_path / "python3.9", "#!/bin/sh\nexit 1\n")
    done = make_environment(tmp_path / "venv", old)
    assert done.returncode == 1
    assert f"Python 3.11 or newer is needed, and none of these is: {old}" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_a_python_without_venv_is_refused_with_the_package_to_install(tmp_path):
    # Debian's python3 without python3-venv: every question is answered, but ensurepip is missing.
    answers = 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac\n'
    bare = program(tmp_path / "python3", "#!/bin/sh\n" + answers)
    done = make_environment(tmp_path / "venv", bare)
    assert done.returncode == 1
    assert "apt-get install python3.11-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_only_what_the_lock_names_is_installed(tmp_path):
    """Left to resolve, pip would ask for newer releases than those whose hashes the lock knows."""
    asked = tmp_path / "asked"
    willing = program(
        tmp_path / "python3",
        "#!/bin/sh\n"
        f'echo "$@" >> "{asked}"\n'
        'case "$*" in "-m venv"*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python";; esac\n'
        'case "$2" in *print*) echo 3.11;; esac\n',
    )
    done = make_environment(tmp_path / "venv", willing)
    assert done.returncode == 0, done.stderr
    [locked] = [line for line in asked.read_text().splitlines() if "requirements.lock" in line]
    assert "--require-hashes" in locked
    assert "--no-deps" in locked
