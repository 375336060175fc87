#!/bin/sh
# Sets everything up, then runs all checks and tests. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
sh sandbox/setup.sh dev
export PATH="$PWD/.venv/bin:$PATH"
ruff format --check -q .
ruff check -q .
mypy
# A worker often waits for pages and browsers: three keep two cores busy.
exec python -m pytest -q -n "${TEST_WORKERS:-3}" --dist worksteal "$@"
