#!/bin/sh
# Sets everything up, then does the main job on the example: a picture and a goal become tests that were seen to run.
set -eu
cd "$(dirname "$0")/.."
sh sandbox/setup.sh
mkdir -p out
.venv/bin/agent plan examples/orders.png "filter orders by status Shipped and export CSV" \
    -o out/plan.json --script-dir out --annotate out/orders-annotated.png
echo
echo "In out/: the plan (plan.json), a Playwright and a Selenium test, and what was seen (orders-annotated.png)."
