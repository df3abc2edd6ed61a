"""CPU seconds of what is done with a result: reports, freezing, verifying; 30 units, and 2,000 made of them.

Run `python benchmarks/publishing.py`; figures and machine are in docs/performance.md.
"""

import json
import resource
import shutil
import sys
import tempfile
from pathlib import Path

from start import cpu

UNITS = 2_000
FORMS = ("xlsx", "docx", "pdf", "profiles")
# Milliseconds from asking for the page to its load, and from a wish to the frame that shows it fulfilled.
TIMED = """async (wish) => {
  const began = performance.now();
  if (wish === "search") {
    const asked = document.getElementById("q");
    asked.value = "thanh tra";
    asked.dispatchEvent(new Event("input", { bubbles: true }));
  } else document.querySelector(".ranking .total button").click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return [performance.getEntriesByType("navigation")[0].loadEventEnd, performance.now() - began];
}"""


def repeated(made: dict) -> dict:
    """Repeat the units of a result, with ids and names of their own, until there are enough."""
    times = range(1 + UNITS // len(made["units"]))
    units = [
        unit | {"id": f"{unit['id']}-{k}", "name": f"{unit['name']} {k}"} for k in times for unit in made["units"]
    ][:UNITS]
    known = {unit["id"] for unit in units}
    lists = [
        one
        | {"units": [id_ for each in one["units"] for k in times if (id_ := f"{each}-{k}") in known], "unranked": []}
        for one in made["lists"]
    ]
    return made | {"units": units, "lists": lists}


def loaded(page: str) -> None:
    """Print when the page's table answers in Chromium: how long it loads, and how long a first search and a first sort take then."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ModuleNotFoundError:
        print("its loading: pip install -e '.[browser]', apt install chromium")
        return
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for wish in ("search", "sort"):
            took = []
            for _ in range(3):
                shown = browser.new_page()
                shown.goto(Path(page).as_uri(), wait_until="load")
                took.append(shown.evaluate(TIMED, wish))
                shown.close()
            load, done = sorted(took, key=sum)[1]
            print(
                f"{f'its load, and a {wish} after it':34} {load / 1000:6.2f} s {done / 1000:6.2f} s   bar 1 s after the load"
            )
        browser.close()


def main() -> None:
    """Print each command with its CPU time and its bar."""
    itrank = [sys.executable, "-m", "itrank"]
    with tempfile.TemporaryDirectory() as folder:
        result, many, page, bundle = (str(Path(folder, name)) for name in ("r.json", "m.json", "p.html", "b.zip"))
        evaluate = [*itrank, "evaluate", "--ruleset", "2021", "--format", "json", "--output", result]
        rows = [
            ("evaluate, as JSON", evaluate, None),
            ("report, announcement", [*itrank, "report", result, "--output", str(Path(folder, "a.txt"))], None),
            ("report, web page of 30 units", [*itrank, "report", result, "--output", page], 3.0),
            *(
                (f"report, {form} of 30 units", [*itrank, "report", result, "--format", form, "--output", page], 3.0)
                for form in FORMS
            ),
            ("freeze", [*itrank, "freeze", result, "--output", bundle], None),
            ("verify", [*itrank, "verify", bundle], 3.0),
        ]
        for name, arguments, bar in rows:
            print(f"{name:34} {cpu(arguments):6.2f} s   {f'bar {bar} s' if bar else ''}")
        cpu([*itrank, "report", result, "--format", "html", "--output", page])
        print(f"{'its size':34} {len(Path(page).read_bytes()) / 1e6:6.2f} MB  bar 1.5 MB")
        Path(many).write_text(
            json.dumps(repeated(json.loads(Path(result).read_text("utf-8"))), ensure_ascii=False), "utf-8"
        )
        print(f"{f'report, web page of {UNITS} units':34} {cpu([*itrank, 'report', many, '--output', page]):6.2f} s")
        print(f"{'its size':34} {len(Path(page).read_bytes()) / 1e6:6.2f} MB  bar 15 MB")
        loaded(page)
        for form in FORMS:
            arguments = [*itrank, "report", many, "--format", form, "--output", page]
            print(f"{f'report, {form} of {UNITS} units':34} {cpu(arguments):6.2f} s")
        # Profiles are the last, and take the most.
        print(
            f"{'the most memory of a command':34} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6:6.2f} GB"
        )


if __name__ == "__main__":
    main()
