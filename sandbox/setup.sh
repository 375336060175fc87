#!/bin/sh
# Makes .venv with everything that Sightwright needs, and sees to a browser. Quick when nothing has changed.
#   sh sandbox/setup.sh        what the commands need
#   sh sandbox/setup.sh dev    and what the tests need
# PYTHON names another interpreter (3.11 or newer), BROWSER_PATH a browser of your own.
set -eu
cd "$(dirname "$0")/.."
extra=${1:-}

say() { echo "setup: $*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo "$@"; else return 1; fi
}

# Installs those of the named packages that are not there. False where there is no apt or no right to use it.
apt_install() {
    have apt-get || return 1
    missing=
    for package in "$@"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "installing$missing"
    if [ -z "${apt_updated:-}" ]; then
        as_root apt-get update -qq >&2 || return 1
        apt_updated=1
    fi
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
}

find_python() {
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if have "$python" && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    return 1
}

make_environment() {
    if ! python=$(find_python); then
        apt_install python3 python3-venv && python=$(find_python) || {
            say "Python 3.11 or newer is needed: install it, or name it with PYTHON=/path/to/python"
            exit 2
        }
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        apt_install "$version" || apt_install python3-venv || {
            say "the module venv is missing: install the package $version"
            exit 2
        }
    fi
    [ -x .venv/bin/python ] || "$python" -m venv .venv
}

# The stamp says what was installed: a hash of the requirements, and the extra.
install_packages() {
    stamp="$(cat pyproject.toml constraints.txt | cksum) $extra"
    installed=$(cat .venv/stamp 2>/dev/null || true)
    [ "$installed" = "$stamp" ] || [ "$installed" = "${stamp}dev" ] && return
    say "installing the Python packages into .venv"
    .venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e ".${extra:+[$extra]}" >&2
    echo "$stamp" >.venv/stamp
}

browser_is_there() {
    .venv/bin/python -c 'from sandbox.browser import find_browser; find_browser()' >/dev/null 2>&1
}

is_debian() {
    [ "$(. /etc/os-release 2>/dev/null && echo "$ID")" = debian ] # Ubuntu's package is a snap, of no use in a container
}

install_browser() {
    browser_is_there && return
    if is_debian && apt_install chromium chromium-driver fonts-liberation fonts-noto-cjk; then
        browser_is_there && return
    fi
    say "installing Playwright's Chromium"
    as_root .venv/bin/python -m playwright install-deps chromium >&2 || say "the browser's libraries could not be installed"
    .venv/bin/python -m playwright install chromium >&2 || true
    browser_is_there || say "no browser yet: 'agent doctor' says what to do; plans are written without one, not rehearsed"
}

# What makes things better where the system's packages can be had: the guard around a rehearsal, fonts, a display for tests.
install_extras() {
    apt_install bubblewrap || say "without bubblewrap a rehearsal is guarded by process limits alone"
    [ "$extra" = dev ] || return 0
    apt_install fonts-liberation fonts-noto-cjk xvfb || say "tests of the desktop and of Chinese pages will be skipped"
}

# The pages that are written as React and Vue components are built in the tests.
install_frameworks() {
    [ "$extra" = dev ] || return 0
    folder=tests/frameworks
    if have npm; then
        cmp -s $folder/package-lock.json $folder/node_modules/.installed && return
        npm ci --prefix $folder --ignore-scripts --no-audit --no-fund --silent >&2 &&
            cp $folder/package-lock.json $folder/node_modules/.installed && return
    fi
    say "without npm's packages the tests that build React and Vue pages will be skipped"
}

make_environment
install_packages
install_browser
install_extras
install_frameworks
