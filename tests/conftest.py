"""Settings of all tests: the same examples every time, and no clock; `HYPOTHESIS_PROFILE=wide` looks further, `brief` less far."""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wide", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("brief", parent=settings.get_profile("same"), max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

LEFT_OUT = {
    "slow": "pytest -m slow",
    "node": "npm ci --prefix tests/editor && pytest -m node",
    "fuzz": "pip install -e '.[fuzz]' && pytest -m fuzz",
    "office": "apt install libreoffice-calc && pytest -m office",
    "browser": "apt install chromium && pip install -e '.[browser]' && pytest -m browser",
}


left_out: Counter[str] = Counter()


def pytest_deselected(items):
    """Count what a plain run leaves out."""
    left_out.update(marker for marker in LEFT_OUT for item in items if item.get_closest_marker(marker) is not None)


def pytest_sessionfinish(session):
    """Tell the process that prints; each worker has left out the same."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Hear of it."""
    left_out.update(getattr(node, "workeroutput", {}).get("left_out", {}) if not left_out else {})


def pytest_terminal_summary(terminalreporter):
    """Say what a plain run leaves out."""
    chosen = terminalreporter.config.getoption("markexpr")
    for marker, command in LEFT_OUT.items():
        if left_out[marker] and f"not {marker}" in chosen:
            terminalreporter.write_line(f"left out: {left_out[marker]} {marker} tests; run them with: {command}")
