#!/usr/bin/env bash
# Mutate modules and count what the tests do not notice. Only in a clone: see README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
sample=0
if [ "${1:-}" = --sample ]; then sample=$2; shift 2; fi
python=.venv/bin/python
session=$(mktemp -d)
export PYTHONDONTWRITEBYTECODE=1

paths=$(for path in "$@"; do printf '"%s", ' "$path"; done)
cat > "$session/settings.toml" <<TOML
[cosmic-ray]
module-path = [${paths%, }]
timeout = 330.0
excluded-modules = ["**/__init__.py"]
test-command = "$python tests/mutation/judge.py ask"
[cosmic-ray.distributor]
name = "local"
TOML

[ -f .itrank-reached.json ] || $python tests/mutation/judge.py map > /dev/null
rm -f .itrank-judge .itrank-killers
$python tests/mutation/judge.py serve &
judge=$!
trap 'kill $judge; git checkout -q -- engine' EXIT
for _ in $(seq 240); do [ -S .itrank-judge ] && break; sleep 0.5; done; sleep 1
$python tests/mutation/judge.py ask || { echo "the tests fail without a mutant"; exit 1; }
$python -m cosmic_ray.cli init "$session/settings.toml" "$session/mutants.sqlite"
$python tests/mutation/choose.py "$session/mutants.sqlite" "$sample"
echo "$session"
$python -m cosmic_ray.cli exec "$session/settings.toml" "$session/mutants.sqlite"
$python tests/mutation/survivors.py "$session/mutants.sqlite"
git checkout -q -- engine
$python tests/mutation/judge.py check > "$session/check" || { tail -20 "$session/check"; echo "tests that killed fail without a mutant"; exit 1; }
