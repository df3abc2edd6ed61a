"""Settings of all tests: the same examples every time, and no clock; `HYPOTHESIS_PROFILE=wide` looks further."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wide", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_terminal_summary(terminalreporter):
    """Say what a plain run leaves out."""
    left_out = terminalreporter.stats.get("deselected", [])
    if left_out and terminalreporter.config.getoption("markexpr") == "not slow":
        terminalreporter.write_line(f"left out: {len(left_out)} slow tests; run them with: pytest -m slow")
