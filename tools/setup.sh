#!/bin/sh
# Makes the environment that everything else runs in: a Python of the right version, uv, the locked packages, npm's part.
# Only a shell can be taken for granted here. Quiet when there is nothing to do; every failure is one clear line.
#   tools/setup.sh python   .venv from uv.lock
#   tools/setup.sh node     node_modules from package-lock.json
set -u
cd "$(dirname "$0")/.." || exit 1
LOG=build/setup.log
mkdir -p build

fail() {
    echo "minvej: $*" >&2
    exit 1
}

# Run a step with its chatter in the log; on failure say in one line what is wrong.
step() {
    what=$1
    shift
    if "$@" >>"$LOG" 2>&1; then
        return 0
    fi
    if tail -n 40 "$LOG" | grep -qiE 'dns error|name resolution|resolve host|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|connection (refused|reset|error)|network is unreachable|failed to (connect|fetch)|error sending request|tunnel|timed out|no matching distribution found for uv'; then
        fail "$what: no connection to the package registry. Check the network (or the proxy's settings) and run make again. Details: $LOG"
    fi
    if tail -n 40 "$LOG" | grep -qiE 'no space left|ENOSPC'; then
        fail "$what: the disk is full; about 3 GB are needed. Details: $LOG"
    fi
    fail "$what failed: $(grep -v '^[[:space:]]*$' "$LOG" | tail -n 1). Details: $LOG"
}

check_platform() {
    system=$(uname -s) machine=$(uname -m)
    case "$system $machine" in
    "Linux x86_64" | "Linux amd64") ;;
    *) fail "this runs on Linux x86-64 only (this is $system $machine): TensorFlow 2.12, which Rasa needs, is published for no other. Use a Linux x86-64 machine, container or WSL 2." ;;
    esac
}

# A command that answers with Python 3.11 or 3.10; a name may be there (a pyenv shim) and still not run.
find_python() {
    for candidate in "${MINVEJ_PYTHON:-}" python3.11 python3.10 python3 python \
        "$HOME"/.pyenv/versions/3.11.*/bin/python "$HOME"/.pyenv/versions/3.10.*/bin/python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 12))' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return 0
        fi
    done
    uv python find --no-python-downloads '>=3.10,<3.12' 2>/dev/null
}

# uv on the path, or our own copy of it; a virtual environment, since the system's Python may be closed to pip (PEP 668).
find_uv() {
    for candidate in uv build/uv/bin/uv; do
        if "$candidate" --version >/dev/null 2>&1; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

get_uv() {
    echo "Fetching uv ..." >&2
    rm -rf build/uv
    if "$1" -m venv build/uv >>"$LOG" 2>&1; then
        step "Fetching uv" build/uv/bin/python -m pip install --quiet 'uv>=0.8'
    elif "$1" -m pip --version >>"$LOG" 2>&1; then
        rm -rf build/uv
        step "Fetching uv" "$1" -m pip install --quiet --target build/uv 'uv>=0.8'
    else
        fail "uv is missing, and this Python has neither venv nor pip to fetch it with. On Debian: apt-get install python3-venv"
    fi
}

setup_python() {
    check_platform
    : >"$LOG"
    python=$(find_python) || fail "Python 3.11 or 3.10 is needed (Rasa 3.6 runs on no newer one); found: $(python3 --version 2>/dev/null || echo none). Install one (Debian 12: apt-get install python3 python3-venv; or: uv python install 3.11), or name it in MINVEJ_PYTHON."
    uv=$(find_uv) || { get_uv "$python" && uv=$(find_uv); } || fail "uv could not be started. Details: $LOG"
    echo "Building the environment from uv.lock (the first time takes minutes) ..." >&2
    step "Building the environment" "$uv" sync --frozen --python "$python" --no-python-downloads
    touch .venv/.stamp
}

setup_node() {
    : >"$LOG"
    npm --version >/dev/null 2>&1 || fail "Node's npm is needed (Debian: apt-get install npm)."
    step "Fetching the npm packages" npm ci
    touch node_modules/.stamp
}

case "${1:-}" in
python) setup_python ;;
node) setup_node ;;
*) fail "usage: tools/setup.sh python|node" ;;
esac
