#!/bin/sh
# environment.sh FOLDER LOCK: makes the environment that a lock describes, or leaves it if it is that.
# A stamp inside remembers what it was made from. It is plain sh because it must speak clearly
# to whoever has no Python, or one that is too old to read our Python.
set -eu

folder=$1
lock=$2
oldest="3, 11"

new_enough() {
    "$1" -c "import sys; sys.exit(sys.version_info < ($oldest))" 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        candidates=$PYTHON
    else
        candidates="python3 python3.13 python3.12 python3.11 python"
    fi
    for python in $candidates; do
        if new_enough "$python"; then
            return
        fi
    done
    echo "Python 3.11 or newer is needed; none of these is: $candidates" >&2
    echo "Install it (Debian 12, Ubuntu 24.04 or newer: apt-get install python3 python3-venv)," >&2
    echo "or name one: make PYTHON=/path/to/python3.12 ..." >&2
    exit 1
}

fingerprint() {
    # The place belongs to it: the scripts of an environment name their folder.
    "$1" - "$lock" <<'END'
import hashlib, os, sys
lock = hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest()
print(lock, "%d.%d" % sys.version_info[:2], os.getcwd())
END
}

make_environment() {
    if ! "$python" -c "import venv, ensurepip" 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "$python cannot make environments: its modules venv and ensurepip are missing." >&2
        echo "Debian and Ubuntu: apt-get install python$version-venv" >&2
        exit 1
    fi
    rm -rf "$folder"
    "$python" -m venv "$folder"
}

same_place() {
    # A lock that changed is installed over the old one; another Python or folder begins anew.
    [ -x "$folder/bin/python" ] && [ -f "$folder/stamp" ] &&
        [ "$(cut -d' ' -f2- "$folder/stamp")" = "$(echo "$wanted" | cut -d' ' -f2-)" ]
}

install_lock() {
    echo "Making $folder from $lock; this happens once and takes about a minute." >&2
    same_place || make_environment
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r "$lock"
    rm -f "$folder/stamp-project"
    fingerprint "$folder/bin/python" > "$folder/stamp"
}

install_project() {
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
        --no-deps --no-build-isolation -e .
    cp pyproject.toml "$folder/stamp-project"
}

find_python
# Without PYTHON= an environment keeps the interpreter it has.
made_by=$python
if [ -z "${PYTHON:-}" ] && new_enough "$folder/bin/python"; then
    made_by=$folder/bin/python
fi
wanted=$(fingerprint "$made_by")
if ! { [ -x "$folder/bin/python" ] && [ "$(cat "$folder/stamp" 2>/dev/null)" = "$wanted" ]; }; then
    install_lock
fi
cmp -s pyproject.toml "$folder/stamp-project" || install_project
