"""Settings of all tests: the same examples every time, and no clock; `HYPOTHESIS_PROFILE=wide` looks further, `brief` less far.

A test with very many cases is marked `bar(n)`: a plain run takes a sample of them (`sampling.py`).
Each test that a larger sample makes larger has the mark `sampled`: bars and tests of drawn examples get it here.
"""

import gc
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from itrank.engine.language import loading
from sampling import SAMPLE, SEED, drawn, size

settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    max_examples=size(25, 100),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("wide", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("brief", parent=settings.get_profile("same"), max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# A run starts workers and hundreds of processes: where Python keeps no byte code, each would compile the engine again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Collecting makes millions of objects, all of which stay: looking for garbage among them, again and again, took half of it.
gc.disable()

LEFT_OUT = {
    "long": "pytest -m long",
    "slow": "pytest -m slow",
    "node": "npm ci --prefix tests/editor && pytest -m node",
    "fuzz": "pip install -e '.[fuzz]' && pytest -m fuzz",
    "office": "apt install libreoffice-calc && pytest -m office",
    "engines": "apt install postgresql openjdk-17-jre-headless && pip install -e '.[spark]' && pytest -m engines",
    "browser": "apt install chromium && pip install -e '.[browser]' && pytest -m browser",
}
BAR, SAMPLED = "bar", "sampled"

left_out: Counter[str] = Counter()


def collects_backwards(config):
    """Say whether this process collects the whole folder from its end: each other worker does.

    What one has compiled, another reads: in a fresh clone that is most of collecting.
    """
    worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
    return len(config.args) == 1 and int(worker.removeprefix("gw")) % 2 == 1


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Begin at the first file or at the last."""
    report = yield
    if isinstance(collector, pytest.Dir) and collects_backwards(collector.config):
        report.result = report.result[::-1]
    return report


def left_out_of(metafunc):
    """Draw a sample of a bar, unless single cases were asked for by name; give the cases that are not of it."""
    config, bar = metafunc.config, metafunc.definition.get_closest_marker(BAR)
    if SAMPLE == "all" or config.getoption("keyword") or any("::" in str(argument) for argument in config.args):
        return set()
    few = {
        call.id: mark.args[0] for call in metafunc._calls for mark in (bar, *call.marks) if mark and mark.name == BAR
    }
    names = {f"{metafunc.definition.nodeid}[{case}]": case for case in few}
    kept = drawn(list(names), few[names[min(names)]]) if few else set()
    return {case for name, case in names.items() if name not in kept}


@pytest.hookimpl(wrapper=True)
def pytest_generate_tests(metafunc):
    """Leave cases out before there is a test for each: 25,000 that are not run took a quarter of collecting."""
    yield
    dropped = left_out_of(metafunc)
    if dropped:
        metafunc._calls = [call for call in metafunc._calls if call.id not in dropped]
        left_out[BAR] += len(dropped)


@pytest.hookimpl(tryfirst=True)  # before what `-m` asks for is chosen
def pytest_collection_modifyitems(config, items):
    """Give all workers the same order, and mark what a larger sample makes larger."""
    if collects_backwards(config):
        items.sort(key=lambda item: item.path.parts)
    for item in items:
        if item.get_closest_marker(BAR) is not None or getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker(SAMPLED)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Collect garbage again, but of what the tests make only."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def shipped_rulesets_are_loaded_once():
    """Load each ruleset that is shipped once for all tests: they load them a thousand times, a tenth of a plain run.

    A ruleset is frozen and says only what is in its bytes; tests of loading itself have texts of their own.
    """
    shipped = {path.read_bytes() for path in (Path(__file__).parents[1] / "rulesets").rglob("*.yaml")}
    load_bytes, kept = loading.load_bytes, {}

    def once(content, name, folder):
        if content not in shipped or b"extends:" in content:
            return load_bytes(content, name, folder)
        if (content, name) not in kept:
            kept[content, name] = load_bytes(content, name, folder)
        return replace(kept[content, name], texts=dict(kept[content, name].texts))

    loading.load_bytes = once
    yield
    loading.load_bytes = load_bytes


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
    if left_out[BAR] and "not slow" in chosen:  # of what is asked for by another mark no bar is a part
        line = f"left out: {left_out[BAR]} cases of bars (seed {SEED}); run all of them with: ITRANK_SAMPLE=all pytest"
        terminalreporter.write_line(line)
    for marker, command in LEFT_OUT.items():
        if left_out[marker] and f"not {marker}" in chosen:
            terminalreporter.write_line(f"left out: {left_out[marker]} {marker} tests; run them with: {command}")
