"""The one thing taken from npm is pinned: an exact version, and the hash of everything that comes with it."""

import json
import re
from pathlib import Path

HERE = Path(__file__).parent


def test_the_language_server_is_asked_for_by_its_exact_version():
    asked = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    assert list(asked) == ["yaml-language-server"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", asked["yaml-language-server"])


def test_every_package_is_pinned_by_version_and_hash_and_comes_from_the_npm_registry():
    asked = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    packages = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == asked
    assert packages["node_modules/yaml-language-server"]["version"] == asked["yaml-language-server"]
    for name, package in packages.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"]), name
        assert package["integrity"].startswith("sha512-"), name
        assert "hasInstallScript" not in package, name
        assert package.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/"), name
