#!/bin/sh
# environment.sh FOLDER LOCK: makes the environment that a lock describes, or leaves it if it is that.
# FOLDER/made keeps what it was made from: its place, the lock and pyproject.toml.
# It is plain sh because it must speak clearly to whoever has no Python, or one too old for ours.
set -eu

folder=$1
lock=$2
made=$folder/made

new_enough() {
    "$1" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null
}

version() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'
}

find_python() {
    candidates=${PYTHON:-python3 python3.13 python3.12 python3.11 python}
    for python in $candidates; do
        if new_enough "$python"; then
            return
        fi
    done
    echo "Python 3.11 or newer is needed, and none of these is: $candidates" >&2
    echo "Install it (Debian 12, Ubuntu 24.04 or newer: apt-get install python3 python3-venv)," >&2
    echo "or name one: make PYTHON=/path/to/python3.12 ..." >&2
    exit 1
}

usable() {
    # The scripts of an environment name their folder, so one that was moved is useless.
    [ -x "$folder/bin/python" ] && [ "$(cat "$made/place" 2>/dev/null)" = "$PWD" ] || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version "$PYTHON")" = "$(version "$folder/bin/python")" ]
}

make_environment() {
    find_python
    if ! "$python" -c "import venv, ensurepip" 2>/dev/null; then
        echo "$python cannot make environments: its modules venv and ensurepip are missing." >&2
        echo "Debian and Ubuntu: apt-get install python$(version "$python")-venv" >&2
        exit 1
    fi
    rm -rf "$folder"
    "$python" -m venv "$folder"
    mkdir "$made"
    echo "$PWD" > "$made/place"
}

install() {
    "$folder/bin/python" -m pip install --quiet --quiet --disable-pip-version-check "$@"
}

install_lock() {
    echo "Filling $folder from $lock: once, about a minute." >&2
    # The lock is whole. Left to resolve, pip takes an extra (coverage[toml]) from the newest release
    # as soon as one appears, and then refuses it for having no hash.
    install --no-deps --require-hashes -r "$lock"
    "$folder/bin/python" -m pip check >&2
    cp "$lock" "$made/lock"
}

install_project() {
    install --no-deps --no-build-isolation -e .
    cp pyproject.toml "$made/pyproject.toml"
}

usable || make_environment
cmp -s "$lock" "$made/lock" || install_lock
cmp -s pyproject.toml "$made/pyproject.toml" || install_project
