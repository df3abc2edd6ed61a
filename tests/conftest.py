"""Settings of all tests: the same examples every time, and no clock; `HYPOTHESIS_PROFILE=wide` looks further."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wide", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

LEFT_OUT = {
    "slow": "pytest -m slow",
    "node": "npm ci --prefix tests/editor && pytest -m node",
    "fuzz": "pip install -e '.[fuzz]' && pytest -m fuzz",
    "office": "apt install libreoffice-calc && pytest -m office",
    "browser": "apt install chromium && pytest -m browser",
}


def pytest_terminal_summary(terminalreporter):
    """Say what a plain run leaves out."""
    chosen = terminalreporter.config.getoption("markexpr")
    left_out = terminalreporter.stats.get("deselected", [])
    for marker, command in LEFT_OUT.items():
        number = sum(item.get_closest_marker(marker) is not None for item in left_out)
        if number and f"not {marker}" in chosen:
            terminalreporter.write_line(f"left out: {number} {marker} tests; run them with: {command}")
